import { assert } from '../../base/assert';
import type { DiskCallback, DiskError, Scheduler } from './disk';
import { Group, GroupBuffers } from './group';
import { encodeSegmentHead, segmentHeadBytes } from './group-format';
import type { Segment } from './segment';
import { storeLimits } from './store-limits';

/** What the log needs from around it. */
export type LogSurroundings = {
  /** The next segment, its file open, or null while the disk has no room: the head then grows past its capacity. */
  readonly nextSegment: () => Segment | null;
  /** Whether nextSegment() would give one whose bytes are on disk already. */
  readonly hasSpare: () => boolean;
  readonly syncDirectory: (done: DiskCallback) => void;
  /** Called when a group is about to be sealed: last words for it. */
  readonly beforeSeal: (group: Group) => void;
  /** Called with the first group of a segment, before anything else is in it, and the head before that. */
  readonly onSegmentStart: (group: Group, previous: Segment | null) => void;
  /** The disk took no more, or (null) takes again. */
  readonly onFull: (error: DiskError | null) => void;
  /** The state of the disk is unknown: nothing more is written or confirmed. */
  readonly onFatal: (error: DiskError) => void;
};

type Sealed = { readonly group: Group; readonly buffers: readonly Buffer[]; readonly sizeBytes: number };
type Waiter = { readonly group: number; readonly then: () => void };

/**
 * Group commit. One flush is in flight; what is appended meanwhile collects in the next group:
 *
 *   append … append │ end of turn: seal, write + sync ───────────────> durable: callbacks, next flush at once
 *                   │ append … append … (collecting) ────────────────┘
 */
export class LogWriter {
  durableGroup: number;
  isFailed = false;
  head: Segment | null = null;
  #open: Group | null = null;
  #nextNumber: number;
  #sealed: Sealed[] = [];
  #inFlight: Sealed[] = [];
  #waiting: Waiter[] = [];
  #waitingFrom = 0;
  #isScheduled = false;
  #cancelLazy: (() => void) | null = null;
  #isHeld = false;
  #sealedBytes = 0;
  #isStarted = false;
  readonly #pool: GroupBuffers[] = [];

  constructor(
    readonly scheduler: Scheduler,
    readonly around: LogSurroundings,
    lastGroupNumber: number,
  ) {
    this.durableGroup = lastGroupNumber;
    this.#nextNumber = lastGroupNumber + 1;
  }

  get openGroup(): number {
    return this.#nextNumber;
  }

  /** Appended and not yet durable. */
  get backlogBytes(): number {
    return this.#sealedBytes + (this.#open?.sizeBytes ?? 0);
  }

  /** Lets the first write go. Until then everything collects: recovery may have to wipe what is torn before. */
  start(): void {
    this.#isStarted = true;
    this.#flush();
  }

  /** Nothing collected, nothing in flight. */
  get isIdle(): boolean {
    return this.#open === null && this.#sealed.length === 0 && this.#inFlight.length === 0;
  }

