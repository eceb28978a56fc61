import { hostOctets, level, type Statistics } from '../../stats/statistics';
import type { VirtualHost } from '../../vhost/virtual-host';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import { details, messageStats } from './message-stats';

export function virtualHostRow(virtualHost: VirtualHost, broker: ManagedBroker, statistics: Statistics): JsonObject {
  const { description, tags, defaultQueueType } = virtualHost.metadata;
  const window = statistics.of(virtualHost)?.window;
  const rate = (field: number) => details(window?.rate(field) ?? 0);
  const totals = { ready: 0, unacknowledged: 0 };
  for (const queue of virtualHost.queues.values()) {
    totals.ready += queue.readyCount;
    totals.unacknowledged += queue.unacknowledgedCount;
  }
  return {
    name: virtualHost.name,
    description,
    tags,
    default_queue_type: defaultQueueType ?? 'undefined',
    metadata: { description, tags, ...(defaultQueueType !== null && { default_queue_type: defaultQueueType }) },
    tracing: virtualHost.firehose !== null,
    cluster_state: { [broker.nodeName]: 'running' },
    messages: totals.ready + totals.unacknowledged,
    messages_details: rate(level.messages),
    messages_ready: totals.ready,
    messages_ready_details: rate(level.ready),
    messages_unacknowledged: totals.unacknowledged,
    messages_unacknowledged_details: rate(level.unacknowledged),
    message_stats: messageStats(virtualHost.counters, window, 'channel'),
    recv_oct: window?.latest(hostOctets.received) ?? 0,
    recv_oct_details: rate(hostOctets.received),
    send_oct: window?.latest(hostOctets.sent) ?? 0,
    send_oct_details: rate(hostOctets.sent),
  };
}
