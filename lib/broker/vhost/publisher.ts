import { assert } from '../../base/assert';
import type { Clock } from '../../base/clock';
import { type Message, messageFlags } from '../message';
import { type MessageStore, publishResult } from '../ports';
import { admission, type Destination, isKept } from '../queue/queue';
import type { QueueEntry } from '../queue-entry';
import { withoutBlindCopies } from './router';

/**
 * Puts one message into the queues that its route found: stored once for all durable ones, before any of them delivers it.
 * Dead letters that this makes are published after it, so that publishing never nests.
 */
export class Publisher {
  /** Store group of the last publish that stored something, else 0. */
  lastGroup = 0;
  isPublishing = false;
  // Reused from message to message: emptied at the end of each publish.
  private readonly accepting: Destination[] = [];
  private readonly entries: QueueEntry[] = [];
  private readonly storedIds: number[] = [];
  private readonly storedEntries: QueueEntry[] = [];
  private readonly oneId: number[] = [];
  private readonly oneEntry: QueueEntry[] = [];

  constructor(
    private readonly store: MessageStore,
    private readonly clock: Clock,
  ) {}

  /** @returns publishResult bits */
  publish(published: Message, queues: readonly Destination[]): number {
    this.lastGroup = 0;
    if (queues.length === 0) return 0;
    assert(!this.isPublishing, 'publishing does not nest');
    this.isPublishing = true;
    try {
      const message = (published.flags & messageFlags.hasExtraRoutes) === 0 ? published : withoutBlindCopies(published);
      const isPersistent = (message.flags & messageFlags.persistent) !== 0;
      if (!isPersistent && !anyStoresEverything(queues)) return this.publishTransient(message, queues);
      return queues.length === 1
        ? this.publishStoredOnce(message, queues[0] as Destination, isPersistent)
        : this.publishStored(message, queues, isPersistent);
    } finally {
      this.isPublishing = false;
      this.forgetAccepted();
    }
  }

  private publishTransient(message: Message, queues: readonly Destination[]): number {
    let result: number = publishResult.routed;
    const nowMs = this.clock.nowMs();
    for (const queue of queues) {
      const verdict = queue.admit(message);
      if (verdict === admission.accepted) queue.place(queue.createEntry(message, nowMs));
      else if (verdict === admission.rejected) result |= publishResult.rejected;
    }
    return result;
  }

  /** What publishStored does, without its lists: most messages go to one queue. */
  private publishStoredOnce(message: Message, queue: Destination, isPersistent: boolean): number {
    const verdict = queue.admit(message);
    if (verdict === admission.rejected) return publishResult.routed | publishResult.rejected;
    if (verdict === admission.dropped) return publishResult.routed;
    const entry = queue.createEntry(message, this.clock.nowMs());
    let result: number = publishResult.routed;
    if (isKept(queue.identity) && (isPersistent || queue.storesEverything)) {
      this.oneId[0] = queue.identity.id;
      this.oneEntry[0] = entry;
      this.lastGroup = this.store.append(message, this.oneId, this.oneEntry);
      result |= publishResult.stored;
    }
    queue.place(entry);
    return result;
  }

  private publishStored(message: Message, queues: readonly Destination[], isPersistent: boolean): number {
    let result: number = publishResult.routed;
    const nowMs = this.clock.nowMs();
    for (const queue of queues) {
      const verdict = queue.admit(message);
      if (verdict === admission.accepted) this.accept(queue, queue.createEntry(message, nowMs), isPersistent);
      else if (verdict === admission.rejected) result |= publishResult.rejected;
    }
    if (this.storedIds.length > 0) {
      this.lastGroup = this.store.append(message, this.storedIds, this.storedEntries);
      result |= publishResult.stored;
    }
    for (let index = 0; index < this.accepting.length; index += 1) {
      (this.accepting[index] as Destination).place(this.entries[index] as QueueEntry);
    }
    return result;
  }

  private forgetAccepted(): void {
    if (this.oneEntry.length > 0) this.oneEntry.pop(); // assigning a length is slow
    if (this.accepting.length === 0) return;
    this.accepting.length = 0;
    this.entries.length = 0;
    this.storedIds.length = 0;
    this.storedEntries.length = 0;
  }

  private accept(queue: Destination, entry: QueueEntry, isPersistent: boolean): void {
    this.accepting.push(queue);
    this.entries.push(entry);
    if (!isKept(queue.identity) || !(isPersistent || queue.storesEverything)) return;
    this.storedIds.push(queue.identity.id);
    this.storedEntries.push(entry);
  }
}

function anyStoresEverything(queues: readonly Destination[]): boolean {
  for (const queue of queues) if (queue.storesEverything) return true;
  return false;
}
