import { assert } from '../../base/assert';
import { copyBytes } from '../../base/copy-bytes';
import { partitionPoint } from '../../base/partition-point';
import { Message, messageFlags } from '../message';
import type { RecoveredQueue, StoreLocation } from '../ports';
import { QueueEntry } from '../queue-entry';
import type { PagingLimits } from './paging-limits';

/**
 * A run of entries packed without an object for each:
 *
 *   numbers   | sequence Δ | content start | body size | largest frame | route | enqueued Δ | bits | deliveries |  8 × 4 B an entry
 *   content   | frames of entry 0 | frames of entry 1 | …                                                         one slab
 *   locations | segment | slot |                  only when something in it is stored
 *   expiries  | expires at | publisher's expiration |  only when something in it expires
 *
 * Content may be resident, spilled (back in memory before use) or left to the store (loaded entry by entry).
 */
const STRIDE = 8;
const SEQUENCE = 0;
const CONTENT_START = 1;
const BODY_SIZE = 2;
const FRAME_MAX = 3;
const ROUTE = 4;
const ENQUEUED = 5;
const BITS = 6;
const DELIVERY_COUNT = 7;
const ENTRIES_MIN = 32;
const DELTA_MAX = 0xffff_ffff;
/** Few keys in turn share their strings; with many distinct ones a search would only cost. */
const ROUTES_COMPARED_MAX = 8;
/** A sealed page may keep a slab of up to 8/7 of what is in it: 1/8 unused. */
const SEAL_SLACK = 8 / 7;

/** bits: message flags 0–15, priority 16–23, then these. */
const PRIORITY_SHIFT = 16;
const REDELIVERED = 1 << 24;
const GONE = 1 << 25;

type Route = { readonly exchange: string; readonly routingKey: string };

export class Page {
  /** Entries ever packed, and how many of these are still here. */
  count = 0;
  liveCount = 0;
  liveBytes = 0;
  storedCount = 0;
  content: Buffer | null;
  contentLength = 0;
  private numbers = new Uint32Array(ENTRIES_MIN * STRIDE);
  private locations: Int32Array | null = null;
  private expiries: Float64Array | null = null;
  private routes: Route[] = [];
  private first = 0;
  /** The content is a single message's own buffer: nothing may be written behind it. */
  private isAdopted = false;

  private constructor(
    private readonly firstSequence: number,
    private readonly firstMs: number,
    private readonly entriesMax: number,
    private readonly slabBytesMax: number,
    content: Buffer | null,
  ) {
    this.content = content;
  }

  /** An empty page that has room for `entry` at least; `slabBytes` is how large its slab is at first. */
  static startingWith(entry: QueueEntry, limits: PagingLimits, slabBytes: number): Page {
    const sizeBytes = entry.message.end - entry.message.start;
    const slab = sizeBytes > limits.sharedContentBytesMax ? null : Buffer.allocUnsafeSlow(Math.max(slabBytes, sizeBytes));
    return new Page(entry.sequence, entry.enqueuedAtMs, limits.pageEntriesMax, limits.pageContentBytes, slab);
  }

  /** Some entries of a queue as the store found it, by index into its columns: contents stay there until somebody asks. */
  static recovered(queue: RecoveredQueue, indexes: Uint32Array): Page {
    const [start] = indexes;
    assert(start !== undefined, 'a page holds some entries');
    const page = new Page(queue.sequence[start] ?? 0, queue.enqueuedAtMs[start] ?? 0, indexes.length, 0, null);
    page.numbers = new Uint32Array(indexes.length * STRIDE);
    page.locations = new Int32Array(indexes.length * 2);
    for (const index of indexes) page.recover(queue, index);
    return page;
  }

  /** What it takes in memory now: with a backlog of millions, the numbers count for as much as the contents. */
  get residentBytes(): number {
    return (this.content?.length ?? 0) + this.numbers.byteLength + (this.locations?.byteLength ?? 0) + (this.expiries?.byteLength ?? 0);
  }

  get isStored(): boolean {
    return this.content === null && this.storedCount === this.count;
  }

  /** All entries are held by the store too, so the content here may be let go. */
  get canBeLeftToStore(): boolean {
    return this.storedCount === this.count;
  }

  /** Packs the entry behind the others; false when it does not fit. Its content is copied, the entry itself can be forgotten. */
  append(entry: QueueEntry): boolean {
    if (this.count >= this.entriesMax || !this.hasDeltaRoom(entry) || !this.placeContent(entry.message)) return false;
    const { message } = entry;
    const at = this.nextNumbers();
    this.numbers[at + SEQUENCE] = entry.sequence - this.firstSequence;
    this.numbers[at + BODY_SIZE] = message.bodySizeBytes;
    this.numbers[at + FRAME_MAX] = message.frameSizeBytesMax;
    this.numbers[at + ROUTE] = this.routeOf(message);
    this.numbers[at + ENQUEUED] = Math.max(0, entry.enqueuedAtMs - this.firstMs);
    this.numbers[at + BITS] = (message.flags & 0xffff) | (message.priority << PRIORITY_SHIFT) | (entry.isRedelivered ? REDELIVERED : 0);
    this.numbers[at + DELIVERY_COUNT] = entry.deliveryCount;
    if (entry.segment >= 0) this.setLocation(this.count, entry.segment, entry.slot);
    if (entry.expiresAtMs !== 0 || message.expirationMs >= 0) this.setExpiry(this.count, entry.expiresAtMs, message.expirationMs);
    this.count += 1;
    this.liveCount += 1;
    this.liveBytes += message.bodySizeBytes;
    return true;
  }

