import {
  bindingKey,
  channelKey,
  connectionKey,
  consumerKey,
  exchangeKey,
  type LiveDelta,
  type LiveReset,
  type LiveTopic,
  queueKey,
} from '../model/live';
import type { Operation } from '../model/operations';
import type { Binding, Channel, Connection, Consumer, Exchange, Overview, Queue } from '../model/resources';

export type LiveRow = {
  overview: Overview;
  queues: Queue;
  exchanges: Exchange;
  bindings: Binding;
  connections: Connection;
  channels: Channel;
  consumers: Consumer;
  operations: Operation;
};

/** The server's own keys (lib/model/live.ts): `remove` holds them. */
export const liveKeyOf: { readonly [Topic in LiveTopic]: (row: LiveRow[Topic]) => string } = {
  overview: () => 'overview',
  queues: queueKey,
  exchanges: exchangeKey,
  bindings: bindingKey,
  connections: connectionKey,
  channels: channelKey,
  consumers: consumerKey,
  operations: (operation) => operation.id,
};

/** A live list: rows in a stable order, and where each key stands. Never changed in place. */
export type LiveRows<Row> = { readonly rows: readonly Row[]; readonly indexOf: ReadonlyMap<string, number> };

export function resetRows<Topic extends LiveTopic>(topic: Topic, reset: Pick<LiveReset, 'rows'>): LiveRows<LiveRow[Topic]> {
  // The stream comes from our own server, whose types are the same; rows aren't parsed again, 10,000 a reset.
  return withIndex(topic, reset.rows as readonly LiveRow[Topic][]);
}

/** Rows that did not change stay the same objects, so that what shows them need not draw again. */
export function applyDelta<Topic extends LiveTopic>(
  topic: Topic,
  former: LiveRows<LiveRow[Topic]>,
  delta: Pick<LiveDelta, 'upsert' | 'remove'>,
): LiveRows<LiveRow[Topic]> {
  const keyOf = liveKeyOf[topic];
  const upserts = delta.upsert as readonly LiveRow[Topic][];
  const removed = new Set(delta.remove.filter((key) => former.indexOf.has(key)));
  const rows = [...former.rows];
  const added: LiveRow[Topic][] = [];
  for (const row of upserts) {
    const key = keyOf(row);
    const at = former.indexOf.get(key);
    if (at === undefined) added.push(row);
    else rows[at] = row;
    removed.delete(key);
  }
  if (removed.size === 0 && added.length === 0) return { rows, indexOf: former.indexOf };
  const kept = removed.size === 0 ? rows : rows.filter((row) => !removed.has(keyOf(row)));
  return withIndex(topic, [...kept, ...added]);
}

function withIndex<Topic extends LiveTopic>(topic: Topic, rows: readonly LiveRow[Topic][]): LiveRows<LiveRow[Topic]> {
  const keyOf = liveKeyOf[topic];
  return { rows, indexOf: new Map(rows.map((row, index) => [keyOf(row), index])) };
}
