import { assert } from '../../base/assert';
import type { DiskFile } from './disk';
import { segmentHeadBytes } from './group-format';
import { growWords } from './grow-words';
import { ReturnedSlots } from './returned-slots';

const initialSlotCount = 1_024;

/**
 * What memory knows of one segment: where each slot's content is, whose it is and whether it still lives.
 * A slot is one message in one queue; slots are numbered as they were appended and never reused.
 */
export class Segment {
  slotCount = 0;
  liveCount = 0;
  /** Where the next group goes; bytes below durableBytes are on disk. */
  endBytes = segmentHeadBytes;
  durableBytes = 0;
  /** Slot -> position of its content record in the file. */
  offsets = new Uint32Array(initialSlotCount);
  queueIds = new Uint32Array(initialSlotCount);
  /** One bit a slot. */
  live = new Uint32Array(initialSlotCount >>> 5);
  /** Positions of the blocks that share a checksum, ascending. */
  blocks = new Uint32Array(64);
  blockCount = 0;
  returned: ReturnedSlots | null = null;
  /** Acknowledged slots not yet written to the log. */
  pendingSlots = new Uint32Array(0);
  pendingCount = 0;
  /** Older segments about whose slots this one holds the only word: it can't go before they do or are checkpointed. */
  readonly speaksAbout = new Set<Segment>();
  /** Opened on demand, closed when too many are. */
  file: DiskFile | null = null;
  isFreeing = false;
  /** The one that is appended to. */
  isHead = false;
  isNameDurable = true;
  /** Its bytes are on disk as zeros: a sync writes them only, not the file's growing size as well. */
  isPreallocated = false;
  /** Something holds its file over several turns: it must stay open. */
  isPinned = false;
  /** Set when the last check found it nearly empty: it is compacted when the next check does too. */
  wasSparse = false;
  /** A content in it is garbled: it can't be compacted. */
  isDamaged = false;

  constructor(
    readonly number: number,
    readonly salt: number,
    readonly fileName: string,
    readonly capacityBytes: number,
  ) {}

  addSlot(offset: number, queueId: number): number {
    const slot = this.slotCount++;
    if (slot === this.offsets.length) this.reserve(slot + 1);
    this.offsets[slot] = offset;
    this.queueIds[slot] = queueId;
    const word = slot >>> 5;
    this.live[word] = (this.live[word] ?? 0) | (1 << (slot & 31));
    this.liveCount += 1;
    return slot;
  }

  /** Slots that a garbled group took with it: numbered, never live. */
  skipSlots(count: number): void {
    this.slotCount += count;
    this.reserve(this.slotCount);
  }

  /** Room for this many slots at once, where the number is known about. */
  reserve(slotCount: number): void {
    if (slotCount <= this.offsets.length) return;
    this.offsets = growWords(this.offsets, slotCount);
    this.queueIds = growWords(this.queueIds, slotCount);
    this.live = growWords(this.live, this.offsets.length >>> 5);
  }

  addBlock(offset: number): void {
    if (this.blockCount === this.blocks.length) this.blocks = growWords(this.blocks, this.blockCount + 1);
    this.blocks[this.blockCount++] = offset;
  }

  isLive(slot: number): boolean {
    return slot >= 0 && slot < this.slotCount && ((this.live[slot >>> 5] ?? 0) & (1 << (slot & 31))) !== 0;
  }

  /** False when it was dead already. */
  kill(slot: number): boolean {
    const word = slot >>> 5;
    const bit = 1 << (slot & 31);
    const bits = this.live[word] ?? 0;
    if (slot >= this.slotCount || (bits & bit) === 0) return false;
    this.live[word] = bits & ~bit;
    this.liveCount -= 1;
    this.returned?.delete(slot);
    return true;
  }

  /** A live slot came back; `word` as in the log's record. */
  noteReturned(slot: number, word: number): void {
    this.returned ??= new ReturnedSlots();
    this.returned.set(slot, word, this.slotCount);
  }

  addPending(slot: number): void {
    if (this.pendingCount === this.pendingSlots.length) this.pendingSlots = growWords(this.pendingSlots, this.pendingCount + 1);
    this.pendingSlots[this.pendingCount++] = slot;
  }

  /** Position of the block that holds `offset`: the last one that starts at or before it. */
  blockOf(offset: number): number {
    let low = 0;
    let high = this.blockCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.blocks[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const block = this.blocks[low];
    assert(block !== undefined && block <= offset && this.blockCount > 0, 'every content lies in a block');
    return block;
  }

  /** Closed for appending: gives back what the arrays grew ahead. */
  trim(): void {
    this.offsets = this.offsets.slice(0, this.slotCount);
    this.queueIds = this.queueIds.slice(0, this.slotCount);
    this.live = this.live.slice(0, (this.slotCount + 31) >>> 5);
    this.blocks = this.blocks.slice(0, this.blockCount);
  }

  /** Calls `visit` with each live slot, ascending; `visit` may kill the slot it is given. */
  forEachLive(visit: (slot: number) => void): void {
    const wordCount = (this.slotCount + 31) >>> 5;
    for (let word = 0; word < wordCount; word++) {
      let bits = this.live[word] ?? 0;
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        visit((word << 5) | bit);
      }
    }
  }

  /** Calls `visit` with each queue that has live slots here, and how many. */
  forEachQueue(visit: (queueId: number, count: number) => void): void {
    const counts = new Map<number, number>();
    let runQueueId = 0;
    let runCount = 0;
    const endRun = () => {
      if (runCount > 0) counts.set(runQueueId, (counts.get(runQueueId) ?? 0) + runCount);
      runCount = 0;
    };
    this.forEachLive((slot) => {
      const queueId = this.queueIds[slot] ?? 0;
      if (queueId !== runQueueId) endRun();
      runQueueId = queueId;
      runCount += 1;
    });
    endRun();
    for (const [queueId, count] of counts) visit(queueId, count);
  }

  /** Content bytes that still live, from the average: enough to choose what to compact. */
  get liveBytesEstimate(): number {
    return this.slotCount === 0 ? 0 : (this.endBytes / this.slotCount) * this.liveCount;
  }
}
