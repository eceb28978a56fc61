import { parseArgs } from 'node:util';
import * as z from 'zod';

const ORDERS_PER_SECOND = 8;
const ORDERS_PER_SECOND_MAX = 2_000;

export type DemoOptions = { readonly url: string; readonly ordersPerSecond: number; readonly seconds: number | null };

export const usage = `npm run demo [-- --url amqp://guest:guest@localhost:5672] [--rate ${ORDERS_PER_SECOND}] [--seconds 60]

Drives a small web shop's traffic through a broker until Ctrl-C: orders, payments, stock and mail.
  --url      where the broker is (default: this machine, WARREN_AMQP_PORT or 5672)
  --rate     orders a second on average; each order is about eight messages (default ${ORDERS_PER_SECOND}, at most ${ORDERS_PER_SECOND_MAX})
  --seconds  stop by itself after so long`;

const schema = z.object({
  url: z.url({ protocol: /^amqps?$/, error: '--url begins with amqp:// or amqps://' }),
  rate: z.coerce.number({ error: '--rate is a number' }).positive('--rate is above 0').max(ORDERS_PER_SECOND_MAX),
  seconds: z.coerce.number({ error: '--seconds is a number' }).positive('--seconds is above 0').nullable(),
});

/** @throws Error with a sentence for the person at the terminal */
export function readDemoOptions(args: readonly string[], environment: NodeJS.ProcessEnv): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: { url: { type: 'string' }, rate: { type: 'string' }, seconds: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) return 'help';
  const parsed = schema.safeParse({
    url: values.url ?? `amqp://guest:guest@127.0.0.1:${environment['WARREN_AMQP_PORT'] ?? 5672}`,
    rate: values.rate ?? ORDERS_PER_SECOND,
    seconds: values.seconds ?? null,
  });
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join('. '));
  const { url, rate, seconds } = parsed.data;
  return { url, ordersPerSecond: rate, seconds };
}

/** The address for people to read: without the password. */
export function printableUrl(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
