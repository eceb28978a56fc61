import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { email, password } from '../services/access/person-input';
import { StartError } from './start-error';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
/** A variable that is set to nothing is not set. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given) => (given === '' ? undefined : given), schema.optional());

const variables = z
  .object({
    HOST: optional(z.string()),
    PORT: port(3000),
    WARREN_DATA_DIR: optional(z.string()),
    WARREN_EMBEDDED: z.enum(['on', 'off']).default('on'),
    WARREN_AMQP_PORT: port(5672),
    WARREN_MANAGEMENT_PORT: port(15_672),
    WARREN_SECRET: optional(z.string().min(16, 'use at least 16 characters')),
    WARREN_ADMIN_EMAIL: optional(email),
    WARREN_ADMIN_PASSWORD: optional(password),
    WARREN_PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: 'give an address like https://warren.example.org' })),
    WARREN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  })
  .refine((given) => (given.WARREN_ADMIN_EMAIL === undefined) === (given.WARREN_ADMIN_PASSWORD === undefined), {
    path: ['WARREN_ADMIN_EMAIL'],
    error: 'set WARREN_ADMIN_EMAIL and WARREN_ADMIN_PASSWORD together',
  });

/** All settings of the console, parsed once at boot. */
export type Environment = {
  /** Null: both loopback addresses. */
  readonly host: string | null;
  readonly port: number;
  readonly rootDirectory: string;
  readonly dataDirectory: string;
  readonly isEmbeddedOn: boolean;
  readonly amqpPort: number;
  readonly managementPort: number;
  readonly secret: string | null;
  readonly firstAdmin: { readonly email: string; readonly password: string } | null;
  /** Where people reach the console when a proxy stands before it. */
  readonly publicUrl: string | null;
  readonly logLevel: string;
};

/** Throws StartError that names the variable, what is wrong with it and never its value. */
export function parseEnvironment(given: Readonly<Record<string, string | undefined>>, rootDirectory: string): Environment {
  const result = variables.safeParse(given);
  if (!result.success) {
    const sentences = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new StartError(`The environment can't be used. ${sentences.join('; ')}.`);
  }
  const parsed = result.data;
  const directory = parsed.WARREN_DATA_DIR ?? 'data';
  const { WARREN_ADMIN_EMAIL: adminEmail, WARREN_ADMIN_PASSWORD: adminPassword } = parsed;
  return {
    host: parsed.HOST ?? null,
    port: parsed.PORT,
    rootDirectory,
    dataDirectory: isAbsolute(directory) ? directory : join(/* turbopackIgnore: true */ rootDirectory, directory),
    isEmbeddedOn: parsed.WARREN_EMBEDDED === 'on',
    amqpPort: parsed.WARREN_AMQP_PORT,
    managementPort: parsed.WARREN_MANAGEMENT_PORT,
    secret: parsed.WARREN_SECRET ?? null,
    firstAdmin: adminEmail && adminPassword ? { email: adminEmail, password: adminPassword } : null,
    publicUrl: parsed.WARREN_PUBLIC_URL ?? null,
    logLevel: parsed.WARREN_LOG_LEVEL,
  };
}
