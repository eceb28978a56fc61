import { assert } from '../../base/assert';
import type { Message } from '../message';
import type { MessageStore, RecoveredQueue, StoreLocation, StoreRecovery } from '../ports';
import type { QueueEntry } from '../queue-entry';
import { RecoveredQueueBuilder } from './recovered-queue';

type Kept = {
  readonly queueId: number;
  readonly message: Message;
  readonly entry: QueueEntry;
  isRedelivered: boolean;
  deliveryCount: number;
};

/**
 * The store's twin without a disk: the same contract, nothing survives the object. Groups become durable at the end of the
 * loop turn, as on a very fast disk. recover() on a used twin answers like a restart, for tests of the queues above it.
 */
export class MemoryMessageStore implements MessageStore {
  durableGroup = 0;
  openGroup = 1;
  backlogBytes = 0;
  diskBytes = 0;
  refusal: string | null = null;
  readonly #kept = new Map<number, Kept>();
  readonly #delivering = new Set<number>();
  readonly #refusalListeners: ((refusal: string | null) => void)[] = [];
  #waiting: { group: number; then: () => void }[] = [];
  #nextSlot = 0;
  #isFlushScheduled = false;
  #isInTransaction = false;
  #isClosed = false;

  append(message: Message, queueIds: readonly number[], entries: readonly QueueEntry[]): number {
    assert(queueIds.length === entries.length && entries.length > 0, 'one queue id for each entry');
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index];
      const queueId = queueIds[index];
      assert(entry !== undefined && queueId !== undefined, 'one queue id for each entry');
      entry.segment = 0;
      entry.slot = this.#nextSlot++;
      this.#kept.set(entry.slot, { queueId, message, entry, isRedelivered: entry.isRedelivered, deliveryCount: entry.deliveryCount });
    }
    this.backlogBytes += message.end - message.start;
    this.diskBytes += message.end - message.start;
    this.#scheduleFlush();
    return this.openGroup;
  }

  acknowledge(queueId: number, location: StoreLocation): void {
    const kept = this.#kept.get(location.slot);
    assert(kept?.queueId === queueId, 'acknowledged once, in its own queue');
    this.#kept.delete(location.slot);
  }

  noteReturned(queueId: number, entry: QueueEntry): void {
    const kept = this.#kept.get(entry.slot);
    assert(kept?.queueId === queueId, 'only a stored entry is returned');
    kept.isRedelivered = entry.isRedelivered;
    kept.deliveryCount = entry.deliveryCount;
  }

  transaction(work: () => void): number {
    assert(!this.#isInTransaction, 'transactions do not nest');
    this.#isInTransaction = true;
    try {
      work();
    } finally {
      this.#isInTransaction = false;
    }
    this.#scheduleFlush();
    return this.openGroup;
  }

  whenDurable(group: number, then: () => void): void {
    if (group <= this.durableGroup) then();
    else this.#waiting.push({ group, then });
  }

  noteDelivering(queueId: number): void {
    this.#delivering.add(queueId);
  }

  load(queueId: number, location: StoreLocation): Message | null {
    const kept = this.#kept.get(location.slot);
    assert(kept?.queueId === queueId, 'only a stored entry is loaded');
    return kept.message;
  }

  loadMany(queueId: number, locations: readonly StoreLocation[]): (Message | null)[] {
    return locations.map((location) => this.load(queueId, location));
  }

  dropQueue(queueId: number, keep: readonly StoreLocation[]): void {
    const keptSlots = new Set(keep.map((location) => location.slot));
    for (const [slot, kept] of this.#kept) {
      if (kept.queueId === queueId && !keptSlots.has(slot)) this.#kept.delete(slot);
    }
  }

  /** As after a kill: delivering queues come back flagged, unless close() ran. */
  recover(): StoreRecovery {
    const builders = new Map<number, RecoveredQueueBuilder>();
    for (const [slot, kept] of this.#kept) {
      const builder = builders.get(kept.queueId) ?? new RecoveredQueueBuilder();
      builders.set(kept.queueId, builder);
      builder.push({
        sequence: kept.entry.sequence,
        segment: 0,
        slot,
        bodySizeBytes: kept.message.bodySizeBytes,
        enqueuedAtMs: kept.entry.enqueuedAtMs,
        expiresAtMs: kept.entry.expiresAtMs,
        priority: kept.message.priority,
        isRedelivered: kept.isRedelivered || (!this.#isClosed && this.#delivering.has(kept.queueId)),
        deliveryCount: kept.deliveryCount,
      });
    }
    const queues = new Map<number, RecoveredQueue>();
    for (const [queueId, builder] of builders) queues.set(queueId, builder.build());
    const wasClean = this.#isClosed || this.#nextSlot === 0;
    this.#isClosed = false;
    return { wasClean, queues, reports: [] };
  }

  onRefusalChange(listener: (refusal: string | null) => void): void {
    this.#refusalListeners.push(listener);
  }

  /** For tests of flow control: a disk that is full, and has room again. */
  refuse(refusal: string | null): void {
    this.refusal = refusal;
    for (const listener of this.#refusalListeners) listener(refusal);
  }

  /** What the end of the loop turn does by itself. */
  flush(): void {
    this.#isFlushScheduled = false;
    this.durableGroup = this.openGroup;
    this.openGroup += 1;
    this.backlogBytes = 0;
    const due = this.#waiting.filter((waiter) => waiter.group <= this.durableGroup);
    this.#waiting = this.#waiting.filter((waiter) => waiter.group > this.durableGroup);
    for (const waiter of due) waiter.then();
  }

  close(): Promise<void> {
    this.flush();
    this.#isClosed = true;
    return Promise.resolve();
  }

  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    setImmediate(() => {
      if (this.#isFlushScheduled) this.flush();
    });
  }
}
