import * as z from 'zod';

/** How to reach a broker that speaks AMQP 0-9-1 and RabbitMQ's management API; all that the console stores, encrypted. */
export const rabbitmqConfigSchema = z.object({
  managementUrl: z.url({ protocol: /^https?$/, error: 'The management URL begins with http:// or https://.' }),
  amqpUrl: z.url({ protocol: /^amqps?$/, error: 'The AMQP URL begins with amqp:// or amqps://.' }),
  username: z.string().min(1),
  password: z.string(),
});
export type RabbitmqConfig = z.infer<typeof rabbitmqConfigSchema>;

const AMQP_PORT = 5672;
const AMQPS_PORT = 5671;

/** Host and port of the AMQP listener. A user or path in the URL is left aside: both come from elsewhere. */
export function amqpAddressOf(config: RabbitmqConfig): { host: string; port: number; isTls: boolean } {
  const url = new URL(config.amqpUrl);
  const isTls = url.protocol === 'amqps:';
  const host = url.hostname.replace(/^\[|\]$/g, ''); // an IPv6 address stands in brackets
  return { host, port: url.port === '' ? (isTls ? AMQPS_PORT : AMQP_PORT) : Number(url.port), isTls };
}
