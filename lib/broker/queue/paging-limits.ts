import { assert } from '../../base/assert';

/** How waiting messages are kept. One set for the broker; tests use tiny ones to see every page turn. */
export type PagingLimits = {
  /** Entries kept as objects at the front of a list, and bytes of their bodies; what comes behind is packed. */
  readonly headEntriesMax: number;
  readonly headBytesMax: number;
  readonly pageEntriesMax: number;
  readonly pageContentBytes: number;
  /** First size of the slab of a queue's first page. */
  readonly slabBytesMin: number;
  /** A content above this is a page of its own, which keeps the buffer it came in. */
  readonly sharedContentBytesMax: number;
  /** Stored entries read back at once, and bytes of their bodies. */
  readonly readAheadEntriesMax: number;
  readonly readAheadBytesMax: number;
};

export const pagingLimits: PagingLimits = {
  headEntriesMax: 64,
  headBytesMax: 65_536,
  pageEntriesMax: 2_048,
  pageContentBytes: 262_144,
  slabBytesMin: 4_096,
  sharedContentBytesMax: 65_536,
  readAheadEntriesMax: 128,
  readAheadBytesMax: 1_048_576,
};

assert(pagingLimits.sharedContentBytesMax <= pagingLimits.pageContentBytes, 'what is shared fits into an empty page');
