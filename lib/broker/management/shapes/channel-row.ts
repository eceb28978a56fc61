import type { Statistics } from '../../stats/statistics';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import type { ManagedChannel, ManagedConnection } from '../managed-connection';
import { channelName } from './consumer-row';
import { idleSince } from './idle-since';
import { messageStats } from './message-stats';

export type LocatedChannel = { readonly connection: ManagedConnection; readonly channel: ManagedChannel };

export function channelRow({ connection, channel }: LocatedChannel, broker: ManagedBroker, statistics: Statistics): JsonObject {
  const sampled = statistics.of(channel);
  return {
    name: channelName(connection, channel),
    number: channel.number,
    vhost: connection.virtualHost,
    user: connection.user,
    user_who_performed_action: connection.user,
    node: broker.nodeName,
    connection_details: { name: connection.name, peer_host: connection.peerHost, peer_port: connection.peerPort },
    state: channel.state,
    confirm: channel.isConfirm,
    transactional: channel.isTransactional,
    consumer_count: channel.consumers.size,
    prefetch_count: channel.prefetchCount,
    global_prefetch_count: channel.globalPrefetchCount,
    messages_unacknowledged: channel.unacknowledgedCount,
    messages_unconfirmed: channel.unconfirmedCount,
    messages_uncommitted: channel.uncommittedMessageCount,
    acks_uncommitted: channel.uncommittedAcknowledgeCount,
    pending_raft_commands: 0,
    message_stats: messageStats(channel.counters, sampled?.window, 'channel'),
    idle_since: idleSince(sampled?.movedAtMs ?? connection.connectedAtMs),
  };
}

/** Every channel of these connections. */
export function* channelsOf(connections: Iterable<ManagedConnection>): Generator<LocatedChannel> {
  for (const connection of connections) for (const channel of connection.channels.values()) yield { connection, channel };
}
