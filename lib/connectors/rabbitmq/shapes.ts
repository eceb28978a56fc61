import * as z from 'zod';
import type { PlainTable } from '../../model/field-table';

/**
 * What the connector reads of RabbitMQ's JSON, and nothing more. Statistics may be absent at any time (a queue of this
 * second has none), so everything but names is tolerant: absent or odd becomes null, never 0 and never an error.
 */
const anything = z.unknown().optional();
const amount = anything.transform((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));
const text = anything.transform((value) => (typeof value === 'string' && value !== '' && value !== 'undefined' ? value : null));
const flag = anything.transform((value) => value === true);
/** RabbitMQ writes an empty table as [] here and there. What JSON.parse made is plain by construction. */
const table = z
  .unknown()
  .optional()
  .transform((value): PlainTable => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainTable) : {}));
const rate = anything.transform((value) => {
  const inner = typeof value === 'object' && value !== null ? Reflect.get(value, 'rate') : null;
  return typeof inner === 'number' && Number.isFinite(inner) ? inner : null;
});

const statisticsShape = {
  publish_details: rate,
  publish_in_details: rate,
  publish_out_details: rate,
  confirm_details: rate,
  deliver_get_details: rate,
  redeliver_details: rate,
  ack_details: rate,
  return_unroutable_details: rate,
  drop_unroutable_details: rate,
};
const statistics = z.object(statisticsShape).nullish().catch(null);
export type Statistics = z.infer<typeof statistics>;

export const queueShape = z.object({
  vhost: z.string(),
  name: z.string(),
  type: text,
  durable: flag,
  auto_delete: flag,
  exclusive: flag,
  arguments: table,
  policy: text,
  operator_policy: text,
  effective_policy_definition: table,
  state: text,
  messages: amount,
  messages_ready: amount,
  messages_unacknowledged: amount,
  message_bytes: amount,
  memory: amount,
  consumers: amount,
  consumer_utilisation: amount,
  message_stats: statistics,
  idle_since: text,
  head_message_timestamp: amount,
  node: text,
  single_active_consumer_tag: text,
  delivery_limit: amount,
});
export type QueueShape = z.infer<typeof queueShape>;

export const exchangeShape = z.object({
  vhost: z.string(),
  name: z.string(),
  type: z.string(),
  durable: flag,
  auto_delete: flag,
  internal: flag,
  arguments: table,
  policy: text,
  message_stats: statistics,
});
export type ExchangeShape = z.infer<typeof exchangeShape>;

export const bindingShape = z.object({
  vhost: z.string(),
  source: z.string(),
  destination: z.string(),
  destination_type: z.enum(['queue', 'exchange']),
  routing_key: z.string(),
  arguments: table,
  properties_key: z.string(),
});
export type BindingShape = z.infer<typeof bindingShape>;

export const connectionShape = z.object({
  name: z.string(),
  vhost: text,
  user: text,
  state: text,
  protocol: text,
  ssl: flag,
  channels: amount,
  peer_host: text,
  peer_port: amount,
  user_provided_name: text,
  client_properties: table,
  timeout: amount,
  frame_max: amount,
  connected_at: amount,
  recv_oct: amount,
  send_oct: amount,
  recv_oct_details: rate,
  send_oct_details: rate,
});
export type ConnectionShape = z.infer<typeof connectionShape>;

export const channelShape = z.object({
  name: z.string(),
  number: amount,
  vhost: text,
  user: text,
  state: text,
  confirm: flag,
  transactional: flag,
  prefetch_count: amount,
  messages_unacknowledged: amount,
  messages_unconfirmed: amount,
  consumer_count: amount,
  connection_details: z.object({ name: text }).nullish().catch(null),
  message_stats: statistics,
});
export type ChannelShape = z.infer<typeof channelShape>;

export const consumerShape = z.object({
  queue: z.object({ vhost: z.string(), name: z.string() }),
  consumer_tag: z.string(),
  channel_details: z.object({ name: text, connection_name: text, user: text }).nullish().catch(null),
  ack_required: flag,
  exclusive: flag,
  active: anything.transform((value) => value !== false), // absent before RabbitMQ 3.8
  prefetch_count: amount,
  arguments: table,
});
export type ConsumerShape = z.infer<typeof consumerShape>;

export const nodeShape = z.object({
  name: z.string(),
  running: anything.transform((value) => value !== false),
  mem_used: amount,
  mem_limit: amount,
  mem_alarm: flag,
  disk_free: amount,
  disk_free_limit: amount,
  disk_free_alarm: flag,
  uptime: amount,
});
export type NodeShape = z.infer<typeof nodeShape>;

export const overviewShape = z.object({
  product_name: text,
  product_version: text,
  rabbitmq_version: text,
  lavinmq_version: text,
  cluster_name: text,
  node: text,
  queue_totals: z.object({ messages: amount, messages_ready: amount, messages_unacknowledged: amount }).nullish().catch(null),
  object_totals: z
    .object({ queues: amount, exchanges: amount, connections: amount, channels: amount, consumers: amount })
    .nullish()
    .catch(null),
  message_stats: statistics,
});
export type OverviewShape = z.infer<typeof overviewShape>;

export const virtualHostShape = z.object({
  name: z.string(),
  description: text,
  tags: anything.transform((value) => (Array.isArray(value) ? value.filter((tag): tag is string => typeof tag === 'string') : [])),
});

export const policyShape = z.object({
  vhost: z.string(),
  name: z.string(),
  pattern: z.string(),
  'apply-to': z.enum(['all', 'exchanges', 'queues', 'classic_queues', 'quorum_queues', 'streams']).catch('all'),
  priority: amount,
  definition: table,
});
