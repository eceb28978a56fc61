import type { PlainValue } from '../../model/field-table';
import type {
  Binding,
  Channel,
  Connection,
  Consumer,
  Exchange,
  MessageRates,
  Node,
  Overview,
  Queue,
  QueueType,
  Rate,
} from '../../model/resources';
import type {
  BindingShape,
  ChannelShape,
  ConnectionShape,
  ConsumerShape,
  ExchangeShape,
  NodeShape,
  OverviewShape,
  QueueShape,
  Statistics,
} from './shapes';

/** From RabbitMQ's rows to ours. One small function a row; absent stays null. */
export const mapQueue = (row: QueueShape): Queue => ({
  virtualHost: row.vhost,
  name: row.name,
  type: queueTypeOf(row),
  isDurable: row.durable,
  isAutoDelete: row.auto_delete,
  isExclusive: row.exclusive,
  arguments: row.arguments,
  policy: row.policy,
  operatorPolicy: row.operator_policy,
  effectivePolicy: row.effective_policy_definition,
  state: row.state ?? 'running',
  readyCount: row.messages_ready,
  unacknowledgedCount: row.messages_unacknowledged,
  totalCount: row.messages,
  bytes: row.message_bytes,
  memoryBytes: row.memory,
  consumerCount: row.consumers,
  consumerUtilisation: row.consumer_utilisation,
  rates: mapRates(row.message_stats),
  idleSinceMs: timeOf(row.idle_since),
  headMessageAtMs: row.head_message_timestamp === null ? null : row.head_message_timestamp * 1000,
  node: row.node,
});

function queueTypeOf(row: QueueShape): QueueType {
  const named = row.type ?? row.arguments['x-queue-type'];
  return named === 'quorum' || named === 'stream' ? named : 'classic';
}

export const mapRates = (statistics: Statistics): MessageRates => ({
  publish: statistics?.publish_details ?? null,
  confirm: statistics?.confirm_details ?? null,
  deliver: statistics?.deliver_get_details ?? null,
  redeliver: statistics?.redeliver_details ?? null,
  acknowledge: statistics?.ack_details ?? null,
  unroutable: sum(statistics?.return_unroutable_details ?? null, statistics?.drop_unroutable_details ?? null),
});

const sum = (a: Rate, b: Rate): Rate => (a === null && b === null ? null : (a ?? 0) + (b ?? 0));

/** `2026-11-21T03:45:52.000+00:00`, or `2026-11-21 3:45:52` in UTC before RabbitMQ 3.9. */
export function timeOf(text: string | null): number | null {
  if (text === null) return null;
  const old = /^(\d{4}-\d{2}-\d{2}) (\d{1,2}):(\d{2}:\d{2})$/.exec(text);
  const ms = Date.parse(old === null ? text : `${old[1]}T${(old[2] ?? '').padStart(2, '0')}:${old[3]}Z`);
  return Number.isNaN(ms) ? null : ms;
}

export const mapExchange = (row: ExchangeShape): Exchange => ({
  virtualHost: row.vhost,
  name: row.name,
  type: row.type,
  isDurable: row.durable,
  isAutoDelete: row.auto_delete,
  isInternal: row.internal,
  arguments: row.arguments,
  policy: row.policy,
  publishInRate: row.message_stats?.publish_in_details ?? null,
  publishOutRate: row.message_stats?.publish_out_details ?? null,
});

export const mapBinding = (row: BindingShape): Binding => ({
  virtualHost: row.vhost,
  source: row.source,
  destination: row.destination,
  destinationType: row.destination_type,
  routingKey: row.routing_key,
  arguments: row.arguments,
  propertiesKey: row.properties_key,
});

