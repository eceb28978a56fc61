import { bodyOf, propertiesOf } from '../../amqp';
import type { TypedTable, TypedValue } from '../../model/field-table';
import type { MessageProperties } from '../../model/message';
import { createMessage } from '../create-message';
import type { Message } from '../message';

export const FIREHOSE_EXCHANGE = 'amq.rabbitmq.trace';

/** Whose channel a message went through. */
interface TraceOrigin {
  readonly connection: { readonly name: string };
  readonly number: number;
  readonly user: string;
}

/**
 * RabbitMQ's firehose of one virtual host: a copy of each message that is published or delivered, to the exchange amq.rabbitmq.trace
 * with the key `publish.<exchange>` or `deliver.<queue>`. Copies wait until no publish is under way, because publishing does not nest.
 */
export class Firehose {
  private readonly pending: Message[] = [];
  private isDraining = false;

  /** `publish` puts a copy into the queues that are bound; `isBusy` while it may not be called. */
  constructor(
    private readonly virtualHost: string,
    private readonly nodeName: string,
    private readonly publish: (copy: Message) => void,
    private readonly isBusy: () => boolean,
  ) {}

  published(origin: TraceOrigin, message: Message, queueNames: readonly string[]): void {
    const routed = { key: 'routed_queues', value: { type: 'array', value: queueNames.map(text) } } as const;
    this.trace(`publish.${message.exchange}`, message, [...this.describe(origin), routed]);
  }

  delivered(origin: TraceOrigin, message: Message, queueName: string, isRedelivered: boolean): void {
    const redelivered = { key: 'redelivered', value: { type: 'int32', value: isRedelivered ? 1 : 0 } } as const;
    this.trace(`deliver.${queueName}`, message, [redelivered, ...this.describe(origin)]);
  }

  /** Publishes the copies that wait, unless a publish is under way: that one drains when it is done. */
  drain(): void {
    if (this.isDraining || this.isBusy()) return;
    this.isDraining = true;
    try {
      for (let copy = this.pending.shift(); copy !== undefined; copy = this.pending.shift()) this.publish(copy);
    } finally {
      this.isDraining = false;
    }
  }

  private trace(routingKey: string, message: Message, extra: TypedTable): void {
    if (message.exchange === FIREHOSE_EXCHANGE) return;
    const properties = propertiesOf(message);
    const headers: TypedTable = [
      { key: 'exchange_name', value: text(message.exchange) },
      { key: 'routing_keys', value: { type: 'array', value: keysOf(message.routingKey, properties).map(text) } },
      { key: 'properties', value: { type: 'table', value: tableOf(properties) } },
      { key: 'node', value: text(this.nodeName) },
      ...extra,
    ];
    this.pending.push(createMessage(FIREHOSE_EXCHANGE, routingKey, { headers }, bodyOf(message)));
    this.drain();
  }

  private describe({ connection, number, user }: TraceOrigin): TypedTable {
    return [
      { key: 'vhost', value: text(this.virtualHost) },
      { key: 'connection', value: text(connection.name) },
      { key: 'channel', value: { type: 'int32', value: number } },
      { key: 'user', value: text(user) },
    ];
  }
}

const text = (value: string): TypedValue => ({ type: 'string', value });

function keysOf(routingKey: string, { headers }: MessageProperties): string[] {
  const copies = headers?.find((field) => field.key === 'CC')?.value;
  const items = copies?.type === 'array' ? copies.value : [];
  return [routingKey, ...items.flatMap((item) => (item.type === 'string' ? [item.value] : []))];
}

const texts = {
  content_type: 'contentType',
  content_encoding: 'contentEncoding',
  correlation_id: 'correlationId',
  reply_to: 'replyTo',
  expiration: 'expiration',
  message_id: 'messageId',
  type: 'type',
  user_id: 'userId',
  app_id: 'appId',
  cluster_id: 'clusterId',
} as const satisfies Record<string, keyof MessageProperties>;

/** The properties under the protocol's names, those that are set. */
function tableOf(properties: MessageProperties): TypedTable {
  const table = Object.entries(texts).flatMap(([key, name]) => {
    const value = properties[name];
    return value === undefined ? [] : [{ key, value: text(value) }];
  });
  const { headers, deliveryMode, priority, timestamp } = properties;
  if (headers !== undefined) table.push({ key: 'headers', value: { type: 'table', value: headers } });
  if (deliveryMode !== undefined) table.push({ key: 'delivery_mode', value: { type: 'int32', value: deliveryMode } });
  if (priority !== undefined) table.push({ key: 'priority', value: { type: 'int32', value: priority } });
  if (timestamp !== undefined) table.push({ key: 'timestamp', value: { type: 'timestamp', value: timestamp } });
  return table;
}
