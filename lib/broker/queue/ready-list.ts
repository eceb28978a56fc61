import { assert } from '../../base/assert';
import { partitionPoint } from '../../base/partition-point';
import type { Message } from '../message';
import type { MessageStore, RecoveredQueue, StoreLocation } from '../ports';
import type { QueueEntry } from '../queue-entry';
import { EntryDeque } from './entry-deque';
import { ownContent } from './own-content';
import { Page } from './page';
import { PageHolder } from './page-holder';
import type { PagingLimits } from './paging-limits';
import type { WorkingSet } from './working-set';

/**
 * The waiting entries of one queue (or of one priority of it), oldest first:
 *
 *   head (objects: requeued, just read back, or few enough)  →  pages (packed; far ones may be on disk)
 *
 * Sequences grow from front to back, because entries only leave at the front: what is requeued is older than every page.
 * Requeued entries were objects while they were out, so a head that is long with them is no larger than it was then.
 */
export class ReadyList {
  length = 0;
  /** Of bodies, as x-max-length-bytes counts them. */
  bytes = 0;
  private readonly head = new EntryDeque();
  private headBytes = 0;
  private pages: PageHolder[] = [];
  private readonly limits: PagingLimits;

  constructor(
    private readonly queueId: number,
    private readonly store: MessageStore,
    private readonly workingSet: WorkingSet,
    /** A stored entry could not be read back: it is out of the list and of the store. */
    private readonly onLost: () => void,
  ) {
    this.limits = workingSet.paging;
  }

  push(entry: QueueEntry): void {
    this.length += 1;
    this.bytes += entry.message.bodySizeBytes;
    if (this.pages.length === 0 && this.hasHeadRoom()) {
      ownContent(entry.message);
      this.countHead(entry.message.bodySizeBytes);
      this.head.push(entry);
    } else {
      this.pack(entry);
    }
  }

  /** Takes over what the store had at start, given as ascending indexes into `queue`'s columns. */
  recover(queue: RecoveredQueue, indexes: Uint32Array): void {
    for (let from = 0; from < indexes.length; from += this.limits.pageEntriesMax) {
      const page = Page.recovered(queue, indexes.subarray(from, from + this.limits.pageEntriesMax));
      this.pages.push(new PageHolder(page, this.workingSet));
      this.length += page.liveCount;
      this.bytes += page.liveBytes;
    }
  }

  /** Back to where it was. */
  insert(entry: QueueEntry): void {
    const [front] = this.pages;
    assert(front === undefined || entry.sequence < front.page.firstLiveSequence, 'a returned entry is older than what was never delivered');
    this.length += 1;
    this.bytes += entry.message.bodySizeBytes;
    this.countHead(entry.message.bodySizeBytes);
    this.head.insert(entry);
  }

  shift(): QueueEntry | null {
    if (this.head.length === 0) return this.shiftFromPage();
    const entry = this.head.shift();
    if (entry === null) return null;
    this.countHead(-entry.message.bodySizeBytes);
    return this.count(entry);
  }

  /** Drops the front entry without reading its content. The list has one. @returns where the store holds it */
  discardFront(): StoreLocation {
    if (this.head.length > 0) return this.shift() as QueueEntry;
    const holder = this.frontPage();
    const { page } = holder;
    const index = page.firstLive();
    const location = page.locationAt(index);
    this.length -= 1;
    this.bytes -= page.bodySizeAt(index);
    page.remove(index);
    if (page.liveCount === 0) this.dropPage(holder);
    return location;
  }

  /** ms since the epoch when the front entry expires, 0 for never. The list has one. */
  frontExpiresAtMs(): number {
    if (this.head.length > 0) return this.head.at(0).expiresAtMs;
    const { page } = this.frontPage();
    return page.expiresAt(page.firstLive());
  }

  /** When the next entry expires that may leave, 0 for never. */
  nextExpiryMs(): number {
    return this.length === 0 ? 0 : this.frontExpiresAtMs();
  }

  /** Takes the front entry if it has expired by now. */
  shiftExpired(nowMs: number): QueueEntry | null {
    const expiresAtMs = this.nextExpiryMs();
    return expiresAtMs === 0 || expiresAtMs > nowMs ? null : this.shift();
  }

