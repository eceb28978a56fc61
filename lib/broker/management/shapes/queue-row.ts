import type { PlainTable, TypedTable } from '../../../model/field-table';
import { toPlainTable } from '../../../model/field-table-plain';
import { effectiveDefinition, noPolicies } from '../../policy/applied-policies';
import type { Queue } from '../../queue/queue';
import { level, type Statistics } from '../../stats/statistics';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import { idleSince } from './idle-since';
import { details, messageStats } from './message-stats';

const none: PlainTable = {};
const plain = (table: TypedTable): PlainTable => (table.length === 0 ? none : toPlainTable(table));

/**
 * A queue as RabbitMQ's `GET /api/queues` shows it. Counts are live, rates as of the last tick. What the broker does not
 * know is left out. One literal with every key, absent ones undefined: spreads and computed keys cost ten times as much,
 * which tells with ten thousand rows.
 */
export function queueRow(queue: Queue, broker: ManagedBroker, statistics: Statistics): JsonObject {
  const { identity, settings, policies } = queue;
  const { nodeName } = broker;
  const sampled = statistics.of(queue);
  const window = sampled?.window;
  const isClassic = identity.type === 'classic';
  const isQuorum = identity.type === 'quorum';
  const activeTag = activeConsumerTag(queue);
  const capacity = queue.consumerCount === 0 ? 0 : (sampled?.capacity ?? 1);
  const nodes = isClassic ? undefined : [nodeName];
  return {
    name: queue.name,
    vhost: identity.virtualHost,
    type: identity.type,
    durable: identity.isDurable,
    auto_delete: identity.isAutoDelete,
    exclusive: identity.owner !== null,
    owner_pid_details: ownerDetails(queue),
    arguments: plain(identity.arguments),
    node: nodeName,
    leader: isClassic ? undefined : nodeName,
    members: nodes,
    online: nodes,
    policy: policies.policy?.name ?? null,
    operator_policy: policies.operatorPolicy?.name ?? null,
    effective_policy_definition: policies === noPolicies ? none : effectiveDefinition(policies),
    state: 'running',
    messages: queue.readyCount + queue.unacknowledgedCount,
    messages_details: details(window?.rate(level.messages) ?? 0),
    messages_ready: queue.readyCount,
    messages_ready_details: details(window?.rate(level.ready) ?? 0),
    messages_unacknowledged: queue.unacknowledgedCount,
    messages_unacknowledged_details: details(window?.rate(level.unacknowledged) ?? 0),
    messages_persistent: queue.persistentCount,
    message_bytes: queue.readyBytes + queue.unacknowledgedBytes,
    message_bytes_ready: queue.readyBytes,
    message_bytes_unacknowledged: queue.unacknowledgedBytes,
    message_stats: messageStats(queue.counters, window, 'queue'),
    consumers: queue.consumerCount,
    consumer_capacity: capacity,
    consumer_utilisation: capacity,
    exclusive_consumer_tag: exclusiveConsumerTag(queue),
    single_active_consumer_tag: isQuorum ? undefined : activeTag,
    single_active_consumer_ctag: isQuorum ? activeTag : undefined,
    delivery_limit: isQuorum ? (settings.deliveryLimit ?? 'unlimited') : undefined,
    head_message_timestamp: queue.headEnqueuedAtMs === null ? null : Math.floor(queue.headEnqueuedAtMs / 1_000),
    idle_since: idleSince(Math.max(queue.lastUsedMs, sampled?.movedAtMs ?? 0)),
  };
}

function activeConsumerTag(queue: Queue): string | null {
  if (!queue.settings.singleActiveConsumer) return null;
  return queue.consumers.find((consumer) => queue.isActiveConsumer(consumer.port))?.port.tag ?? null;
}

/** Names and fixed properties only: what `disable_stats=true` asks for. */
export function queueDefinition(queue: Queue, broker: ManagedBroker): JsonObject {
  const { identity } = queue;
  const isClassic = identity.type === 'classic';
  return {
    name: queue.name,
    vhost: identity.virtualHost,
    type: identity.type,
    durable: identity.isDurable,
    auto_delete: identity.isAutoDelete,
    exclusive: identity.owner !== null,
    owner_pid_details: ownerDetails(queue),
    arguments: plain(identity.arguments),
    node: broker.nodeName,
    leader: isClassic ? undefined : broker.nodeName,
    members: isClassic ? undefined : [broker.nodeName],
    online: isClassic ? undefined : [broker.nodeName],
  };
}

function ownerDetails({ identity: { owner } }: Queue): object | undefined {
  return owner === null ? undefined : { name: owner.name, peer_host: owner.peerHost, peer_port: owner.peerPort };
}

const exclusiveConsumerTag = (queue: Queue): string | null =>
  queue.consumerCount === 0 ? null : (queue.consumers.find((consumer) => consumer.port.isExclusive)?.port.tag ?? null);
