import { mayMonitor } from '../../auth/user';
import type { Queue } from '../../queue/queue';
import { inSlices } from '../../stats/in-slices';
import type { VirtualHost } from '../../vhost/virtual-host';
import type { Answer } from '../http/answer';
import type { Call } from '../http/call';
import { jsonList } from '../http/json-list';
import { streamAnswer } from '../http/stream-answer';
import type { ManagedBroker } from '../managed-broker';
import { bindingsOf, listedBindingRow } from '../shapes/binding-row';
import { channelRow, channelsOf } from '../shapes/channel-row';
import { connectionRow } from '../shapes/connection-row';
import { consumerRow, consumersOf } from '../shapes/consumer-row';
import { exchangeRow } from '../shapes/exchange-row';
import { nodeRow } from '../shapes/node-row';
import { overviewRow } from '../shapes/overview';
import { visibleConnections } from '../visible-connections';
import { type CachedRow, QueueRowCache, type Removal } from './queue-row-cache';

const caches = new WeakMap<ManagedBroker, QueueRowCache>();

function cacheOf(call: Call): QueueRowCache {
  const cache = caches.get(call.broker) ?? new QueueRowCache(call.broker, call.statistics);
  caches.set(call.broker, cache);
  return cache;
}

/** All that a collector wants in one answer, with `since` only the queues that changed. See docs/MANAGEMENT_API.md. */
export async function snapshotAnswer(call: Call): Promise<Answer> {
  const virtualHosts = call.visibleVirtualHosts();
  const cache = cacheOf(call);
  cache.sweep();
  await inSlices(queuesOf(virtualHosts), (queue) => void cache.refresh(queue));
  const since = parseRevision(call);
  const removals = since === null ? null : cache.removalsSince(since);
  const changed = removals === null ? null : since;
  // In one go from here: what is rewritten later has a later revision and is told next time.
  const revision = `${call.broker.startedAtMs.toString(36)}-${cache.revision}`;
  const rows: CachedRow[] = [];
  for (const queue of queuesOf(virtualHosts)) {
    const row = cache.refresh(queue);
    if (changed === null || row.revision > changed) rows.push(row);
  }
  const pieces = snapshotPieces(call, virtualHosts, revision, rows, removals);
  return streamAnswer('application/json', pieces);
}

function* queuesOf(virtualHosts: readonly VirtualHost[]): Generator<Queue> {
  for (const virtualHost of virtualHosts) yield* virtualHost.queues.values();
}

/** The number of `{start}-{number}`, null when it is not of this run of the broker. */
function parseRevision(call: Call): number | null {
  const [start, number] = (call.query.get('since') ?? '').split('-');
  if (start !== call.broker.startedAtMs.toString(36) || number === undefined || !/^\d{1,15}$/.test(number)) return null;
  return Number(number);
}

function* snapshotPieces(
  call: Call,
  virtualHosts: readonly VirtualHost[],
  revision: string,
  rows: readonly CachedRow[],
  removals: readonly Removal[] | null,
): Generator<string> {
  const { broker, statistics } = call;
  const seesAll = mayMonitor(call.user);
  const visible = new Set(virtualHosts.map(({ name }) => name));
  const removed = (removals ?? [])
    .filter(({ virtualHost }) => visible.has(virtualHost))
    .map(({ virtualHost, name }) => [virtualHost, name]);
  yield `{"revision":${JSON.stringify(revision)},"isComplete":${removals === null}`;
  yield `,"overview":${JSON.stringify(overviewRow(broker, statistics, virtualHosts, seesAll))}`;
  yield `,"nodes":${JSON.stringify(seesAll ? [nodeRow(broker, statistics)] : [])}`;
  yield `,"removedQueues":${JSON.stringify(removed)}`;
  yield* jsonList('queues', rows, (row) => row.json);
  const connections = visibleConnections(call);
  yield* jsonList('connections', connections, (connection) => JSON.stringify(connectionRow(connection, broker, statistics)));
  yield* jsonList('channels', channelsOf(connections), (located) => JSON.stringify(channelRow(located, broker, statistics)));
  yield* jsonList('consumers', consumersOf(connections), (located) => JSON.stringify(consumerRow(located, broker)));
  if (call.query.get('topology') === '1') {
    const exchanges = virtualHosts.flatMap((virtualHost) => [...virtualHost.exchanges.values()]);
    yield* jsonList('exchanges', exchanges, (exchange) => JSON.stringify(exchangeRow(exchange, statistics)));
    yield* jsonList(
      'bindings',
      virtualHosts.flatMap((virtualHost) => [...bindingsOf(virtualHost)]),
      (listed) => JSON.stringify(listedBindingRow(listed)),
    );
  }
  yield '}';
}