  /** The group that takes the next `neededBytes`. */
  begin(neededBytes: number): Group {
    const open = this.#open;
    if (open === null) return this.#openGroup(neededBytes);
    if (this.#isHeld || !this.#isTooLarge(open, neededBytes)) return open;
    this.#seal(open);
    this.#flush();
    return this.#openGroup(neededBytes);
  }

  /**
   * Somebody waits for the open group: it is flushed at the end of this turn, or when the flush in flight is done. A turn that
   * brings much does not keep an idle disk waiting for its end: the disk writes the first part while the rest is appended.
   */
  hurry(): void {
    if (this.#open === null) return;
    this.#open.isUrgent = true;
    if (this.#inFlight.length > 0) return;
    if (this.#open.sizeBytes >= storeLimits.earlyFlushBytes) {
      this.#flush();
      return;
    }
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.scheduler.atEndOfTurn(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  /** Something should be written before long. Opens no group: `beforeSeal` adds it to whichever comes. */
  linger(): void {
    if (this.#cancelLazy !== null || this.isFailed) return;
    this.#cancelLazy = this.scheduler.after(storeLimits.lazyFlushMs, () => {
      this.#cancelLazy = null;
      this.#ensureOpen();
      this.hurry();
    });
  }

  /** Keeps everything appended while `work` runs in one group. */
  hold(work: () => void): number {
    assert(!this.#isHeld, 'transactions do not nest');
    this.begin(0);
    this.#isHeld = true;
    try {
      work();
    } finally {
      this.#isHeld = false;
    }
    const number = this.#nextNumber;
    this.hurry();
    return number;
  }

  whenDurable(group: number, then: () => void): void {
    if (group <= this.durableGroup) {
      then();
      return;
    }
    assert(group <= this.#nextNumber, 'a group that was begun');
    let index = this.#waiting.length;
    while (index > this.#waitingFrom && (this.#waiting[index - 1]?.group ?? 0) > group) index -= 1;
    this.#waiting.splice(index, 0, { group, then });
    if (group === this.#nextNumber) {
      this.#ensureOpen();
      this.hurry();
    }
  }

  /** Sealed or collecting groups whose bytes are in memory only: where a content may still be found. */
  findUnwritten(segment: Segment, offset: number): Group | null {
    const holds = (group: Group) => group.segment === segment && offset >= group.offset && offset < group.offset + group.contentsEnd;
    if (this.#open !== null && holds(this.#open)) return this.#open;
    for (const list of [this.#sealed, this.#inFlight]) {
      for (const sealed of list) if (holds(sealed.group)) return sealed.group;
    }
    return null;
  }

  /** Not begin(0): that may seal the open group to start another, and what is asked for is the open one. */
  #ensureOpen(): void {
    if (this.#open === null) this.#openGroup(0);
  }

  #isTooLarge(open: Group, neededBytes: number): boolean {
    if (open.sizeBytes + neededBytes > storeLimits.groupBytesTarget) return true;
    return open.offset + open.sizeBytes + neededBytes > open.segment.capacityBytes;
  }

  #openGroup(neededBytes: number): Group {
    const previous = this.head;
    const head = this.#headWithRoomFor(neededBytes);
    const group = new Group(this.#nextNumber, head, head.endBytes, this.#takeBuffers(neededBytes));
    this.#open = group;
    if (head.endBytes === segmentHeadBytes) this.around.onSegmentStart(group, previous);
    return group;
  }

  #headWithRoomFor(neededBytes: number): Segment {
    const head = this.head;
    if (head !== null && this.#isFitFor(head, neededBytes)) return head;
    const next = this.around.nextSegment() ?? head;
    assert(next !== null, 'the store opened with a segment');
    assert(next.endBytes + neededBytes < storeLimits.segmentBytesMax, 'refusal stops publishers long before a segment overflows');
    if (next !== head && head !== null) {
      head.trim();
      head.isHead = false;
    }
    next.isHead = true;
    this.head = next;
    return next;
  }

  /** The very first segment grows as it is written, which makes each sync slower: it is left as soon as there is a spare. */
  #isFitFor(head: Segment, neededBytes: number): boolean {
    if (head.endBytes === segmentHeadBytes) return true;
    return head.endBytes + neededBytes <= head.capacityBytes && (head.isPreallocated || !this.around.hasSpare());
  }

  #takeBuffers(neededBytes: number): GroupBuffers {
    const sizeBytes = storeLimits.groupBytesTarget + storeLimits.blockBytesTarget;
    if (neededBytes > sizeBytes) return new GroupBuffers((neededBytes + storeLimits.blockBytesTarget) & ~3);
    return this.#pool.pop() ?? new GroupBuffers(sizeBytes);
  }

  #seal(group: Group): void {
    this.#cancelLazy?.();
    this.#cancelLazy = null;
    this.around.beforeSeal(group);
    const buffers = group.seal();
    if (group.offset === segmentHeadBytes) buffers.unshift(encodeSegmentHead(group.segment));
    const sizeBytes = group.sizeBytes;
    group.segment.endBytes = group.offset + sizeBytes;
    this.#sealedBytes += sizeBytes;
    this.#sealed.push({ group, buffers, sizeBytes });
    this.#open = null;
    this.#nextNumber += 1;
  }

  #flush(): void {
    if (this.#inFlight.length > 0 || this.isFailed || this.#isHeld || !this.#isStarted) return;
    if (this.#open?.isUrgent) this.#seal(this.#open);
    const first = this.#sealed[0];
    if (first === undefined) return;
    let count = 0;
    let sizeBytes = 0;
    for (const sealed of this.#sealed) {
      // One flush, one segment: so that only the last segment can be torn.
      if (sealed.group.segment !== first.group.segment || (count > 0 && sizeBytes + sealed.sizeBytes > storeLimits.flushBytesMax)) break;
      sizeBytes += sealed.sizeBytes;
      count += 1;
    }
    this.#inFlight = this.#sealed.splice(0, count);
    this.#write();
  }

  #write(): void {
    const first = this.#inFlight[0];
    assert(first !== undefined, 'something is in flight');
    const { segment } = first.group;
    const { file } = segment;
    assert(file !== null, 'the segment being written is open');
    if (!segment.isNameDurable) {
      this.#writeName(segment);
      return;
    }
    const position = first.group.offset === segmentHeadBytes ? 0 : first.group.offset;
    const buffers: Buffer[] = [];
    for (const sealed of this.#inFlight) buffers.push(...sealed.buffers);
    file.write(buffers, position, (error) => this.#written(error));
  }

  /** A new file's name must be on disk before anything in it counts. Rare: spares come with durable names. */
  #writeName(segment: Segment): void {
    this.around.syncDirectory((error) => {
      if (error !== null) return this.#failed(error);
      segment.isNameDurable = true;
      this.#write();
    });
  }

  #written(error: DiskError | null): void {
    if (this.isFailed) return;
    if (error !== null) {
      this.#failed(error);
      return;
    }
    this.around.onFull(null);
    const written = this.#inFlight;
    this.#inFlight = [];
    for (const { group, sizeBytes } of written) {
      group.segment.durableBytes = group.offset + sizeBytes;
      this.#sealedBytes -= sizeBytes;
      this.durableGroup = group.number;
      this.#giveBack(group.buffers);
    }
    // The next write starts before the callbacks run: the disk works while confirms are encoded.
    this.#flush();
    this.#runWaiters();
  }

  #failed(error: DiskError): void {
    if (!error.isFull) {
      this.isFailed = true;
      this.around.onFatal(error);
      return;
    }
    this.around.onFull(error);
    this.scheduler.after(storeLimits.retryWriteMs, () => {
      if (!this.isFailed) this.#write();
    });
  }

  #giveBack(buffers: GroupBuffers): void {
    const isOrdinary = buffers.contents.length === storeLimits.groupBytesTarget + storeLimits.blockBytesTarget;
    if (isOrdinary && buffers.heads.length <= storeLimits.pooledHeadWordsMax && this.#pool.length < storeLimits.pooledBufferCountMax)
      this.#pool.push(buffers);
  }

  #runWaiters(): void {
    while (this.#waitingFrom < this.#waiting.length) {
      const waiter = this.#waiting[this.#waitingFrom];
      if (waiter === undefined || waiter.group > this.durableGroup) break;
      this.#waitingFrom += 1;
      waiter.then();
    }
    if (this.#waitingFrom * 2 >= this.#waiting.length) {
      this.#waiting.splice(0, this.#waitingFrom);
      this.#waitingFrom = 0;
    }
  }
}
