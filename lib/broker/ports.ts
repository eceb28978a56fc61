import type { Message } from './message';
import type { QueueEntry } from './queue-entry';

/**
 * The seams inside the broker. connection/ implements ConsumerPort and drives the vhost; queue/ drives ConsumerPort and
 * MessageStore; store/ implements MessageStore and DefinitionStore, each with a memory twin.
 */

/** What a queue sees of one consumer. Implemented by connection/. */
export interface ConsumerPort {
  readonly tag: string;
  readonly noAck: boolean;
  readonly isExclusive: boolean;
  /** x-priority; higher is served first. */
  readonly priority: number;
  /** False while prefetch is used up, channel.flow is off or the socket's output window is full. Whoever makes it true again calls queue.consumerReady(). */
  canTake(): boolean;
  /** Encodes basic.deliver into the connection's output slab. Unless noAck, the channel keeps the entry under its delivery tag and later calls queue.acknowledge / requeue / reject. */
  deliver(entry: QueueEntry): void;
  /** The queue went away or the policy says so: basic.cancel to clients that can take it. */
  cancelledByBroker(): void;
}

/** Bits of what came of a publish, for basic.return, confirm or nack. */
export const publishResult = { routed: 1, rejected: 2, stored: 4 } as const;

/** What survives the process. Queue ids are small integers given by the DefinitionStore and never reused. */
export interface MessageStore {
  /**
   * Appends one record for all `entries` (entries[i] lives in queueIds[i]) to the group now being collected and fills
   * entry.segment / entry.slot. Returns at once. Durable when `durableGroup >= ` the returned group number.
   */
  append(message: Message, queueIds: readonly number[], entries: readonly QueueEntry[]): number;
  /** The entry left its queue for good. Written lazily, at latest with the next group. */
  acknowledge(queueId: number, entry: QueueEntry): void;
  /** Groups are numbered from 1; all groups up to this one are on disk. */
  readonly durableGroup: number;
  /** Number of the group that the next append joins. */
  readonly openGroup: number;
  /** Runs once, in order, when `group` is durable; at once when it already is. */
  whenDurable(group: number, then: () => void): void;
  /** From here on deliveries of this queue may be lost from sight in a crash: its survivors are flagged redelivered then. Idempotent and cheap. */
  noteDelivering(queueId: number): void;
  /** The content of an entry whose message was paged out, read synchronously (page cache or one pread). */
  load(queueId: number, entry: QueueEntry): Message;
  /** All messages of the queue are gone at once (purge, delete). One record, not one a message. */
  dropQueue(queueId: number, upToSequence: number): void;
  /** Entries by queue, in sequence order, bodies left on disk (message is loaded on demand). */
  recover(): StoreRecovery;
  /** Bytes appended but not yet durable, for flow control. */
  readonly backlogBytes: number;
  readonly diskBytes: number;
  /** Null, or why the store takes no more (disk full, I/O error): publishers are blocked, consumers go on. */
  readonly refusal: string | null;
  onRefusalChange(listener: (refusal: string | null) => void): void;
  /** Syncs, writes the clean-shutdown mark, closes. */
  close(): Promise<void>;
}

export type RecoveredEntry = {
  readonly sequence: number;
  readonly segment: number;
  readonly slot: number;
  readonly sizeBytes: number;
  readonly expiresAtMs: number;
  readonly priority: number;
  readonly enqueuedAtMs: number;
  readonly isRedelivered: boolean;
};
export type StoreRecovery = {
  readonly wasClean: boolean;
  readonly queues: ReadonlyMap<number, readonly RecoveredEntry[]>;
  /** Sentences for the log: cut tails, garbled groups, what was done about them. */
  readonly reports: readonly string[];
};

/** Durable topology, accounts, policies: few, small, synced before the client hears `ok`. */
export interface DefinitionStore {
  /** kind is e.g. 'queue', key is unique within it, value is JSON. */
  put(kind: string, key: string, value: unknown): void;
  remove(kind: string, key: string): void;
  /** Calls back when everything put or removed so far is on disk. Many waiters share one sync. */
  whenDurable(then: () => void): void;
  load(): ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  nextQueueId(): number;
  close(): Promise<void>;
}
