import { assert } from '../../base/assert';
import { limits } from '../limits';
import type { Queue } from '../queue/queue';
import type { QueueEntry } from '../queue-entry';
import { contentBytesOf, type OutstandingDeliveries } from './outstanding-deliveries';

/** On whose account a delivery is: a consumer, or basic.get on a queue. */
export interface DeliveryHolder {
  readonly queue: Queue;
  /** The delivery was settled: its place in the prefetch is free again. */
  release(): void;
}

const INITIAL_CAPACITY = 64;
/** A ring this large with few deliveries left in it gives its oldest to the map of stragglers. */
const SPARSE_CAPACITY = 4_096;

/**
 * Deliveries of one channel that wait for their acknowledgement, by delivery tag.
 *
 *   stragglers (map)          ring, index = tag & mask
 *   3, 17                     base ── . ── x ── x ── . ── x ── end
 *
 * Tags only grow, so that a ring finds each in one step and a multiple-acknowledge pops from the base. One delivery that is
 * never acknowledged must not stretch the ring without end: when most of it is empty, what is oldest moves to the map.
 */
export class Unacknowledged {
  count = 0;
  private contentBytes = 0;
  private entries: (QueueEntry | undefined)[] = new Array(INITIAL_CAPACITY);
  private holders: (DeliveryHolder | undefined)[] = new Array(INITIAL_CAPACITY);
  private mask = INITIAL_CAPACITY - 1;
  /** All tags in the ring are in [base, end). */
  private base = 1;
  private end = 1;
  private readonly stragglers = new Map<number, { entry: QueueEntry; holder: DeliveryHolder }>();

  constructor(private readonly outstanding: OutstandingDeliveries) {}

  /** Others need the room: this channel must acknowledge before it gets more. */
  get isOverShare(): boolean {
    if (!this.outstanding.isFull) return false;
    return this.count >= this.outstanding.shareCount || this.contentBytes >= limits.unacknowledgedShareBytes;
  }

  add(tag: number, entry: QueueEntry, holder: DeliveryHolder): void {
    assert(tag >= this.end, 'delivery tags grow');
    if (this.count === this.stragglers.size) this.base = tag;
    while (tag - this.base > this.mask) this.makeRoom();
    this.entries[tag & this.mask] = entry;
    this.holders[tag & this.mask] = holder;
    this.end = tag + 1;
    this.count++;
    const contentBytes = contentBytesOf(entry);
    this.contentBytes += contentBytes;
    this.outstanding.add(contentBytes);
  }

  /** Places of the ring, for memory accounting. */
  get capacity(): number {
    return this.mask + 1;
  }

  has(tag: number): boolean {
    return (tag >= this.base && tag < this.end && this.entries[tag & this.mask] !== undefined) || this.stragglers.has(tag);
  }

  /** The delivery that is out for longest, or null. */
  oldest(): { readonly tag: number; readonly holder: DeliveryHolder } | null {
    for (const [tag, { holder }] of this.stragglers) return { tag, holder };
    if (this.count === 0) return null;
    while (this.entries[this.base & this.mask] === undefined) this.base++;
    const holder = this.holders[this.base & this.mask];
    return holder === undefined ? null : { tag: this.base, holder };
  }

  /** Takes one out. @returns false when there is none of that tag */
  take(tag: number, visit: (entry: QueueEntry, holder: DeliveryHolder) => void): boolean {
    if (tag >= this.base && tag < this.end) {
      const index = tag & this.mask;
      const entry = this.entries[index];
      const holder = this.holders[index];
      if (entry !== undefined && holder !== undefined) {
        this.clear(index, entry);
        if (tag === this.base) this.base++;
        visit(entry, holder);
        return true;
      }
    }
    const straggler = this.stragglers.get(tag);
    if (straggler === undefined) return false;
    this.stragglers.delete(tag);
    this.left(straggler.entry);
    visit(straggler.entry, straggler.holder);
    return true;
  }

  /** Takes out all up to and with `tag`, oldest first. @returns how many */
  takeUpTo(tag: number, visit: (entry: QueueEntry, holder: DeliveryHolder) => void): number {
    const before = this.count;
    // Map order is insertion order, and stragglers move there oldest first.
    for (const [straggler, { entry, holder }] of this.stragglers) {
      if (straggler > tag) break;
      this.stragglers.delete(straggler);
      this.left(entry);
      visit(entry, holder);
    }
    const last = Math.min(tag, this.end - 1);
    while (this.base <= last) {
      const index = this.base & this.mask;
      this.base++;
      const entry = this.entries[index];
      const holder = this.holders[index];
      if (entry === undefined || holder === undefined) continue;
      this.clear(index, entry);
      visit(entry, holder);
    }
    return before - this.count;
  }

  /** The tags up to and with `tag`, oldest first; nothing is taken out. */
  tagsUpTo(tag: number): number[] {
    const tags = [...this.stragglers.keys()].filter((straggler) => straggler <= tag);
    for (let at = this.base; at < this.end && at <= tag; at++) if (this.entries[at & this.mask] !== undefined) tags.push(at);
    return tags;
  }

  takeAll(visit: (entry: QueueEntry, holder: DeliveryHolder) => void): number {
    return this.takeUpTo(Number.MAX_SAFE_INTEGER, visit);
  }

  private clear(index: number, entry: QueueEntry): void {
    this.entries[index] = undefined;
    this.holders[index] = undefined;
    this.left(entry);
  }

  private left(entry: QueueEntry): void {
    const contentBytes = contentBytesOf(entry);
    this.count--;
    this.contentBytes -= contentBytes;
    this.outstanding.remove(contentBytes);
  }

  private makeRoom(): void {
    const capacity = this.mask + 1;
    while (this.base < this.end && this.entries[this.base & this.mask] === undefined) this.base++;
    const inRing = this.count - this.stragglers.size;
    if (capacity >= SPARSE_CAPACITY && inRing * 8 < capacity) this.moveOldest(inRing);
    else this.grow();
  }

  private moveOldest(inRing: number): void {
    const half = this.base + ((this.mask + 1) >> 1);
    let left = inRing;
    while (this.base < half && this.base < this.end && left > 0) {
      const index = this.base & this.mask;
      const entry = this.entries[index];
      const holder = this.holders[index];
      if (entry !== undefined && holder !== undefined) {
        this.stragglers.set(this.base, { entry, holder });
        this.entries[index] = undefined;
        this.holders[index] = undefined;
        left--;
      }
      this.base++;
    }
    if (left === 0) this.base = this.end;
  }

  private grow(): void {
    const entries: (QueueEntry | undefined)[] = new Array((this.mask + 1) * 2);
    const holders: (DeliveryHolder | undefined)[] = new Array((this.mask + 1) * 2);
    const mask = entries.length - 1;
    for (let tag = this.base; tag < this.end; tag++) {
      entries[tag & mask] = this.entries[tag & this.mask];
      holders[tag & mask] = this.holders[tag & this.mask];
    }
    this.entries = entries;
    this.holders = holders;
    this.mask = mask;
  }
}
