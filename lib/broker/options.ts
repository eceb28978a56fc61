import { totalmem } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { limits } from './limits';
import { StartError } from './start-error';

const mebibyte = 1_048_576;
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const seconds = (fallback: number, max: number) => z.coerce.number().int().min(0).max(max).default(fallback);
const text = z.preprocess((given) => (given === '' ? undefined : given), z.string().optional());

/** `0.4` is a share of the machine's memory, `2147483648` bytes. */
const memory = z.coerce
  .number()
  .positive()
  .default(0.4)
  .transform((value) => Math.floor(value <= 1 ? totalmem() * value : value))
  .refine((bytes) => bytes >= 64 * mebibyte, { error: 'give at least 67108864 bytes, or a share of the memory such as 0.4' });

const variables = z
  .object({
    HOST: text,
    WARREN_AMQP_PORT: port(5672),
    WARREN_AMQPS_PORT: port(5671),
    WARREN_MANAGEMENT_PORT: port(15_672),
    WARREN_DATA_DIR: text,
    WARREN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    WARREN_MEMORY_WATERMARK: memory,
    WARREN_DISK_FREE_MIN: z.coerce
      .number()
      .int()
      .min(0)
      .default(50 * mebibyte),
    WARREN_HEARTBEAT: seconds(limits.heartbeatSeconds, 3_600),
    WARREN_HANDSHAKE_TIMEOUT: seconds(limits.handshakeTimeoutMs / 1_000, 300),
    WARREN_CONSUMER_TIMEOUT: seconds(limits.consumerTimeoutMs / 1_000, 4_294_967),
    WARREN_CHANNEL_MAX: z.coerce.number().int().min(1).max(65_535).default(limits.channelMax),
    WARREN_FRAME_MAX: z.coerce.number().int().min(limits.frameMinBytes).max(limits.frameMaxBytes).default(limits.frameMaxBytes),
    WARREN_TLS_CERT: text,
    WARREN_TLS_KEY: text,
    WARREN_TLS_CA: text,
  })
  .refine((given) => (given.WARREN_TLS_CERT === undefined) === (given.WARREN_TLS_KEY === undefined), {
    path: ['WARREN_TLS_CERT'],
    error: 'set WARREN_TLS_CERT and WARREN_TLS_KEY together',
  });

/** Paths of PEM files. With `authorityPath`, certificates of clients are verified and may be used to sign in (EXTERNAL). */
export type TlsFiles = { readonly certificatePath: string; readonly keyPath: string; readonly authorityPath: string | null };

/** All settings of the broker, parsed once at start. */
export type BrokerOptions = {
  /** Null: both loopback addresses. */
  readonly host: string | null;
  readonly amqpPort: number;
  readonly amqpsPort: number;
  readonly managementPort: number;
  /** The broker's own part of the data directory. */
  readonly dataDirectory: string;
  readonly logLevel: string;
  /** Accounted memory above which publishers are blocked. */
  readonly memoryLimitBytes: number;
  /** Free disk below which publishers are blocked. */
  readonly diskFreeBytesMin: number;
  readonly heartbeatSeconds: number;
  readonly handshakeTimeoutMs: number;
  /** How long a delivery may stay unacknowledged unless its queue says otherwise, 0 for ever. */
  readonly consumerTimeoutMs: number;
  readonly channelMax: number;
  readonly frameMaxBytes: number;
  readonly tls: TlsFiles | null;
};

/** @throws StartError that names the variable and what is wrong with it, never its value */
export function parseOptions(given: Readonly<Record<string, string | undefined>>, workingDirectory: string): BrokerOptions {
  const result = variables.safeParse(given);
  if (!result.success) {
    const sentences = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new StartError('options', `The broker's settings can't be used. ${sentences.join('; ')}.`);
  }
  const parsed = result.data;
  const directory = parsed.WARREN_DATA_DIR ?? 'data';
  const { WARREN_TLS_CERT: certificatePath, WARREN_TLS_KEY: keyPath, WARREN_TLS_CA: authorityPath } = parsed;
  return {
    host: parsed.HOST ?? null,
    amqpPort: parsed.WARREN_AMQP_PORT,
    amqpsPort: parsed.WARREN_AMQPS_PORT,
    managementPort: parsed.WARREN_MANAGEMENT_PORT,
    dataDirectory: join(isAbsolute(directory) ? directory : join(workingDirectory, directory), 'broker'),
    logLevel: parsed.WARREN_LOG_LEVEL,
    memoryLimitBytes: parsed.WARREN_MEMORY_WATERMARK,
    diskFreeBytesMin: parsed.WARREN_DISK_FREE_MIN,
    heartbeatSeconds: parsed.WARREN_HEARTBEAT,
    handshakeTimeoutMs: parsed.WARREN_HANDSHAKE_TIMEOUT * 1_000,
    consumerTimeoutMs: parsed.WARREN_CONSUMER_TIMEOUT * 1_000,
    channelMax: parsed.WARREN_CHANNEL_MAX,
    frameMaxBytes: parsed.WARREN_FRAME_MAX,
    tls: certificatePath !== undefined && keyPath !== undefined ? { certificatePath, keyPath, authorityPath: authorityPath ?? null } : null,
  };
}
