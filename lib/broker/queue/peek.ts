import type { QueueEntry } from '../queue-entry';
import type { ReadyEntries } from './priority-lists';
import type { NewerEntries, PeekedEntry } from './queue';
import type { UnacknowledgedList } from './unacknowledged-list';

/**
 * Entries at positions [from, from + limit): first what is in flight, by sequence, then what waits, in the order of
 * delivery; `newest` counts positions from the other end. Costs the page asked for and a walk over page counts, and what
 * is in flight only when the page reaches into it.
 */
export function peekEntries(
  unacknowledged: UnacknowledgedList,
  ready: ReadyEntries,
  from: number,
  limit: number,
  order: 'oldest' | 'newest',
): PeekedEntry[] {
  const total = unacknowledged.count + ready.length;
  if (order === 'oldest') return slice(unacknowledged, ready, from, Math.min(total, from + limit));
  const end = Math.max(0, total - from);
  return slice(unacknowledged, ready, Math.max(0, end - limit), end).reverse();
}

/** The entry with this sequence and where it is now, or null. */
export function findEntry(unacknowledged: UnacknowledgedList, ready: ReadyEntries, sequence: number): PeekedEntry | null {
  const entry = ready.find(sequence);
  if (entry !== null) return { position: unacknowledged.count + ready.rankOf(sequence), state: 'ready', entry };
  const inFlight = unacknowledged.sorted();
  const position = inFlight.findIndex((candidate) => candidate.sequence === sequence);
  const held = inFlight[position];
  return held === undefined ? null : { position, state: 'unacknowledged', entry: held };
}

/** Position of the first message that came in at `atMs` or later; the number of messages when there is none. */
export function positionSince(unacknowledged: UnacknowledgedList, ready: ReadyEntries, atMs: number): number {
  const held = unacknowledged.sorted().findIndex((entry) => entry.enqueuedAtMs >= atMs);
  return held >= 0 ? held : unacknowledged.count + ready.rankSince(atMs);
}

/** The newest messages behind `sequence`, in flight or not, newest first and at most `limit`; `count` is how many there are. */
export function newerEntries(unacknowledged: UnacknowledgedList, ready: ReadyEntries, sequence: number, limit: number): NewerEntries {
  const held = unacknowledged
    .sorted()
    .map((entry, position): PeekedEntry => ({ position, state: 'unacknowledged', entry }))
    .filter(({ entry }) => entry.sequence > sequence);
  const waiting = ready.newerThan(sequence, limit);
  const positioned = waiting.entries.map((entry): PeekedEntry => {
    return { position: unacknowledged.count + ready.rankOf(entry.sequence), state: 'ready', entry };
  });
  const newest = [...held, ...positioned].sort((left, right) => right.entry.sequence - left.entry.sequence);
  return { count: held.length + waiting.count, entries: newest.slice(0, limit) };
}

function slice(unacknowledged: UnacknowledgedList, ready: ReadyEntries, from: number, end: number): PeekedEntry[] {
  const inFlight = from < unacknowledged.count ? unacknowledged.sorted().slice(from, end) : [];
  const rank = Math.max(0, from - unacknowledged.count);
  const waiting = end > unacknowledged.count ? ready.peek(rank, end - unacknowledged.count - rank) : [];
  return [...positioned(inFlight, from, 'unacknowledged'), ...positioned(waiting, unacknowledged.count + rank, 'ready')];
}

function positioned(entries: readonly QueueEntry[], from: number, state: PeekedEntry['state']): PeekedEntry[] {
  return entries.map((entry, index) => ({ position: from + index, state, entry }));
}
