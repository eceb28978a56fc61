import type { BrowsedMessage } from './message';

/** Plain boxes for those who don't want a filter language; all that are set must hold. The server compiles them to one filter. */
export type PlainSearch = {
  /** Anywhere in body, headers, routing key or properties, letter by letter, case ignored. */
  readonly text: string;
  readonly header: { readonly key: string; readonly value: string } | null;
  /** Dotted path into a JSON body, `order.id`, and the value there as text. */
  readonly jsonPath: { readonly path: string; readonly value: string } | null;
};

/** What to look for and where; no queues named means all of the broker. */
export type SearchRequest = {
  readonly queues: readonly { readonly virtualHost: string; readonly name: string }[];
  /** CEL, empty for none. */
  readonly filter: string;
  readonly plain: PlainSearch | null;
};

export const searchStates = ['running', 'stopped', 'completed', 'failed'] as const;
export type SearchState = (typeof searchStates)[number];

export type SearchMatch = { readonly virtualHost: string; readonly queue: string; readonly message: BrowsedMessage };

/** A search that runs on the server, whoever looks; 'nothing found' may only be said when it is completed. */
export type Search = {
  readonly id: string;
  readonly brokerId: string;
  readonly request: SearchRequest;
  readonly state: SearchState;
  readonly stateReason: string | null;
  /** What looking changes in the queues, in sentences; empty where it changes nothing. */
  readonly effects: readonly string[];
  readonly lookedAtCount: number;
  /** Frozen when the search began, queue by queue. */
  readonly totalCount: number;
  readonly matchCount: number;
  readonly perSecond: number | null;
  readonly remainingSeconds: number | null;
  /** The first matches, as many as are kept. */
  readonly matches: readonly SearchMatch[];
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
};
