import { toPlainTable } from '../../../model/field-table-plain';
import { effectiveDefinition } from '../../policy/applied-policies';
import type { Queue } from '../../queue/queue';
import { level, type Statistics } from '../../stats/statistics';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import { details, messageStats } from './message-stats';

/** A queue as RabbitMQ's `GET /api/queues` shows it. Counts are live, rates as of the last tick. What the broker does not know is left out. */
export function queueRow(queue: Queue, broker: ManagedBroker, statistics: Statistics): JsonObject {
  const { identity, settings } = queue;
  const sampled = statistics.of(queue);
  const rate = (field: number) => details(sampled?.window.rate(field) ?? 0);
  const capacity = queue.consumerCount === 0 ? 0 : (sampled?.capacity ?? 1);
  const active = settings.singleActiveConsumer ? queue.consumers.find((consumer) => queue.isActiveConsumer(consumer.port)) : undefined;
  return {
    ...queueDefinition(queue, broker),
    policy: queue.policies.policy?.name ?? null,
    operator_policy: queue.policies.operatorPolicy?.name ?? null,
    effective_policy_definition: effectiveDefinition(queue.policies),
    state: 'running',
    messages: queue.readyCount + queue.unacknowledgedCount,
    messages_details: rate(level.messages),
    messages_ready: queue.readyCount,
    messages_ready_details: rate(level.ready),
    messages_unacknowledged: queue.unacknowledgedCount,
    messages_unacknowledged_details: rate(level.unacknowledged),
    messages_persistent: queue.persistentCount,
    message_bytes: queue.readyBytes + queue.unacknowledgedBytes,
    message_bytes_ready: queue.readyBytes,
    message_bytes_unacknowledged: queue.unacknowledgedBytes,
    message_stats: messageStats(queue.counters, sampled?.window, 'queue'),
    consumers: queue.consumerCount,
    consumer_capacity: capacity,
    consumer_utilisation: capacity,
    exclusive_consumer_tag: queue.consumers.find((consumer) => consumer.port.isExclusive)?.port.tag ?? null,
    [identity.type === 'quorum' ? 'single_active_consumer_ctag' : 'single_active_consumer_tag']: active?.port.tag ?? null,
    ...(identity.type === 'quorum' && { delivery_limit: settings.deliveryLimit ?? 'unlimited' }),
    head_message_timestamp: queue.headEnqueuedAtMs === null ? null : Math.floor(queue.headEnqueuedAtMs / 1_000),
    idle_since: idleSince(queue, sampled?.movedAtMs ?? 0),
  };
}

/** Names and fixed properties only: what `disable_stats=true` asks for. */
export function queueDefinition(queue: Queue, broker: ManagedBroker): JsonObject {
  const { identity } = queue;
  const { owner, type } = identity;
  return {
    name: queue.name,
    vhost: identity.virtualHost,
    type,
    durable: identity.isDurable,
    auto_delete: identity.isAutoDelete,
    exclusive: owner !== null,
    ...(owner && { owner_pid_details: { name: owner.name, peer_host: owner.peerHost, peer_port: owner.peerPort } }),
    arguments: toPlainTable(identity.arguments),
    node: broker.nodeName,
    ...(type !== 'classic' && { leader: broker.nodeName, members: [broker.nodeName], online: [broker.nodeName] }),
  };
}

/** RabbitMQ writes the offset out and shows the field only while nothing happens. */
function idleSince(queue: Queue, movedAtMs: number): string | undefined {
  const sinceMs = Math.max(queue.lastUsedMs, movedAtMs);
  return Date.now() - sinceMs < 1_500 ? undefined : new Date(sinceMs).toISOString().replace('Z', '+00:00');
}