  /** Nothing more is appended: a slab that is far from full is exchanged for one that fits. */
  seal(): void {
    if (this.content === null || this.isAdopted) return;
    if (this.contentLength * SEAL_SLACK >= this.content.length) return;
    const fitting = Buffer.allocUnsafeSlow(this.contentLength);
    this.content.copy(fitting, 0, 0, this.contentLength);
    this.content = fitting;
  }

  /** Index of the first entry still here. */
  firstLive(): number {
    while (this.first < this.count && this.isGone(this.first)) this.first += 1;
    assert(this.first < this.count, 'a page without entries is dropped at once');
    return this.first;
  }

  /** Index of the entry that has `rank` live ones before it. */
  liveAt(rank: number): number {
    let index = this.firstLive();
    if (this.liveCount === this.count - index) return index + rank;
    for (let passed = 0; ; index += 1) {
      assert(index < this.count, 'rank within the live entries');
      if (this.isGone(index)) continue;
      if (passed === rank) return index;
      passed += 1;
    }
  }

  /** Index of the live entry with this sequence, or -1. */
  indexOf(sequence: number): number {
    const index = this.lowerBound(sequence);
    return index < this.count && this.sequenceAt(index) === sequence && !this.isGone(index) ? index : -1;
  }

  /** Index of the first entry, live or not, whose sequence is not below `sequence`; count when there is none. */
  lowerBound(sequence: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sequenceAt(middle) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Index of the first entry, live or not, that came in at this time or later; count when there is none. */
  lowerBoundSince(atMs: number): number {
    return partitionPoint(this.count, (index) => this.enqueuedAt(index) < atMs);
  }

  /** How many live entries are before this one. */
  rankOf(index: number): number {
    let rank = 0;
    for (let before = this.firstLive(); before < index; before += 1) if (!this.isGone(before)) rank += 1;
    return rank;
  }

  isGone(index: number): boolean {
    return (this.number(index, BITS) & GONE) !== 0;
  }

  /** The entry leaves the page. */
  remove(index: number): void {
    assert(!this.isGone(index), 'an entry leaves once');
    const at = index * STRIDE + BITS;
    this.numbers[at] = (this.numbers[at] ?? 0) | GONE;
    this.liveCount -= 1;
    this.liveBytes -= this.bodySizeAt(index);
  }

  /** A fresh object for the entry, over this page's slab. Needs resident content. */
  unpack(index: number): QueueEntry {
    return this.entryWith(index, this.messageAt(index));
  }

  /** As unpack, for a message that came from the store. */
  entryWith(index: number, message: Message): QueueEntry {
    const entry = new QueueEntry(message, this.sequenceAt(index), this.firstMs + this.number(index, ENQUEUED));
    entry.isRedelivered = (this.number(index, BITS) & REDELIVERED) !== 0;
    entry.deliveryCount = this.number(index, DELIVERY_COUNT);
    entry.segment = this.locations?.[index * 2] ?? -1;
    entry.slot = this.locations?.[index * 2 + 1] ?? -1;
    entry.expiresAtMs = this.expiresAt(index);
    return entry;
  }

  locationAt(index: number): StoreLocation {
    return { segment: this.locations?.[index * 2] ?? -1, slot: this.locations?.[index * 2 + 1] ?? -1 };
  }

  sequenceAt(index: number): number {
    return this.firstSequence + this.number(index, SEQUENCE);
  }

  bodySizeAt(index: number): number {
    return this.number(index, BODY_SIZE);
  }

  enqueuedAt(index: number): number {
    return this.firstMs + this.number(index, ENQUEUED);
  }

  expiresAt(index: number): number {
    return this.expiries?.[index * 2] ?? 0;
  }

  get firstLiveSequence(): number {
    return this.sequenceAt(this.firstLive());
  }

  get firstEnqueuedAt(): number {
    return this.enqueuedAt(this.firstLive());
  }

  private messageAt(index: number): Message {
    assert(this.content !== null, 'content is back in memory before it is read');
    const route = this.routes[this.number(index, ROUTE)];
    assert(route !== undefined, 'every packed entry has a route');
    const start = this.number(index, CONTENT_START);
    const end = index + 1 < this.count ? this.number(index + 1, CONTENT_START) : this.contentLength;
    const bits = this.number(index, BITS);
    return new Message(
      route.exchange,
      route.routingKey,
      this.content,
      start,
      end,
      this.bodySizeAt(index),
      this.number(index, FRAME_MAX),
      bits & 0xffff,
      (bits >>> PRIORITY_SHIFT) & 0xff,
      (bits & messageFlags.hasExpiration) === 0 ? -1 : (this.expiries?.[index * 2 + 1] ?? -1),
    );
  }

  private recover(queue: RecoveredQueue, index: number): void {
    const at = this.nextNumbers();
    const bodySizeBytes = queue.bodySizeBytes[index] ?? 0;
    this.numbers[at + SEQUENCE] = (queue.sequence[index] ?? 0) - this.firstSequence;
    this.numbers[at + BODY_SIZE] = bodySizeBytes;
    this.numbers[at + ENQUEUED] = Math.max(0, (queue.enqueuedAtMs[index] ?? 0) - this.firstMs);
    const redelivered = queue.isRedelivered[index] === 1 ? REDELIVERED : 0;
    this.numbers[at + BITS] = messageFlags.persistent | ((queue.priority[index] ?? 0) << PRIORITY_SHIFT) | redelivered;
    this.numbers[at + DELIVERY_COUNT] = queue.deliveryCount[index] ?? 0;
    this.setLocation(this.count, queue.segment[index] ?? -1, queue.slot[index] ?? -1);
    const expiresAtMs = queue.expiresAtMs[index] ?? 0;
    if (expiresAtMs !== 0) this.setExpiry(this.count, expiresAtMs, -1);
    this.count += 1;
    this.liveCount += 1;
    this.liveBytes += bodySizeBytes;
  }

  private hasDeltaRoom(entry: QueueEntry): boolean {
    return entry.sequence - this.firstSequence <= DELTA_MAX && entry.enqueuedAtMs - this.firstMs <= DELTA_MAX;
  }

  private placeContent(message: Message): boolean {
    const sizeBytes = message.end - message.start;
    if (this.content === null) {
      if (this.count > 0) return false;
      message.retain(); // a large content has an allocation of its own by now: the page takes it over
      this.content = message.buffer;
      this.contentLength = message.end;
      this.isAdopted = true;
      this.numbers[CONTENT_START] = message.start;
      return true;
    }
    if (this.isAdopted || !this.growSlab(this.content, this.contentLength + sizeBytes)) return false;
    copyBytes(message.buffer, message.start, message.end, this.content, this.contentLength);
    const at = this.nextNumbers();
    this.numbers[at + CONTENT_START] = this.contentLength;
    this.contentLength += sizeBytes;
    return true;
  }

  /** Doubled while it may grow; who looks at the old slab meanwhile sees the same bytes. */
  private growSlab(slab: Buffer, neededBytes: number): boolean {
    if (neededBytes <= slab.length) return true;
    if (neededBytes > this.slabBytesMax) return false;
    let sizeBytes = slab.length;
    while (sizeBytes < neededBytes) sizeBytes *= 2;
    const grown = Buffer.allocUnsafeSlow(Math.min(sizeBytes, this.slabBytesMax));
    slab.copy(grown, 0, 0, this.contentLength);
    this.content = grown;
    return true;
  }

  /** Where the next entry's numbers go, with room made for them. */
  private nextNumbers(): number {
    const at = this.count * STRIDE;
    if (at === this.numbers.length) {
      const grown = new Uint32Array(this.numbers.length * 2);
      grown.set(this.numbers);
      this.numbers = grown;
    }
    return at;
  }

  private routeOf(message: Message): number {
    const { exchange, routingKey } = message;
    const lowest = Math.max(0, this.routes.length - ROUTES_COMPARED_MAX);
    for (let index = this.routes.length - 1; index >= lowest; index -= 1) {
      const route = this.routes[index] as Route;
      if (route.routingKey === routingKey && route.exchange === exchange) return index;
    }
    return this.routes.push({ exchange, routingKey }) - 1;
  }

  private setLocation(index: number, segment: number, slot: number): void {
    this.locations = withRoomFor(this.locations, index, (size) => new Int32Array(size).fill(-1));
    this.locations[index * 2] = segment;
    this.locations[index * 2 + 1] = slot;
    this.storedCount += 1;
  }

  private setExpiry(index: number, expiresAtMs: number, expirationMs: number): void {
    this.expiries = withRoomFor(this.expiries, index, (size) => new Float64Array(size));
    this.expiries[index * 2] = expiresAtMs;
    this.expiries[index * 2 + 1] = expirationMs;
  }

  private number(index: number, field: number): number {
    const value = this.numbers[index * STRIDE + field];
    assert(value !== undefined, 'index within the page');
    return value;
  }
}

/** Two numbers an entry, grown in doubling steps. */
function withRoomFor<T extends Int32Array | Float64Array>(array: T | null, index: number, create: (size: number) => T): T {
  const needed = (index + 1) * 2;
  if (array !== null && needed <= array.length) return array;
  let size = ENTRIES_MIN * 2;
  while (size < needed) size *= 2;
  const grown = create(size);
  if (array !== null) grown.set(array);
  return grown;
}
