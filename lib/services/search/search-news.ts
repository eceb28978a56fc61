import type { MessagePort } from 'node:worker_threads';
import type { QueueAddress } from '../../connectors/connector';
import type { SearchMatch, SearchRequest, SearchScope } from '../../model/search';

/** Where a search goes on: `after` is the last id where messages have ids, `lookedAtCount` counts within the queue. */
export type SearchCursor = {
  readonly placeIndex: number;
  readonly after: string | null;
  readonly lookedAtCount: number;
};
export type SearchPlace = QueueAddress & { readonly totalCount: number };

/** How a connector is made; lib/connectors/registry.ts. `reader` goes with it to the thread that makes it. */
export type ConnectorRecipe = { readonly kind: string; readonly config: unknown; readonly reader: MessagePort | null };

/** A search as one broker's thread knows it. */
export type ScopeRequest = Pick<SearchRequest, 'filter' | 'plain'> & Pick<SearchScope, 'queues'>;
export type PlaceMatch = Omit<SearchMatch, 'brokerId'>;

/** All that the thread of a search is given; `places` are null at the first start and frozen from then on. */
export type SearchOrder = {
  readonly recipe: ConnectorRecipe;
  readonly request: ScopeRequest;
  readonly places: readonly SearchPlace[] | null;
  readonly cursor: SearchCursor;
  /** How many more matches are kept; the others are only counted. */
  readonly room: { readonly count: number; readonly bytes: number };
};

/** What the thread tells. Each piece of progress is complete in itself: the thread may be ended after any of them. */
export type SearchNews =
  | { readonly type: 'opened'; readonly places: readonly SearchPlace[] }
  /** Looking at a message; told at least every `aliveIntervalMs` while filters run. */
  | { readonly type: 'evaluating' }
  | {
      readonly type: 'progress';
      readonly cursor: SearchCursor;
      readonly totalCount: number;
      readonly matchCount: number;
      readonly matches: readonly PlaceMatch[];
      readonly matchesBytes: number;
      /** Messages on which the filter had no answer, and why on the first of them. */
      readonly misfits: { readonly count: number; readonly reason: string };
    }
  /** All of this queue was looked at; what left it meanwhile is no longer counted. */
  | { readonly type: 'place-done'; readonly placeIndex: number }
  | { readonly type: 'completed' }
  | { readonly type: 'failed'; readonly sentence: string };
