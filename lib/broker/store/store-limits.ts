import { assert } from '../../base/assert';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** Every bound of the stores, with its unit. What an operator may change is in StoreOptions. */
export const storeLimits = {
  /** A flush joins at most this much of what collected while the one before was in flight. */
  flushBytesMax: 8 * mebibyte,
  /** An idle disk is given this much before the end of the turn. */
  earlyFlushBytes: 128 * kibibyte,
  /** A group is sealed above this; a transaction or one huge message may be larger. */
  groupBytesTarget: mebibyte,
  /** Contents share one checksum up to this size; a page read costs at most one of these more than it needs. */
  blockBytesTarget: 16 * kibibyte,
  /** Sum of the contents of one transaction. */
  transactionBytesMax: 512 * mebibyte,
  /** Acknowledges alone do not cause a sync sooner than this. */
  lazyFlushMs: 50,
  /** Pooled group buffers; more are allocated under a burst and let go. */
  pooledBufferCountMax: 8,
  pooledHeadWordsMax: 262_144,
  /** Segments kept ready beyond the one in use; what is more is deleted, so that a drained disk shrinks. */
  spareSegmentCountMax: 2,
  /** Zeros are written ahead in pieces of this size, small enough not to hold up a group behind them. */
  zeroFillBytes: 256 * kibibyte,
  /** Files kept open for reading, beside the one being written. */
  openFileCountMax: 128,
  /** Neighbours on disk closer than this are read in one go. */
  readAheadBytesMax: mebibyte,
  /** Window in which recovery walks a segment. */
  scanWindowBytes: 256 * kibibyte,
  /** A closed segment with less live content than this share is rewritten. */
  compactLiveShareMax: 0.1,
  /** How long a segment must have been sparse before; each turn of the loop then rewrites what lives of one group. */
  compactCheckMs: 5_000,
  /** Queues that were purged while they delivered, or deleted: remembered so that a purged one is marked again. */
  dormantMarkerCountMax: 1_000_000,
  diskCheckMs: 1_000,
  retryWriteMs: 200,
  /** Sequence numbers and times fit 48 bits. */
  integerMax: 2 ** 48 - 1,
  deliveryCountMax: 2 ** 15 - 1,
  /** 32-bit offsets: where even an overgrown segment ends. */
  segmentBytesMax: 2 ** 32 - 1,
  definitionLogBytesMin: 4 * mebibyte,
  spillFileBytesMax: 64 * mebibyte,
  spillPendingBytesMax: 64 * mebibyte,
} as const;

export type StoreOptions = {
  /** Capacity of one segment file. */
  readonly segmentSizeBytes: number;
  /** Below this much free space the store refuses. RabbitMQ: disk_free_limit, 50 MB by default. */
  readonly diskFreeBytesMin: number;
};

export const defaultStoreOptions: StoreOptions = { segmentSizeBytes: 64 * mebibyte, diskFreeBytesMin: 50 * mebibyte };

assert(storeLimits.blockBytesTarget < storeLimits.groupBytesTarget, 'a group holds several blocks');
assert(storeLimits.groupBytesTarget < storeLimits.flushBytesMax, 'a flush holds several groups');
assert(storeLimits.transactionBytesMax < storeLimits.segmentBytesMax / 2, 'a transaction fits a segment');
