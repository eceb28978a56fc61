import { toPlainTable } from '../../../model/field-table-plain';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import type { ManagedChannel, ManagedConnection, ManagedConsumer } from '../managed-connection';

export const channelName = (connection: ManagedConnection, channel: ManagedChannel): string => `${connection.name} (${channel.number})`;

export type LocatedConsumer = {
  readonly connection: ManagedConnection;
  readonly channel: ManagedChannel;
  readonly consumer: ManagedConsumer;
};

export function consumerRow({ connection, channel, consumer }: LocatedConsumer, broker: ManagedBroker): JsonObject {
  return {
    consumer_tag: consumer.tag,
    queue: { name: consumer.queueName, vhost: connection.virtualHost },
    ack_required: !consumer.noAck,
    exclusive: consumer.isExclusive,
    prefetch_count: consumer.prefetchCount,
    active: consumer.isActive,
    activity_status: statusOf(consumer),
    arguments: toPlainTable(consumer.arguments),
    channel_details: {
      name: channelName(connection, channel),
      number: channel.number,
      connection_name: connection.name,
      node: broker.nodeName,
      peer_host: connection.peerHost,
      peer_port: connection.peerPort,
      user: connection.user,
    },
  };
}

function statusOf({ isActive, isSingleActive }: ManagedConsumer): 'up' | 'waiting' | 'single_active' {
  if (!isActive) return 'waiting';
  return isSingleActive ? 'single_active' : 'up';
}

/** Every consumer of these connections. Those of direct replies have no queue and are not listed, as in RabbitMQ. */
export function* consumersOf(connections: Iterable<ManagedConnection>): Generator<LocatedConsumer> {
  for (const connection of connections)
    for (const channel of connection.channels.values())
      for (const consumer of channel.consumers.values()) if (!consumer.isOfReplies) yield { connection, channel, consumer };
}