  frontEnqueuedAtMs(): number {
    if (this.head.length > 0) return this.head.at(0).enqueuedAtMs;
    const { page } = this.frontPage();
    return page.enqueuedAt(page.firstLive());
  }

  /** Copies of `count` entries from `rank` on, for a look: nothing changes. Unreadable ones are left out. */
  peek(rank: number, count: number): QueueEntry[] {
    const found: QueueEntry[] = [];
    const end = Math.min(this.length, rank + count);
    for (let place = rank; place < Math.min(end, this.head.length); place += 1) found.push(this.head.at(place));
    let before = this.head.length;
    for (const holder of this.pages) {
      if (before >= end) break;
      const { liveCount } = holder.page;
      const from = Math.max(rank, before);
      if (from < before + liveCount) found.push(...this.peekPage(holder, from - before, Math.min(end - from, before + liveCount - from)));
      before += liveCount;
    }
    return found;
  }

  /** The entry with this sequence, for a look. */
  find(sequence: number): QueueEntry | null {
    const place = this.headPlaceOf(sequence);
    if (place >= 0) return this.head.at(place);
    const holder = this.pageOf(sequence);
    const index = holder?.page.indexOf(sequence) ?? -1;
    return holder === null || index < 0 ? null : (this.entriesAt(holder, [index])[0] ?? null);
  }

  /** How many entries have a sequence below this one: the place of the entry that has it. */
  rankOf(sequence: number): number {
    const place = this.head.lowerBound(sequence);
    const holder = this.pageOf(sequence);
    if (place < this.head.length || holder === null) return place;
    let rank = this.head.length;
    for (const before of this.pages) {
      if (before === holder) break;
      rank += before.page.liveCount;
    }
    return rank + holder.page.rankOf(holder.page.lowerBound(sequence));
  }

  /** How many entries came in before this time. Arrival times grow with the sequence, unless somebody set the clock back. */
  rankSince(atMs: number): number {
    const place = partitionPoint(this.head.length, (index) => this.head.at(index).enqueuedAtMs < atMs);
    const pageCount = partitionPoint(this.pages.length, (index) => (this.pages[index] as PageHolder).page.firstEnqueuedAt < atMs);
    const last = this.pages[pageCount - 1];
    if (place < this.head.length || last === undefined) return place;
    let rank = this.head.length;
    for (let before = 0; before < pageCount - 1; before += 1) rank += (this.pages[before] as PageHolder).page.liveCount;
    return rank + last.page.rankOf(last.page.lowerBoundSince(atMs));
  }

  /** The newest entries above this sequence, newest first and at most `countMax`, and how many there are. */
  newerThan(sequence: number, countMax: number): { count: number; entries: QueueEntry[] } {
    const count = this.length - this.rankOf(sequence + 1);
    const shown = Math.min(count, countMax);
    return { count, entries: shown === 0 ? [] : this.peek(this.length - shown, shown).reverse() };
  }

  /** Takes the entry out, wherever it is. */
  remove(sequence: number): QueueEntry | null {
    const place = this.headPlaceOf(sequence);
    if (place >= 0) {
      const entry = this.head.removeAt(place);
      this.countHead(-entry.message.bodySizeBytes);
      return this.count(entry);
    }
    const holder = this.pageOf(sequence);
    const index = holder?.page.indexOf(sequence) ?? -1;
    if (holder === null || index < 0) return null;
    const [entry] = this.entriesAt(holder, [index]);
    if (entry === undefined) return null;
    holder.page.remove(index);
    if (holder.page.liveCount === 0) this.dropPage(holder);
    return this.count(entry);
  }

  clear(): void {
    this.workingSet.subtract(this.headBytes);
    this.headBytes = 0;
    this.head.clear();
    for (const holder of this.pages) holder.drop();
    this.pages = [];
    this.length = 0;
    this.bytes = 0;
  }

  private hasHeadRoom(): boolean {
    return this.head.length < this.limits.headEntriesMax && this.headBytes < this.limits.headBytesMax && !this.workingSet.isOver;
  }

  private pack(entry: QueueEntry): void {
    const last = this.pages[this.pages.length - 1];
    if (last?.page.append(entry)) {
      last.account();
      return;
    }
    last?.seal();
    this.workingSet.relieve();
    // A queue that fills page after page gets whole slabs; the first of a shallow one starts small.
    this.pages.push(this.newPage(entry, last === undefined ? this.limits.slabBytesMin : this.limits.pageContentBytes));
  }

