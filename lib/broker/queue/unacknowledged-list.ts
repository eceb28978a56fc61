import { assert } from '../../base/assert';
import type { QueueEntry } from '../queue-entry';

/** What was delivered and not yet settled, in the order of delivery: a list through the entries themselves. */
export class UnacknowledgedList {
  count = 0;
  bytes = 0;
  private first: QueueEntry | null = null;
  private last: QueueEntry | null = null;

  add(entry: QueueEntry): void {
    entry.previous = this.last;
    entry.next = null;
    if (this.last === null) this.first = entry;
    else this.last.next = entry;
    this.last = entry;
    this.count += 1;
    this.bytes += entry.message.bodySizeBytes;
  }

  remove(entry: QueueEntry): void {
    assert(this.count > 0, 'an entry is settled once');
    assert(entry.previous !== null || this.first === entry, 'the entry is in this list');
    if (entry.previous === null) this.first = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next === null) this.last = entry.previous;
    else entry.next.previous = entry.previous;
    entry.previous = null;
    entry.next = null;
    this.count -= 1;
    this.bytes -= entry.message.bodySizeBytes;
  }

  /** Sorted by sequence. Deliveries come nearly sorted, which is what the sort is fast at. */
  sorted(): QueueEntry[] {
    return [...this].sort((left, right) => left.sequence - right.sequence);
  }

  *[Symbol.iterator](): Generator<QueueEntry> {
    for (let entry = this.first; entry !== null; entry = entry.next) yield entry;
  }
}
