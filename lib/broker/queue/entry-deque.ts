import { assert } from '../../base/assert';
import type { QueueEntry } from '../queue-entry';

const CAPACITY_MIN = 8;

/**
 * Entries in order of their sequence, in a ring whose capacity is a power of two. Pushing behind, taking from the front and
 * putting back at the front cost the same at any length; an insertion in the middle shifts the shorter side.
 */
export class EntryDeque {
  length = 0;
  private ring: (QueueEntry | undefined)[] = [];
  private head = 0;
  private mask = -1;

  /** 0 is the front. */
  at(index: number): QueueEntry {
    const entry = this.ring[(this.head + index) & this.mask];
    assert(entry !== undefined, 'index within the deque');
    return entry;
  }

  push(entry: QueueEntry): void {
    if (this.length > this.mask) this.grow();
    this.ring[(this.head + this.length) & this.mask] = entry;
    this.length += 1;
  }

  unshift(entry: QueueEntry): void {
    if (this.length > this.mask) this.grow();
    this.head = (this.head - 1) & this.mask;
    this.ring[this.head] = entry;
    this.length += 1;
  }

  shift(): QueueEntry | null {
    if (this.length === 0) return null;
    const entry = this.ring[this.head];
    assert(entry !== undefined, 'every place of the deque is filled');
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & this.mask;
    this.length -= 1;
    return entry;
  }

  pop(): QueueEntry | null {
    if (this.length === 0) return null;
    this.length -= 1;
    const index = (this.head + this.length) & this.mask;
    const entry = this.ring[index];
    assert(entry !== undefined, 'every place of the deque is filled');
    this.ring[index] = undefined;
    return entry;
  }

  /** Puts a requeued entry back where its sequence belongs. */
  insert(entry: QueueEntry): void {
    if (this.length === 0 || this.at(this.length - 1).sequence < entry.sequence) this.push(entry);
    else if (entry.sequence < this.at(0).sequence) this.unshift(entry);
    else this.insertBetween(entry, this.lowerBound(entry.sequence));
  }

  /** Index of the first entry whose sequence is not below `sequence`. */
  lowerBound(sequence: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle).sequence < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  removeAt(index: number): QueueEntry {
    const removed = this.at(index);
    if (index < this.length / 2) {
      for (let place = index; place > 0; place -= 1) this.set(place, this.at(place - 1));
      this.shift();
    } else {
      for (let place = index; place < this.length - 1; place += 1) this.set(place, this.at(place + 1));
      this.pop();
    }
    return removed;
  }

  clear(): void {
    this.ring = [];
    this.head = 0;
    this.mask = -1;
    this.length = 0;
  }

  private insertBetween(entry: QueueEntry, index: number): void {
    if (index < this.length / 2) {
      this.unshift(this.at(0));
      for (let place = 1; place < index; place += 1) this.set(place, this.at(place + 1));
    } else {
      this.push(this.at(this.length - 1));
      for (let place = this.length - 2; place > index; place -= 1) this.set(place, this.at(place - 1));
    }
    this.set(index, entry);
  }

  private set(index: number, entry: QueueEntry): void {
    this.ring[(this.head + index) & this.mask] = entry;
  }

  private grow(): void {
    const capacity = Math.max(CAPACITY_MIN, (this.mask + 1) * 2);
    const ring: (QueueEntry | undefined)[] = new Array(capacity);
    for (let index = 0; index < this.length; index += 1) ring[index] = this.at(index);
    for (let index = this.length; index < capacity; index += 1) ring[index] = undefined;
    this.ring = ring;
    this.head = 0;
    this.mask = capacity - 1;
  }
}
