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

/** Who owns exclusive queues; compared by identity. Implemented by connection/. */
export interface ConnectionIdentity {
  /** `127.0.0.1:54584 -> 127.0.0.1:5672` */
  readonly name: string;
  /** The signed-in user's name. */
  readonly user: string;
  readonly peerHost: string;
  readonly peerPort: number;
}

/** Bits of what came of a publish, for basic.return, confirm or nack. */
export const publishResult = { routed: 1, rejected: 2, stored: 4 } as const;

/** Where the store holds one message of one queue. Structurally a QueueEntry, or two integers of a packed page. */
export type StoreLocation = { readonly segment: number; readonly slot: number };

/** What survives the process. Queue ids are small integers given by the DefinitionStore and never reused. */
export interface MessageStore {
  /**
   * Appends one record for all `entries` (entries[i] lives in queueIds[i]; they share enqueuedAtMs) to the group now being
   * collected and fills entry.segment / entry.slot. Returns at once. Durable when `durableGroup >= ` the returned group number.
   */
  append(message: Message, queueIds: readonly number[], entries: readonly QueueEntry[]): number;
  /** The entry left its queue for good. Written lazily, at latest with the next group. Exactly once for each location. */
  acknowledge(queueId: number, location: StoreLocation): void;
  /** Keeps entry.isRedelivered and entry.deliveryCount for after a restart. Written lazily, like an acknowledge. */
  noteReturned(queueId: number, entry: QueueEntry): void;
  /**
   * Runs `work`; its appends and acknowledges share one group: after a crash all of them hold or none does (tx.commit, moves).
   * Returns that group's number. Does not nest. `work` must not throw: what it did until then would hold. The sum of its contents stays below storeLimits.transactionBytesMax.
   */
  transaction(work: () => void): number;
  /** Groups are numbered from 1; all groups up to this one are on disk. */
  readonly durableGroup: number;
  /** Number of the group that the next append joins. */
  readonly openGroup: number;
  /** Runs once, in order, when `group` is durable; at once when it already is. Never runs after a fatal I/O error. */
  whenDurable(group: number, then: () => void): void;
  /** From here on deliveries of this queue may be lost from sight in a crash: its survivors are flagged redelivered then. Idempotent and cheap. */
  noteDelivering(queueId: number): void;
  /**
   * The content of an entry whose message was paged out, read synchronously (page cache or one pread).
   * Null when the disk garbled it (its checksum is wrong) or can't read it. It is reported; drop the entry, it can't be served.
   */
  load(queueId: number, location: StoreLocation): Message | null;
  /** As load, for a page of entries: neighbours on disk are read at once. The answers are in the order of `locations`. */
  loadMany(queueId: number, locations: readonly StoreLocation[]): (Message | null)[];
  /** All messages of the queue are gone at once, apart from `keep` (purge keeps what is unacknowledged). One record, not one a message. */
  dropQueue(queueId: number, keep: readonly StoreLocation[]): void;
  /** What was there at start, bodies left on disk. Call once, before anything else; drop the queues that no definition knows. */
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

/** The survivors of one queue in sequence order, one column a field: a million entries are a dozen arrays, not a million objects. */
export type RecoveredQueue = {
  readonly count: number;
  readonly sequence: Float64Array;
  readonly segment: Int32Array;
  readonly slot: Int32Array;
  readonly bodySizeBytes: Uint32Array;
  readonly enqueuedAtMs: Float64Array;
  /** 0 for never. */
  readonly expiresAtMs: Float64Array;
  readonly priority: Uint8Array;
  /** 1 when the message may have been delivered before. */
  readonly isRedelivered: Uint8Array;
  readonly deliveryCount: Uint16Array;
};
export type StoreRecovery = {
  readonly wasClean: boolean;
  readonly queues: ReadonlyMap<number, RecoveredQueue>;
  /** Sentences for the log: cut tails, garbled groups, what was done about them. */
  readonly reports: readonly string[];
};

/** Room on disk for pages of transient messages. Never synced, gone at start. */
export interface SpillFile {
  /** Takes over `bytes` (don't change them afterwards). Null when the disk has no room to spare: keep the page in memory. */
  write(bytes: Buffer): SpillHandle | null;
  read(handle: SpillHandle): Buffer;
  free(handle: SpillHandle): void;
  readonly diskBytes: number;
  close(): Promise<void>;
}
export type SpillHandle = { readonly file: number; readonly offset: number; readonly lengthBytes: number };

/** Durable topology, accounts, policies: few, small, synced before the client hears `ok`. */
export interface DefinitionStore {
  /** kind is e.g. 'queue', key is unique within it, value is JSON. */
  put(kind: string, key: string, value: unknown): void;
  remove(kind: string, key: string): void;
  /** Null, or why nothing can be written now (a full disk): what is put meanwhile waits for room. */
  readonly refusal: string | null;
  /** Puts and removes so far: who changed nothing has nothing to wait for. */
  readonly changeCount: number;
  /**
   * Calls back when everything put or removed so far is on disk. Many waiters share one sync. Who gives `refused` does not
   * wait for room: it is called instead, with the reason; what was put is written all the same when there is room.
   */
  whenDurable(then: () => void, refused?: (reason: string) => void): void;
  load(): ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  nextQueueId(): number;
  close(): Promise<void>;
}
