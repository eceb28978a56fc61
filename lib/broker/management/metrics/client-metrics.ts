import type { ManagedConnection } from '../managed-connection';
import type { LocatedChannel } from '../shapes/channel-row';
import { channelName } from '../shapes/consumer-row';
import type { ObjectMetric } from './metric';

type Value<Item> = (item: Item) => number;
const metric =
  <Item>(kind: 'counter' | 'gauge') =>
  (name: string, help: string, value: Value<Item>): ObjectMetric<Item> => ({ name, kind, help, value });

const connectionCounter = metric<ManagedConnection>('counter');
const connectionGauge = metric<ManagedConnection>('gauge');
const channelCounter = metric<LocatedChannel>('counter');
const channelGauge = metric<LocatedChannel>('gauge');

export const connectionMetrics = {
  connection_coarse_metrics: [
    connectionCounter('connection_incoming_bytes_total', 'Bytes received on a connection', (connection) => connection.receivedBytes),
    connectionCounter('connection_outgoing_bytes_total', 'Bytes sent on a connection', (connection) => connection.sentBytes),
  ],
  connection_metrics: [
    connectionCounter('connection_incoming_packets_total', 'Reads from the socket', (connection) => connection.receivedCount),
    connectionCounter('connection_outgoing_packets_total', 'Writes to the socket', (connection) => connection.sentCount),
    connectionGauge('connection_pending_packets', 'Bytes that the socket has not taken yet', (connection) => connection.pendingBytes),
    connectionGauge('connection_channels', 'Channels on a connection', (connection) => connection.channels.size),
  ],
} as const;

export const channelMetrics = {
  channel_metrics: [
    channelGauge('channel_consumers', 'Consumers on a channel', ({ channel }) => channel.consumers.size),
    channelGauge('channel_messages_unacked', 'Delivered but not yet acknowledged messages', ({ channel }) => channel.unacknowledgedCount),
    channelGauge('channel_messages_unconfirmed', 'Published but not yet confirmed messages', ({ channel }) => channel.unconfirmedCount),
    channelGauge('channel_messages_uncommitted', 'Messages published in a transaction', ({ channel }) => channel.uncommittedMessageCount),
    channelGauge('channel_acks_uncommitted', 'Acknowledgements in a transaction', ({ channel }) => channel.uncommittedAcknowledgeCount),
    channelGauge(
      'channel_prefetch',
      'Limit of unacknowledged messages for all consumers of a channel',
      ({ channel }) => channel.globalPrefetchCount,
    ),
    channelGauge('consumer_prefetch', 'Limit of unacknowledged messages for each new consumer', ({ channel }) => channel.prefetchCount),
  ],
  channel_exchange_metrics: [
    channelCounter('channel_messages_published_total', 'Messages published into an exchange', ({ channel }) => channel.counters.publish),
    channelCounter('channel_messages_confirmed_total', 'Messages published and confirmed', ({ channel }) => channel.counters.confirm),
    channelCounter(
      'channel_messages_unroutable_returned_total',
      'Mandatory messages returned as unroutable',
      ({ channel }) => channel.counters.returnUnroutable,
    ),
    channelCounter(
      'channel_messages_unroutable_dropped_total',
      'Messages dropped as unroutable',
      ({ channel }) => channel.counters.dropUnroutable,
    ),
  ],
  channel_queue_metrics: [
    channelCounter('channel_get_ack_total', 'Messages fetched with basic.get for acknowledgement', ({ channel }) => channel.counters.get),
    channelCounter(
      'channel_get_total',
      'Messages fetched with basic.get without acknowledgement',
      ({ channel }) => channel.counters.getNoAck,
    ),
    channelCounter('channel_get_empty_total', 'basic.get that found nothing', ({ channel }) => channel.counters.getEmpty),
    channelCounter(
      'channel_messages_delivered_ack_total',
      'Messages delivered for acknowledgement',
      ({ channel }) => channel.counters.deliver,
    ),
    channelCounter(
      'channel_messages_delivered_total',
      'Messages delivered without acknowledgement',
      ({ channel }) => channel.counters.deliverNoAck,
    ),
    channelCounter('channel_messages_redelivered_total', 'Messages delivered once more', ({ channel }) => channel.counters.redeliver),
    channelCounter('channel_messages_acked_total', 'Messages acknowledged', ({ channel }) => channel.counters.acknowledge),
  ],
} as const;

export const connectionLabels = (connection: ManagedConnection) => ({ connection: connection.name, vhost: connection.virtualHost });
export const channelLabels = ({ connection, channel }: LocatedChannel) => ({
  channel: channelName(connection, channel),
  vhost: connection.virtualHost,
});
