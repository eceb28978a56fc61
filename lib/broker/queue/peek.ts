import type { QueueEntry } from '../queue-entry';
import type { ReadyEntries } from './priority-lists';
import type { PeekedEntry } from './queue';
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

function slice(unacknowledged: UnacknowledgedList, ready: ReadyEntries, from: number, end: number): PeekedEntry[] {
  const inFlight = from < unacknowledged.count ? unacknowledged.sorted().slice(from, end) : [];
  const rank = Math.max(0, from - unacknowledged.count);
  const waiting = end > unacknowledged.count ? ready.peek(rank, end - unacknowledged.count - rank) : [];
  return [...positioned(inFlight, from, 'unacknowledged'), ...positioned(waiting, unacknowledged.count + rank, 'ready')];
}

function positioned(entries: readonly QueueEntry[], from: number, state: PeekedEntry['state']): PeekedEntry[] {
  return entries.map((entry, index) => ({ position: from + index, state, entry }));
}