export const mapConnection = (row: ConnectionShape): Connection => ({
  name: row.name,
  virtualHost: row.vhost ?? '',
  user: row.user ?? '',
  state: row.state ?? 'starting',
  protocol: row.protocol ?? '',
  isTls: row.ssl,
  channelCount: row.channels ?? 0,
  peer: row.peer_host === null ? '' : `${row.peer_host}:${row.peer_port ?? '?'}`,
  clientName: clientNameOf(row),
  clientProperties: row.client_properties,
  heartbeatSeconds: row.timeout,
  frameMaxBytes: row.frame_max,
  connectedAtMs: row.connected_at,
  receivedBytes: row.recv_oct,
  sentBytes: row.send_oct,
  receivedBytesPerSecond: row.recv_oct_details,
  sentBytesPerSecond: row.send_oct_details,
});

function clientNameOf(row: ConnectionShape): string | null {
  const named = row.user_provided_name ?? textOf(row.client_properties['connection_name']);
  if (named !== null) return named;
  const product = [textOf(row.client_properties['product']), textOf(row.client_properties['version'])].filter((part) => part !== null);
  return product.length === 0 ? null : product.join(' ');
}
const textOf = (value: PlainValue | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);

export const mapChannel = (row: ChannelShape): Channel => ({
  name: row.name,
  connectionName: row.connection_details?.name ?? '',
  number: row.number ?? 0,
  virtualHost: row.vhost ?? '',
  user: row.user ?? '',
  state: row.state ?? 'starting',
  isConfirm: row.confirm,
  isTransactional: row.transactional,
  prefetchCount: row.prefetch_count ?? 0,
  unacknowledgedCount: row.messages_unacknowledged ?? 0,
  unconfirmedCount: row.messages_unconfirmed ?? 0,
  consumerCount: row.consumer_count ?? 0,
  rates: mapRates(row.message_stats),
});

export const mapConsumer = (row: ConsumerShape): Consumer => ({
  virtualHost: row.queue.vhost,
  queue: row.queue.name,
  consumerTag: row.consumer_tag,
  channelName: row.channel_details?.name ?? '',
  connectionName: row.channel_details?.connection_name ?? '',
  user: row.channel_details?.user ?? null,
  isAcknowledgementRequired: row.ack_required,
  isExclusive: row.exclusive,
  isActive: row.active,
  prefetchCount: row.prefetch_count ?? 0,
  arguments: row.arguments,
});

const mapNode = (row: NodeShape): Node => ({
  name: row.name,
  isRunning: row.running,
  memoryUsedBytes: row.mem_used,
  memoryLimitBytes: row.mem_limit,
  hasMemoryAlarm: row.mem_alarm,
  diskFreeBytes: row.disk_free,
  diskLimitBytes: row.disk_free_limit,
  hasDiskAlarm: row.disk_free_alarm,
  uptimeMs: row.uptime,
});

export const mapOverview = (row: OverviewShape, nodes: readonly NodeShape[]): Overview => ({
  ...identityOf(row),
  readyCount: row.queue_totals?.messages_ready ?? 0,
  unacknowledgedCount: row.queue_totals?.messages_unacknowledged ?? 0,
  totalCount: row.queue_totals?.messages ?? 0,
  queueCount: row.object_totals?.queues ?? 0,
  exchangeCount: row.object_totals?.exchanges ?? 0,
  connectionCount: row.object_totals?.connections ?? 0,
  channelCount: row.object_totals?.channels ?? 0,
  consumerCount: row.object_totals?.consumers ?? 0,
  rates: mapRates(row.message_stats),
  nodes: nodes.map(mapNode),
});

/** RabbitMQ has named itself since 3.8; before, and in look-alikes, the version's key tells. */
export function identityOf(row: OverviewShape): { product: string; version: string; clusterName: string } {
  const clusterName = row.cluster_name ?? row.node ?? '';
  if (row.lavinmq_version !== null) return { product: 'LavinMQ', version: row.lavinmq_version, clusterName };
  return { product: row.product_name ?? 'RabbitMQ', version: row.product_version ?? row.rabbitmq_version ?? 'unknown', clusterName };
}
