import type { Queue } from '../../queue/queue';
import type { ObjectMetric } from './metric';

const gauge = (name: string, help: string, value: (queue: Queue) => number): ObjectMetric<Queue> => ({ name, kind: 'gauge', help, value });
const counter = (name: string, help: string, value: (queue: Queue) => number): ObjectMetric<Queue> => ({
  name,
  kind: 'counter',
  help,
  value,
});

/** Queue metrics by RabbitMQ's groups, the `family` of /metrics/detailed. */
export const queueMetrics = {
  queue_coarse_metrics: [
    gauge('queue_messages_ready', 'Messages ready to be delivered to consumers', (queue) => queue.readyCount),
    gauge('queue_messages_unacked', 'Messages delivered to consumers but not yet acknowledged', (queue) => queue.unacknowledgedCount),
    gauge('queue_messages', 'All messages of a queue, ready and unacknowledged', (queue) => queue.readyCount + queue.unacknowledgedCount),
  ],
  queue_consumer_count: [gauge('queue_consumers', 'Consumers on a queue', (queue) => queue.consumerCount)],
  queue_metrics: [
    gauge(
      'queue_messages_bytes',
      'Size of the bodies of ready and unacknowledged messages',
      (queue) => queue.readyBytes + queue.unacknowledgedBytes,
    ),
    gauge('queue_messages_ready_bytes', 'Size of the bodies of ready messages', (queue) => queue.readyBytes),
    gauge('queue_messages_unacked_bytes', 'Size of the bodies of unacknowledged messages', (queue) => queue.unacknowledgedBytes),
    gauge('queue_messages_persistent', 'Messages that the store keeps', (queue) => queue.persistentCount),
    {
      ...gauge('queue_head_message_timestamp', 'When the message at the head came in, seconds since the epoch', (queue) =>
        queue.headEnqueuedAtMs === null ? Number.NaN : Math.floor(queue.headEnqueuedAtMs / 1_000),
      ),
      isPerObjectOnly: true,
    },
  ],
  queue_delivery_metrics: [
    counter('queue_messages_published_total', 'Messages published into queues', (queue) => queue.counters.publish),
    counter('queue_messages_delivered_total', 'Messages delivered without acknowledgement', (queue) => queue.counters.deliverNoAck),
    counter('queue_messages_delivered_ack_total', 'Messages delivered for acknowledgement', (queue) => queue.counters.deliver),
    counter('queue_messages_acked_total', 'Messages acknowledged', (queue) => queue.counters.acknowledge),
    counter('queue_messages_redelivered_total', 'Messages delivered once more', (queue) => queue.counters.redeliver),
    counter('queue_get_total', 'Messages fetched with basic.get without acknowledgement', (queue) => queue.counters.getNoAck),
    counter('queue_get_ack_total', 'Messages fetched with basic.get for acknowledgement', (queue) => queue.counters.get),
    counter('queue_get_empty_total', 'basic.get that found nothing', (queue) => queue.counters.getEmpty),
  ],
} as const satisfies Record<string, readonly ObjectMetric<Queue>[]>;

export const queueLabels = (queue: Queue) => ({ vhost: queue.identity.virtualHost, queue: queue.name });
