import type { TypedTable } from './field-table';
import type { MessageProperties } from './message';

/** A planned and journalled bulk act on messages. */
export const operationKinds = [
  'replay',
  'move',
  'copy',
  'discard',
  'purge',
  'edit-and-replay',
  'restore',
  'recall',
  'import',
  'publish',
] as const;
export type OperationKind = (typeof operationKinds)[number];

/** Messages of a file, or one message repeated: they lie in no queue before. */
export const comesFromOutside = (kind: OperationKind): boolean => kind === 'import' || kind === 'publish';

/** Which messages, frozen into ids when the plan is made. */
export type Selection =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'filter'; readonly filter: string }
  | { readonly kind: 'all' };

/** Where to: `origin` reads each message's x-death, `queue` goes there directly, `exchange` takes the normal route, `written` is what each line of an import names. */
export type ReplayDestination =
  | { readonly kind: 'origin'; readonly via: 'queue' | 'exchange' }
  | { readonly kind: 'queue'; readonly queue: string }
  | { readonly kind: 'exchange'; readonly exchange: string; readonly routingKey: string | null }
  | { readonly kind: 'written' };

/** What an edit may set or remove; a user-id is refused from anyone but its owner, so a replay never carries one. */
export const editableProperties = [
  'contentType',
  'contentEncoding',
  'deliveryMode',
  'priority',
  'correlationId',
  'replyTo',
  'expiration',
  'messageId',
  'timestamp',
  'type',
  'appId',
] as const;
export type EditableProperty = (typeof editableProperties)[number];

/** A reviewed edit of each message of an edit-and-replay: the body replaced or patched (RFC 6902), headers and properties set and removed. */
export type MessageEdit = {
  /** The new body, base64; absent keeps or patches the old one. */
  readonly body?: string;
  readonly bodyPatch: readonly {
    readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
    readonly path: string;
    readonly from?: string;
    readonly value?: unknown;
  }[];
  readonly setHeaders: TypedTable;
  readonly removeHeaders: readonly string[];
  readonly setProperties?: Pick<MessageProperties, EditableProperty>;
  readonly removeProperties?: readonly EditableProperty[];
};

export type PlanRequest = {
  readonly kind: OperationKind;
  readonly virtualHost: string;
  /** The source; of an import the queue that takes all, '' where each line goes its own way, and of a repeated message. */
  readonly queue: string;
  readonly selection: Selection;
  readonly destination: ReplayDestination | null; // null for discard, purge
  readonly edit: MessageEdit | null;
  /** Of a repeated message: number, id and time are filled in where it asks for them (lib/model/placeholders.ts). */
  readonly fillsPlaceholders?: true;
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
  /** The most messages it keeps, by argument or policy; null when unbounded. */
  readonly lengthMax: number | null;
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
  /** Messages that the edit can't be applied to, the first ones named; they stay where they are. */
  readonly excluded: readonly { readonly messageId: string; readonly reason: string }[];
  readonly expectedSeconds: number | null;
  readonly warnings: readonly PlanWarning[];
  /** How many `excluded` there are, named or not. */
  readonly excludedCount: number;
  /** Predicted outcomes for review, spread over the selection; for edits also the message before and after as text. */
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
  readonly published: number; // confirmed by the broker, no consumer has acknowledged it yet
  readonly unknown: number; // confirmed by a broker that was restarted since, and has forgotten what became of it
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
  'unknown',
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
  /** The original of a message that was edited: its edited version was sent on, so it is not put back beside it. */
  readonly isOriginal: boolean;
  readonly exchange: string;
  readonly routingKey: string;
  readonly bodySizeBytes: number;
  readonly discardedAtMs: number;
  readonly expiresAtMs: number;
};
export type BinUsage = { readonly messageCount: number; readonly bytes: number; readonly bytesMax: number; readonly retentionDays: number };
