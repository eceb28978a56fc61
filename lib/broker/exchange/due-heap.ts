import type { Message } from '../message';
import type { StoreLocation } from '../ports';

/** One message that waits for its time; `message` null: its content is in the store. */
export type DueItem = StoreLocation & { readonly dueMs: number; readonly sequence: number; readonly message: Message | null };

const isBefore = (left: DueItem, right: DueItem): boolean =>
  left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.sequence < right.sequence);

/** Binary heap, soonest first; what was due at the same moment leaves in the order of arrival. */
export class DueHeap {
  private items: DueItem[] = [];

  get size(): number {
    return this.items.length;
  }

  push(item: DueItem): void {
    this.items.push(item);
    this.rise(this.items.length - 1);
  }

  soonestMs(): number | null {
    return this.items[0]?.dueMs ?? null;
  }

  popDue(nowMs: number): DueItem | null {
    const [soonest] = this.items;
    if (soonest === undefined || soonest.dueMs > nowMs) return null;
    this.removeAt(0);
    return soonest;
  }

  remove(sequence: number): DueItem | null {
    const index = this.items.findIndex((item) => item.sequence === sequence);
    const item = this.items[index];
    if (item === undefined) return null;
    this.removeAt(index);
    return item;
  }

  /** In no order. */
  all(): readonly DueItem[] {
    return this.items;
  }

  /** The first `limit` in order, at a cost of limit squared whatever waits: each next one is a child of one already found. */
  soonest(limit: number): DueItem[] {
    const found: DueItem[] = [];
    const candidates = this.items.length > 0 ? [0] : [];
    while (found.length < limit && candidates.length > 0) {
      const best = candidates.reduce((left, right) => (this.isBeforeAt(right, left) ? right : left));
      candidates.splice(candidates.indexOf(best), 1);
      found.push(this.items[best] as DueItem);
      for (const child of [best * 2 + 1, best * 2 + 2]) if (child < this.items.length) candidates.push(child);
    }
    return found;
  }

  clear(): void {
    this.items = [];
  }

  private removeAt(index: number): void {
    const last = this.items.pop();
    if (last === undefined || index === this.items.length) return;
    this.items[index] = last;
    this.rise(index);
    this.sink(index);
  }

  private rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >>> 1;
      if (!this.isBeforeAt(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  private sink(from: number): void {
    let index = from;
    for (;;) {
      const left = index * 2 + 1;
      const smaller = left + 1 < this.items.length && this.isBeforeAt(left + 1, left) ? left + 1 : left;
      if (smaller >= this.items.length || !this.isBeforeAt(smaller, index)) return;
      this.swap(index, smaller);
      index = smaller;
    }
  }

  private isBeforeAt(left: number, right: number): boolean {
    return isBefore(this.items[left] as DueItem, this.items[right] as DueItem);
  }

  private swap(left: number, right: number): void {
    const item = this.items[left] as DueItem;
    this.items[left] = this.items[right] as DueItem;
    this.items[right] = item;
  }
}
