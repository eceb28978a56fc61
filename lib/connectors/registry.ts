import type { MessagePort } from 'node:worker_threads';
import type * as z from 'zod';
import { type Connector, ConnectorError } from './connector';
import { rabbitmqConfigSchema } from './rabbitmq/rabbitmq-config';
import { RabbitmqConnector } from './rabbitmq/rabbitmq-connector';

/** A kind of broker: how its connection is described and how a connector for it is made. */
type ConnectorKind<Schema extends z.ZodType> = {
  readonly configSchema: Schema;
  readonly create: (config: z.infer<Schema>, reader: MessagePort | null) => Connector;
};
const kind = <Schema extends z.ZodType>(definition: ConnectorKind<Schema>): ConnectorKind<Schema> => definition;

/**
 * One line a connector. `rabbitmq` serves RabbitMQ, Warren's embedded broker and LavinMQ alike, because it never uses the
 * management API to read messages: LavinMQ takes RabbitMQ's harmless ack mode `ack_requeue_true` for an order to drop them.
 */
export const connectorKinds = {
  rabbitmq: kind({ configSchema: rabbitmqConfigSchema, create: (config, reader) => new RabbitmqConnector(config, reader) }),
} as const;
export type ConnectorKindName = keyof typeof connectorKinds;

export const isConnectorKind = (name: string): name is ConnectorKindName => Object.hasOwn(connectorKinds, name);

/**
 * `reader`: a line to a broker in this process, through which it reads in bulk (model/memory-request.ts).
 *
 * @throws ConnectorError invalid for an unknown kind or a configuration that doesn't fit it; the message names the field, never its value
 */
export function createConnector(name: string, config: unknown, reader: MessagePort | null = null): Connector {
  if (!isConnectorKind(name)) throw new ConnectorError('invalid', `There is no connector of kind '${name}'.`);
  const { configSchema, create } = connectorKinds[name];
  const parsed = configSchema.safeParse(config);
  if (parsed.success) return create(parsed.data, reader);
  const issue = parsed.error.issues[0];
  throw new ConnectorError('invalid', `The connection can't be used: ${issue?.path.join('.') ?? 'it'} ${issue?.message ?? 'is wrong'}`);
}
