import type { Statistics } from '../../stats/statistics';
import type { ManagedBroker } from '../managed-broker';
import { consumersOf } from '../shapes/consumer-row';
import type { Metric, MetricKind } from './metric';

const one = (name: string, kind: MetricKind, help: string, value: number | null): Metric[] =>
  value === null ? [] : [{ name, kind, help, samples: [{ labels: {}, value }] }];
const gauge = (name: string, help: string, value: number | null) => one(name, 'gauge', help, value);
const counter = (name: string, help: string, value: number) => one(name, 'counter', help, value);

/** Figures of the whole broker, with the names of RabbitMQ's Prometheus plug-in. */
export function brokerMetrics(broker: ManagedBroker, statistics: Statistics): Metric[] {
  return [
    ...identity(broker),
    ...node(broker, statistics),
    ...churn(broker, ''),
    ...totals(broker),
    ...messages(broker),
    ...logins(broker),
  ];
}

function identity(broker: ManagedBroker): Metric[] {
  const labels = { rabbitmq_node: broker.nodeName, rabbitmq_cluster: broker.globalParameters.clusterName };
  const info = (name: string, more: Record<string, string>): Metric => ({
    name,
    kind: 'untyped',
    help: 'What answers, in its labels',
    samples: [{ labels: more, value: 1 }],
  });
  return [
    info('rabbitmq_identity_info', labels),
    info('rabbitmq_build_info', { product_name: 'Warren', product_version: broker.version, runtime: `Node.js ${process.version}` }),
  ];
}

function node(broker: ManagedBroker, { node: figures }: Statistics): Metric[] {
  const { alarms } = broker;
  return [
    ...gauge('process_start_time_seconds', 'When the broker started, seconds since the epoch', Math.floor(broker.startedAtMs / 1_000)),
    ...gauge('rabbitmq_alarms_memory_used_watermark', 'is 1 while memory blocks publishers', Number(alarms.hasMemoryAlarm)),
    ...gauge('rabbitmq_alarms_free_disk_space_watermark', 'is 1 while disk space blocks publishers', Number(alarms.hasDiskAlarm)),
    ...gauge('rabbitmq_process_resident_memory_bytes', 'Memory of the process', figures.memoryBytes),
    ...gauge('rabbitmq_resident_memory_limit_bytes', 'Memory above which publishers are blocked', alarms.memoryLimitBytes),
    ...gauge('rabbitmq_disk_space_available_bytes', 'Disk space left', figures.diskFreeBytes),
    ...gauge('rabbitmq_disk_space_available_limit_bytes', 'Disk space below which publishers are blocked', alarms.diskFreeLimitBytes),
    ...gauge('rabbitmq_process_open_fds', 'Open file descriptors', figures.fileDescriptorCount),
    ...gauge('rabbitmq_process_max_fds', 'Limit of open file descriptors', figures.fileDescriptorLimit),
    ...gauge('rabbitmq_process_open_tcp_sockets', 'Open AMQP sockets', broker.connections.size),
    ...gauge('warren_store_bytes', 'Disk space that the message store takes', broker.store.diskBytes),
    ...gauge('warren_store_backlog_bytes', 'Bytes on their way to the disk', broker.store.backlogBytes),
  ];
}

/** The group connection_churn_metrics and its neighbours. */
export function churn(broker: ManagedBroker, prefix: '' | 'detailed_'): Metric[] {
  const { churn: counts } = broker;
  const name = (rest: string) => `rabbitmq_${prefix}${rest}`;
  return [
    ...counter(name('connections_opened_total'), 'Connections opened', counts.connectionCreated),
    ...counter(name('connections_closed_total'), 'Connections closed', counts.connectionClosed),
    ...counter(name('channels_opened_total'), 'Channels opened', counts.channelCreated),
    ...counter(name('channels_closed_total'), 'Channels closed', counts.channelClosed),
    ...counter(name('queues_declared_total'), 'Queues declared', counts.queueDeclared),
    ...counter(name('queues_created_total'), 'Queues created', counts.queueCreated),
    ...counter(name('queues_deleted_total'), 'Queues deleted', counts.queueDeleted),
  ];
}

function totals(broker: ManagedBroker): Metric[] {
  let channels = 0;
  for (const connection of broker.connections.values()) channels += connection.channels.size;
  let consumers = 0;
  for (const _ of consumersOf(broker.connections.values())) consumers++;
  let queues = 0;
  for (const virtualHost of broker.virtualHosts.values()) queues += virtualHost.queues.size;
  return [
    ...gauge('rabbitmq_connections', 'Connections open now', broker.connections.size),
    ...gauge('rabbitmq_channels', 'Channels open now', channels),
    ...gauge('rabbitmq_consumers', 'Consumers now', consumers),
    ...gauge('rabbitmq_queues', 'Queues now', queues),
  ];
}

function messages(broker: ManagedBroker): Metric[] {
  const sum = broker.counters;
  const total = (name: string, help: string, value: number): Metric => ({
    name: `rabbitmq_global_messages_${name}_total`,
    kind: 'counter',
    help,
    samples: [{ labels: { protocol: 'amqp091' }, value }],
  });
  return [
    total('received', 'Messages received from publishers', sum.publish),
    total('confirmed', 'Messages confirmed to publishers', sum.confirm),
    total('unroutable_dropped', 'Messages dropped as unroutable', sum.dropUnroutable),
    total('unroutable_returned', 'Messages returned as unroutable', sum.returnUnroutable),
    total('delivered', 'Messages delivered', sum.deliver + sum.deliverNoAck + sum.get + sum.getNoAck),
    total('delivered_consume_manual_ack', 'Messages delivered to consumers for acknowledgement', sum.deliver),
    total('delivered_consume_auto_ack', 'Messages delivered to consumers without acknowledgement', sum.deliverNoAck),
    total('delivered_get_manual_ack', 'Messages fetched for acknowledgement', sum.get),
    total('delivered_get_auto_ack', 'Messages fetched without acknowledgement', sum.getNoAck),
    total('get_empty', 'Fetches that found nothing', sum.getEmpty),
    total('redelivered', 'Messages delivered once more', sum.redeliver),
    total('acknowledged', 'Messages acknowledged', sum.acknowledge),
  ];
}

function logins(broker: ManagedBroker): Metric[] {
  const attempts = broker.accounts.attempts.list();
  type Attempt = (typeof attempts)[number];
  const metric = (name: string, help: string, value: (attempt: Attempt) => number): Metric => ({
    name,
    kind: 'counter',
    help,
    samples: attempts.map((attempt) => ({ labels: { protocol: attempt.protocol }, value: value(attempt) })),
  });
  return [
    metric('rabbitmq_auth_attempts_total', 'Logins tried', ({ succeeded, failed }) => succeeded + failed),
    metric('rabbitmq_auth_attempts_succeeded_total', 'Logins accepted', ({ succeeded }) => succeeded),
    metric('rabbitmq_auth_attempts_failed_total', 'Logins refused', ({ failed }) => failed),
  ];
}
