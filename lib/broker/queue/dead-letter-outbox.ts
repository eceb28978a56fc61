import type { QueueSettings } from '../../model/queue-arguments/effective-settings';
import type { QueueType } from '../../model/resources';
import { QueueEntry } from '../queue-entry';
import { ExpiryTimer } from './expiry-timer';
import type { DeathReason } from './queue';
import type { QueueHost } from './queue-host';
import { ReadyList } from './ready-list';

const RETRY_AFTER_MS = 5_000;
/** Letters tried in one go, RabbitMQ's prefetch of its dead-letter worker. */
const RETRY_BATCH_MAX = 32;

/** RabbitMQ: the strategy counts only on quorum queues that refuse publishers instead of dropping. Otherwise it is at-most-once. */
export const isAtLeastOnce = (type: QueueType, settings: QueueSettings): boolean =>
  type === 'quorum' && settings.deadLetterStrategy === 'at-least-once' && settings.overflow === 'reject-publish';

/**
 * Dead letters of one queue that no queue has taken yet: they wait here, in the store too, until the dead-letter exchange
 * leads somewhere. One list a reason; letters are numbered anew, because they die in any order.
 */
export class DeadLetterOutbox {
  private readonly lists = new Map<DeathReason, ReadyList>();
  private readonly timer = new ExpiryTimer(() => this.retry());
  private lastSequence = 0;

  constructor(
    private readonly queueId: number,
    private readonly host: QueueHost,
    private readonly deadLetter: (entry: QueueEntry, reason: DeathReason) => void,
    private readonly onLost: () => void,
  ) {}

  /** messages_dlx of RabbitMQ. */
  get count(): number {
    let count = 0;
    for (const list of this.lists.values()) count += list.length;
    return count;
  }

  add(entry: QueueEntry, reason: DeathReason): void {
    this.lastSequence += 1;
    const waiting = new QueueEntry(entry.message, this.lastSequence, entry.enqueuedAtMs);
    waiting.segment = entry.segment;
    waiting.slot = entry.slot;
    this.listOf(reason).push(waiting);
    const nowMs = this.host.clock.nowMs();
    this.timer.wakeAt(nowMs + RETRY_AFTER_MS, nowMs);
  }

  clear(): void {
    for (const list of this.lists.values()) list.clear();
    this.timer.stop();
  }

  close(): void {
    this.timer.close();
  }

  /** Those refused once more come back through add(), behind the others. */
  private retry(): void {
    for (const [reason, list] of this.lists) {
      for (let left = Math.min(list.length, RETRY_BATCH_MAX); left > 0; left -= 1) {
        const entry = list.shift();
        if (entry !== null) this.deadLetter(entry, reason);
      }
    }
    const nowMs = this.host.clock.nowMs();
    if (this.count > 0) this.timer.wakeAt(nowMs + RETRY_AFTER_MS, nowMs);
  }

  private listOf(reason: DeathReason): ReadyList {
    let list = this.lists.get(reason);
    if (list === undefined) {
      list = new ReadyList(this.queueId, this.host.store, this.host.workingSet, this.onLost);
      this.lists.set(reason, list);
    }
    return list;
  }
}
