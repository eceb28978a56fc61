import type { TypedTable } from '../../model/field-table';
import type { QueueSettings } from '../../model/queue-arguments/effective-settings';
import type { QueueType } from '../../model/resources';
import type { RouteLeaf } from '../../model/routing/walk';
import type { Message } from '../message';
import type { AppliedPolicies } from '../policy/applied-policies';
import type { ConnectionIdentity, ConsumerPort, RecoveredQueue } from '../ports';
import type { QueueEntry } from '../queue-entry';
import type { MessageCounters } from '../stats/message-counters';
import type { QueueConsumer } from './dispatcher';

/** What a declaration fixed for the queue's whole life. */
export type QueueIdentity = {
  /** Key of its messages in the store; given once, never reused. */
  readonly id: number;
  readonly virtualHost: string;
  readonly name: string;
  readonly type: QueueType;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  /** The connection that an exclusive queue belongs to, else null. */
  readonly owner: ConnectionIdentity | null;
  readonly arguments: TypedTable;
};

/** Durable and not exclusive: such a queue and its persistent messages survive a restart. */
export const isKept = (identity: QueueIdentity): boolean => identity.isDurable && identity.owner === null;

/** What a queue says to a message that wants in. */
export const admission = {
  accepted: 0,
  /** overflow reject-publish: the publisher gets basic.nack. */
  rejected: 1,
  /** Taken and forgotten, e.g. a duplicate: the publisher gets its confirm. */
  dropped: 2,
} as const;
export type Admission = (typeof admission)[keyof typeof admission];

export type DeathReason = 'rejected' | 'expired' | 'maxlen' | 'delivery_limit';

export type NewerEntries = { readonly count: number; readonly entries: readonly PeekedEntry[] };

export type PeekedEntry = {
  /** 0 is the oldest delivery in flight, else the head of the queue. */
  readonly position: number;
  readonly state: 'ready' | 'unacknowledged';
  /** Not part of the queue: for looking only. */
  readonly entry: QueueEntry;
};

export type ConsumeOptions = {
  readonly arguments: TypedTable;
  /** Of basic.qos, 0 for unlimited; streams need one. */
  readonly prefetchCount: number;
  /** Of basic.qos with global=true, which quorum queues don't do. */
  readonly globalPrefetchCount?: number;
};

/** Where a route ends. Publishing takes three steps, so that a message for many durable queues is stored once. */
export interface Destination extends RouteLeaf {
  readonly identity: QueueIdentity;
  /** Streams and quorum queues keep transient messages in the store too. */
  readonly storesEverything: boolean;
  admit(message: Message): Admission;
  createEntry(message: Message, nowMs: number): QueueEntry;
  /** The message may be borrowed still: who keeps it calls retain(). */
  place(entry: QueueEntry): void;
}

/**
 * A queue of any type as connections, the management API and the virtual host see it.
 *
 *   publish ─ admit ─> place ─> consumer, at once        ┌ acknowledge ─> gone
 *                        └────> ready ─ dispatch/get ─> unacknowledged ─ requeue ─> ready, where it was
 *                                 └ expired, overflow ──>┴ reject ─> dead letter
 */
export interface Queue extends Destination {
  readonly counters: MessageCounters;
  /** What arguments and policies make of it now. */
  readonly settings: QueueSettings;
  readonly policies: AppliedPolicies;
  readonly isDeleted: boolean;

  readonly readyCount: number;
  readonly readyBytes: number;
  readonly unacknowledgedCount: number;
  readonly unacknowledgedBytes: number;
  /** Messages that the store keeps for it, ready or not. */
  readonly persistentCount: number;
  /** Dead letters kept until a queue takes them: quorum queues with the strategy at-least-once. */
  readonly pendingDeadLetterCount: number;
  readonly consumerCount: number;
  readonly consumers: readonly QueueConsumer[];
  /** When it was last used: by a consumer, a get or a declaration. */
  readonly lastUsedMs: number;
  /** When the message at the head came in, null without one. */
  readonly headEnqueuedAtMs: number | null;
  isActiveConsumer(port: ConsumerPort): boolean;

  /** @throws ChannelError 403 when exclusive use stands in the way; 406 or ConnectionError 540 for what this type can't do */
  consume(port: ConsumerPort, options: ConsumeOptions): void;
  /** After basic.cancel or the end of its channel. What it holds unacknowledged is settled by the channel. */
  cancel(port: ConsumerPort): void;
  /** `port.canTake()` may have become true. */
  consumerReady(port: ConsumerPort): void;
  /** The next message for basic.get, or null. Unless noAck, the caller settles it like a delivery. @throws ChannelError 405, ConnectionError 540 by type */
  get(noAck: boolean): QueueEntry | null;
  acknowledge(entry: QueueEntry): void;
  /** Back to where they were, flagged redelivered. */
  requeue(entries: readonly QueueEntry[]): void;
  /** Dead-lettered if the queue says so, else gone. */
  reject(entry: QueueEntry): void;
  /** Arguments and policies were weighed anew: what already waits feels the difference at once. */
  applySettings(settings: QueueSettings, policies: AppliedPolicies): void;
  /** What survived a restart. Before anything else happens to the queue. */
  recover(recovered: RecoveredQueue): void;
  /** It was declared again: x-expires starts anew. */
  touch(): void;
  /** The broker stops: nothing happens by itself any more. What waits stays. */
  stop(): void;
  /** Everything goes, nothing is dead-lettered, consumers are told. Only the virtual host calls it. */
  destroy(): void;

  /** Drops what is ready. @returns how many */
  purge(): number;

  /** A look at [from, from + limit) of deliveries in flight and then ready messages; changes nothing. */
  peek(from: number, limit: number, order: 'oldest' | 'newest'): PeekedEntry[];
  find(sequence: number): PeekedEntry | null;
  /** Position of the first ready message whose sequence is above this one: where a reader goes on. Not for queues with priorities. */
  positionAfter(sequence: number): number;
  /** Position of the first message that came in at `atMs` or later, found without reading any. Not for queues with priorities. */
  positionSince(atMs: number): number;
  /** The newest messages behind `sequence`, in flight or not, newest first. */
  newerThan(sequence: number, limit: number): NewerEntries;
  /** Takes ready messages out for good. @returns for each whether it was there to be taken */
  removeById(sequences: readonly number[]): boolean[];
}