  private newPage(entry: QueueEntry, slabBytes: number): PageHolder {
    const holder = new PageHolder(Page.startingWith(entry, this.limits, slabBytes), this.workingSet);
    const isPacked = holder.page.append(entry);
    assert(isPacked, 'a new page has room for the entry it was made for');
    holder.account();
    return holder;
  }

  private shiftFromPage(): QueueEntry | null {
    while (this.pages.length > 0) {
      const holder = this.frontPage();
      if (!holder.makeResident()) {
        this.readAhead(holder);
        if (this.head.length > 0) return this.shift();
        continue;
      }
      const { page } = holder;
      const index = page.firstLive();
      const entry = page.unpack(index);
      page.remove(index);
      if (page.liveCount === 0) this.dropPage(holder);
      return this.count(entry);
    }
    return null;
  }

  /** Moves the first entries of a stored page to the head, with their contents. */
  private readAhead(holder: PageHolder): void {
    const { page } = holder;
    const indexes: number[] = [];
    let bytes = 0;
    const wanted = Math.min(page.liveCount, this.limits.readAheadEntriesMax);
    for (let index = page.firstLive(); indexes.length < wanted && bytes < this.limits.readAheadBytesMax; index += 1) {
      if (page.isGone(index)) continue;
      indexes.push(index);
      bytes += page.bodySizeAt(index);
    }
    const messages = this.loadMany(page, indexes);
    indexes.forEach((index, order) => {
      const message = messages[order] ?? null;
      if (message === null) this.giveUp(page, index);
      else {
        this.countHead(message.bodySizeBytes);
        this.head.push(page.entryWith(index, message));
      }
      page.remove(index);
    });
    if (page.liveCount === 0) this.dropPage(holder);
  }

  /** The disk garbled it (the store reports that): it can't be served. */
  private giveUp(page: Page, index: number): void {
    this.length -= 1;
    this.bytes -= page.bodySizeAt(index);
    this.store.acknowledge(this.queueId, page.locationAt(index));
    this.onLost();
  }

  private peekPage(holder: PageHolder, rank: number, count: number): QueueEntry[] {
    const indexes: number[] = [];
    for (let index = holder.page.liveAt(rank); indexes.length < count; index += 1) {
      if (!holder.page.isGone(index)) indexes.push(index);
    }
    return this.entriesAt(holder, indexes);
  }

  private entriesAt(holder: PageHolder, indexes: readonly number[]): QueueEntry[] {
    const unpacked = holder.withContent((page) => indexes.map((index) => page.unpack(index)));
    if (unpacked !== null) return unpacked;
    const messages = this.loadMany(holder.page, indexes);
    return indexes.flatMap((index, order) => {
      const message = messages[order] ?? null;
      return message === null ? [] : [holder.page.entryWith(index, message)];
    });
  }

  private loadMany(page: Page, indexes: readonly number[]): (Message | null)[] {
    return this.store.loadMany(
      this.queueId,
      indexes.map((index) => page.locationAt(index)),
    );
  }

  private headPlaceOf(sequence: number): number {
    const place = this.head.lowerBound(sequence);
    return place < this.head.length && this.head.at(place).sequence === sequence ? place : -1;
  }

  private pageOf(sequence: number): PageHolder | null {
    let low = 0;
    let high = this.pages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.pages[middle] as PageHolder).page.firstLiveSequence <= sequence) low = middle + 1;
      else high = middle;
    }
    return this.pages[low - 1] ?? null;
  }

  private frontPage(): PageHolder {
    const [front] = this.pages;
    assert(front !== undefined, 'a list with entries has a head or a page');
    return front;
  }

  private dropPage(holder: PageHolder): void {
    holder.drop();
    if (this.pages[0] === holder) this.pages.shift();
    else this.pages = this.pages.filter((other) => other !== holder);
  }

  private count(entry: QueueEntry): QueueEntry {
    this.length -= 1;
    this.bytes -= entry.message.bodySizeBytes;
    return entry;
  }

  private countHead(bytes: number): void {
    this.headBytes += bytes;
    if (bytes >= 0) this.workingSet.add(bytes);
    else this.workingSet.subtract(-bytes);
  }
}
