import type { RecoveredQueue } from '../ports';
import { growWords } from './grow-words';
import { deliveryCountShift, joined, redeliveredShift } from './record-format';
import type { Segment } from './segment';

const rowWords = 7;

/** What recovery remembers of one segment's slots until it knows which survive: seven words each. */
export class SlotRows {
  #words = new Uint32Array(0);

  constructor(readonly segment: Segment) {}

  reserve(slotCount: number): void {
    if (slotCount * rowWords > this.#words.length) this.#words = growWords(this.#words, slotCount * rowWords);
  }

  set(slot: number, head: Uint32Array, headAt: number, queueAt: number): void {
    const at = slot * rowWords;
    if (at + rowWords > this.#words.length) this.reserve(slot + 1);
    const words = this.#words;
    words[at] = head[queueAt + 1] ?? 0;
    words[at + 1] = head[queueAt + 2] ?? 0;
    words[at + 2] = head[queueAt + 3] ?? 0;
    words[at + 3] = head[queueAt + 4] ?? 0;
    words[at + 4] = head[headAt + 2] ?? 0;
    words[at + 5] = head[headAt + 3] ?? 0;
    // Enqueued: 16 bits above 32. The upper half holds flags there, the priority here.
    words[at + 6] = ((head[headAt + 4] ?? 0) & 0xffff) | (((head[headAt] ?? 0) >>> 8) << 16);
  }

  sequenceOf(slot: number): number {
    return joined(this.#words[slot * rowWords] ?? 0, this.#words[slot * rowWords + 1] ?? 0);
  }

  copyTo(slot: number, columns: MutableColumns, row: number): void {
    const at = slot * rowWords;
    const words = this.#words;
    const word = (index: number): number => words[at + index] ?? 0;
    const state = word(1);
    columns.sequence[row] = joined(word(0), state);
    columns.segment[row] = this.segment.number;
    columns.slot[row] = slot;
    columns.bodySizeBytes[row] = word(4);
    columns.enqueuedAtMs[row] = joined(word(5), word(6));
    columns.expiresAtMs[row] = joined(word(2), word(3));
    columns.priority[row] = (word(6) >>> 16) & 0xff;
    const returned = this.segment.returned?.get(slot);
    columns.isRedelivered[row] = returned === undefined ? (state >>> redeliveredShift) & 1 : returned & 1;
    columns.deliveryCount[row] = returned === undefined ? state >>> deliveryCountShift : returned >>> 1;
  }
}

export class MutableColumns implements RecoveredQueue {
  readonly sequence: Float64Array;
  readonly segment: Int32Array;
  readonly slot: Int32Array;
  readonly bodySizeBytes: Uint32Array;
  readonly enqueuedAtMs: Float64Array;
  readonly expiresAtMs: Float64Array;
  readonly priority: Uint8Array;
  readonly isRedelivered: Uint8Array;
  readonly deliveryCount: Uint16Array;

  constructor(readonly count: number) {
    this.sequence = new Float64Array(count);
    this.segment = new Int32Array(count);
    this.slot = new Int32Array(count);
    this.bodySizeBytes = new Uint32Array(count);
    this.enqueuedAtMs = new Float64Array(count);
    this.expiresAtMs = new Float64Array(count);
    this.priority = new Uint8Array(count);
    this.isRedelivered = new Uint8Array(count);
    this.deliveryCount = new Uint16Array(count);
  }

  /** Log order is sequence order except for what compaction or a late move rewrote. */
  sorted(): MutableColumns {
    if (isAscending(this.sequence)) return this;
    const order = Uint32Array.from({ length: this.count }, (_, index) => index);
    order.sort((left, right) => (this.sequence[left] ?? 0) - (this.sequence[right] ?? 0));
    const sorted = new MutableColumns(this.count);
    for (let row = 0; row < this.count; row++) {
      const from = order[row] ?? 0;
      sorted.sequence[row] = this.sequence[from] ?? 0;
      sorted.segment[row] = this.segment[from] ?? 0;
      sorted.slot[row] = this.slot[from] ?? 0;
      sorted.bodySizeBytes[row] = this.bodySizeBytes[from] ?? 0;
      sorted.enqueuedAtMs[row] = this.enqueuedAtMs[from] ?? 0;
      sorted.expiresAtMs[row] = this.expiresAtMs[from] ?? 0;
      sorted.priority[row] = this.priority[from] ?? 0;
      sorted.isRedelivered[row] = this.isRedelivered[from] ?? 0;
      sorted.deliveryCount[row] = this.deliveryCount[from] ?? 0;
    }
    return sorted;
  }

  /** Flags everything up to the marker of an interrupted run. */
  markRedelivered(upToSequence: number): void {
    for (let row = 0; row < this.count; row++) {
      if ((this.sequence[row] ?? 0) <= upToSequence) this.isRedelivered[row] = 1;
    }
  }
}

function isAscending(sequence: Float64Array): boolean {
  for (let row = 1; row < sequence.length; row++) {
    if ((sequence[row] ?? 0) < (sequence[row - 1] ?? 0)) return false;
  }
  return true;
}
