import type { BrowsedMessage } from './message';

/** Plain boxes for those who don't want a filter language; all that are set must hold. `plainInCel` says the same in CEL. */
export type PlainSearch = {
  /** Anywhere in body, headers, routing key or properties, letter by letter, case ignored. */
  readonly text: string;
  readonly header: { readonly key: string; readonly value: string } | null;
  /** Dotted path into a JSON body, `order.id`, and the value there as text. */
  readonly jsonPath: { readonly path: string; readonly value: string } | null;
};

/** Where to look on one broker; no queues named means all of them. */
export type SearchScope = {
  readonly brokerId: string;
  readonly queues: readonly { readonly virtualHost: string; readonly name: string }[];
  /** The person has read what looking changes on this broker; without it nothing is looked at where looking changes something. */
  readonly acceptsEffects: boolean;
};

export type SearchRequest = {
  /** Each broker at most once. */
  readonly scopes: readonly SearchScope[];
  /** CEL, empty for none. */
  readonly filter: string;
  readonly plain: PlainSearch | null;
};

/** What a search would meet on a broker, found out without looking at any message. */
export type ScopePreview = {
  readonly brokerId: string;
  /** What looking changes in the queues, in sentences; empty where it changes nothing. */
  readonly effects: readonly string[];
  /** Messages in these queues as far as known. */
  readonly messageCount: number;
  /** Why this broker can't be searched, null when it can. */
  readonly refusal: string | null;
};

export const searchStates = ['running', 'stopped', 'completed', 'failed'] as const;
export type SearchState = (typeof searchStates)[number];

export type SearchMatch = {
  readonly brokerId: string;
  readonly virtualHost: string;
  readonly queue: string;
  readonly message: BrowsedMessage;
};

/** How far a search is, on one broker or on all of them. */
export type SearchCoverage = {
  readonly lookedAtCount: number;
  /** Frozen when the search began, queue by queue. */
  readonly totalCount: number;
  readonly matchCount: number;
  readonly perSecond: number | null;
  readonly remainingSeconds: number | null;
};

/** A search on one of its brokers; `waiting` for its turn. */
export type SearchPart = SearchCoverage & {
  readonly brokerId: string;
  readonly state: SearchState | 'waiting';
  readonly stateReason: string | null;
  readonly effects: readonly string[];
  /** Queues in which something matches, in the order looked through, as many as are named. */
  readonly matchPlaces: readonly MatchPlace[];
};
export type MatchPlace = { readonly virtualHost: string; readonly queue: string; readonly matchCount: number };

/** A search that runs on the server, whoever looks; 'nothing found' may only be said when it is completed. */
export type SearchSummary = SearchCoverage & {
  readonly id: string;
  readonly request: SearchRequest;
  /** Completed only when each part is: a broker that could not be searched leaves the search failed. */
  readonly state: SearchState;
  /** In the order of the scopes. */
  readonly parts: readonly SearchPart[];
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
};

/** `matches`: the first of each part, as many as are kept. */
export type Search = SearchSummary & { readonly matches: readonly SearchMatch[] };

/** Where the filter is wrong, in characters of its text, and what to do. */
export type FilterFault = { readonly from: number; readonly to: number; readonly sentence: string };

/** A field that was seen in messages, as a filter names it: `body.order.id`, `headers["x-tenant"]`. */
export type SeenField = {
  readonly path: string;
  readonly type: 'text' | 'number' | 'truth' | 'list' | 'object' | 'null';
  /** A value that was seen, as CEL writes it; null for lists and objects. */
  readonly example: string | null;
};
export type SeenFields = {
  readonly fields: readonly SeenField[];
  readonly messageCount: number;
  /** Why no message was looked at, or not everywhere; null when there is nothing to say. */
  readonly note: string | null;
};
