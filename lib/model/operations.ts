import type { TypedTable } from './field-table';

/** A planned and journalled bulk act on messages. */
export const operationKinds = ['replay', 'move', 'copy', 'discard', 'purge', 'edit-and-replay', 'restore', 'recall'] as const;
export type OperationKind = (typeof operationKinds)[number];

/** Which messages, frozen into ids when the plan is made. */
export type Selection =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'filter'; readonly filter: string }
  | { readonly kind: 'all' };

/** Where to: `origin` reads each message's x-death, `queue` goes there directly, `exchange` takes the normal route. */
export type ReplayDestination =
  | { readonly kind: 'origin'; readonly via: 'queue' | 'exchange' }
  | { readonly kind: 'queue'; readonly queue: string }
  | { readonly kind: 'exchange'; readonly exchange: string; readonly routingKey: string | null };

/** A reviewed edit of each message of an edit-and-replay: JSON Patch (RFC 6902) on the body, headers set and removed. */
export type MessageEdit = {
  readonly bodyPatch: readonly {
    readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
    readonly path: string;
    readonly from?: string;
    readonly value?: unknown;
  }[];
  readonly setHeaders: TypedTable;
  readonly removeHeaders: readonly string[];
};

export type PlanRequest = {
  readonly kind: OperationKind;
  readonly virtualHost: string;
  readonly queue: string;
  readonly selection: Selection;
  readonly destination: ReplayDestination | null; // null for discard, purge
  readonly edit: MessageEdit | null;
};

export type PlanWarning = {
  readonly code:
    | 'no-consumer'
    | 'same-queue'
    | 'expiration'
    | 'user-id'
    | 'ordering'
    | 'unroutable'
    | 'several-queues'
    | 'already-replayed'
    | 'duplicates-possible'
    | 'target-bound'
    | 'no-undo'
    | 'excluded';
  readonly level: 'note' | 'warning' | 'danger';
  readonly sentence: string;
};

export type PlanTarget = {
  readonly queue: string;
  readonly messageCount: number;
  readonly readyCount: number | null;
  readonly consumerCount: number | null;
};

export type Plan = {
  readonly id: string;
  readonly request: PlanRequest;
  readonly messageCount: number;
  /** Of these, how many at least one queue takes. */
  readonly movableCount: number;
  readonly bytes: number;
  readonly targets: readonly PlanTarget[];
  /** What no queue takes, and besides `messageCount` what carries no record of where it came from: both stay. */
  readonly unroutableCount: number;
  readonly alreadyReplayedCount: number;
  /** Messages that the edit can't be applied to, named; they stay where they are. */
  readonly excluded: readonly { readonly messageId: string; readonly reason: string }[];
  readonly expectedSeconds: number | null;
  readonly warnings: readonly PlanWarning[];
  /** A few predicted outcomes for review; for edits also the body before and after. */
  readonly samples: readonly {
    readonly messageId: string;
    readonly exchange: string;
    readonly routingKey: string;
    readonly queues: readonly string[];
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
};

export type RunOptions = {
  readonly ratePerSecond: number | null;
  /** 1 → 10 → 100 → all, waiting at each step for a clean outcome. */
  readonly canary: boolean;
  /** Brake when a target queue grows beyond this many ready messages; null for no bound. */
  readonly targetReadyMax: number | null;
};

export const operationStates = ['running', 'paused', 'braked', 'completed', 'cancelled', 'failed'] as const;
export type OperationState = (typeof operationStates)[number];

/** Counts by ledger state; they add up to `total`. */
export type OperationCounts = {
  readonly total: number;
  readonly held: number; // planned, not touched yet: still in the source
  readonly published: number; // confirmed by the broker, fate not (yet) known
  readonly consumed: number; // acknowledged by a consumer
  readonly cameBack: number; // dead-lettered again
  readonly quarantined: number;
  readonly returned: number; // unroutable: still in the source
  readonly binned: number;
  readonly recalled: number;
  readonly gone: number; // was no longer in the source when its turn came
};

export type Operation = {
  readonly id: string;
  readonly brokerId: string;
  readonly request: PlanRequest;
  readonly options: RunOptions;
  readonly state: OperationState;
  readonly stateReason: string | null; // why braked, failed or cancelled
  readonly counts: OperationCounts;
  readonly perSecond: number | null;
  readonly remainingSeconds: number | null;
  readonly startedBy: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** What can be done now: the server's word, pages show just that. */
  readonly allowed: readonly ('pause' | 'resume' | 'cancel' | 'recall' | 'restore')[];
};

export const ledgerStates = [
  'held',
  'published',
  'consumed',
  'came-back',
  'quarantined',
  'returned',
  'binned',
  'recalled',
  'gone',
] as const;
export type LedgerState = (typeof ledgerStates)[number];
export type LedgerEntry = {
  readonly index: number;
  readonly messageId: string;
  readonly replayId: string;
  readonly state: LedgerState;
  readonly cameBackCount: number;
  readonly isDuplicatePossible: boolean;
  readonly destination: string | null;
  readonly detail: string | null;
  readonly atMs: number;
};

/** A discarded or purged message that can still be brought back. */
export type BinEntry = {
  readonly id: string;
  readonly operationId: string;
  readonly virtualHost: string;
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly bodySizeBytes: number;
  readonly discardedAtMs: number;
  readonly expiresAtMs: number;
};
export type BinUsage = { readonly messageCount: number; readonly bytes: number; readonly bytesMax: number; readonly retentionDays: number };
