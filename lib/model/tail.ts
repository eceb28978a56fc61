import type { BrowsedMessage, NewestMessages } from './message';

/** Following a queue: how often it is looked at, how much one look brings, and how much the page keeps. */
export const tailLimits = { intervalMs: 1_000, lookCountMax: 100, keptCountMax: 500 } as const;

/** What a page that follows a queue knows. Messages stay in it when a consumer takes them; the oldest leave at the limit. */
export type Tail = {
  /** Newest first. */
  readonly shown: readonly BrowsedMessage[];
  /** Came while the person looked at older ones; not in the list yet. */
  readonly waiting: readonly BrowsedMessage[];
  readonly waitingCount: number;
  /** More came than a look brings: these are in the queue, but never were in the list. */
  readonly skippedCount: number;
  readonly seenCount: number;
  /** Null until there was a first look. */
  readonly startedAtMs: number | null;
  readonly newestId: string | null;
};

export const emptyTail: Tail = {
  shown: [],
  waiting: [],
  waitingCount: 0,
  skippedCount: 0,
  seenCount: 0,
  startedAtMs: null,
  newestId: null,
};

const keep = (...parts: readonly (readonly BrowsedMessage[])[]): readonly BrowsedMessage[] =>
  parts.flat().slice(0, tailLimits.keptCountMax);

/** After one more look. `isFollowing` false: the person reads, so the list stays as it is and what came waits beside it. */
export function receive(tail: Tail, { messages, skippedCount }: NewestMessages, isFollowing: boolean, nowMs: number): Tail {
  const newestId = messages[0]?.id ?? tail.newestId;
  if (tail.startedAtMs === null) return { ...emptyTail, shown: keep(messages), startedAtMs: nowMs, newestId };
  const after = {
    ...tail,
    waiting: keep(messages, tail.waiting),
    waitingCount: tail.waitingCount + messages.length + skippedCount,
    skippedCount: tail.skippedCount + skippedCount,
    seenCount: tail.seenCount + messages.length,
    newestId,
  };
  return isFollowing ? release(after) : after;
}

/** The person goes back to the newest: what waited comes into the list. */
export function release(tail: Tail): Tail {
  if (tail.waitingCount === 0) return tail;
  return { ...tail, shown: keep(tail.waiting, tail.shown), waiting: [], waitingCount: 0 };
}
