import type { DiskFile } from './disk';
import { blockChecksum, blockHeadBytes, decodeGroupHead, type GroupHead, groupChecksum, groupHeadBytes, groupMagic } from './group-format';
import { growWords } from './grow-words';
import { storeLimits } from './store-limits';

/** `words` are good until the next group is looked for. */
export type ScannedGroup = { readonly head: GroupHead; readonly offset: number; readonly endOffset: number; readonly words: Uint32Array };
type Place = { readonly segmentNumber: number; readonly salt: number };

/**
 * Walks the groups of one segment file. Reads record heads, and contents only when it is told to verify them: neighbours
 * within one window, large groups with two exact reads, so a gigabyte of bodies costs a few megabytes of reading.
 */
export class SegmentScanner {
  readonly sizeBytes: number;
  /** Used for every read: a buffer for each would be a gigabyte to collect. */
  #memory: Buffer = Buffer.alloc(0);
  #words = new Uint32Array(0);
  /** What of it the last read filled. */
  #window: Buffer = this.#memory;
  #windowStart = 0;

  constructor(
    readonly file: DiskFile,
    readonly place: Place,
  ) {
    this.sizeBytes = file.sizeBytes();
  }

  /** The valid group at `offset`, or null. */
  groupAt(offset: number): ScannedGroup | null {
    const head = this.#headAt(offset);
    if (head === null) return null;
    const headsOffset = offset + groupHeadBytes + head.contentsBytes;
    const endOffset = headsOffset + head.headsBytes;
    if (endOffset > this.sizeBytes || head.headsBytes % 4 !== 0 || head.contentsBytes % 4 !== 0) return null;
    const headBytes = Buffer.from(this.#bytesAt(offset, groupHeadBytes)); // the next read may take its place
    const windowBytes = head.contentsBytes > storeLimits.scanWindowBytes ? 0 : storeLimits.scanWindowBytes;
    const heads = this.#bytesAt(headsOffset, head.headsBytes + groupHeadBytes, windowBytes).subarray(0, head.headsBytes);
    if (groupChecksum(headBytes, 0, heads, this.place.salt) !== head.checksum) return null;
    return { head, offset, endOffset, words: this.#wordsOf(heads) };
  }

  /** The next valid group after a bad place, or null when there is none up to the end of the file. */
  findGroupAfter(offset: number): ScannedGroup | null {
    const magic = Buffer.alloc(4);
    magic.writeUInt32LE(groupMagic);
    let position = offset + 4;
    while (position + groupHeadBytes <= this.sizeBytes) {
      const bytes = this.#bytesAt(position, storeLimits.readAheadBytesMax);
      const found = bytes.indexOf(magic);
      if (found < 0) {
        position += Math.max(bytes.length - magic.length + 1, 1);
        continue;
      }
      const group = (position + found) % 4 === 0 ? this.groupAt(position + found) : null;
      if (group !== null) return group;
      position += found + 1;
    }
    return null;
  }

  /** True when every block of the group's contents has the checksum it should have. */
  contentsAreSound(group: ScannedGroup): boolean {
    const start = group.offset + groupHeadBytes;
    const end = start + group.head.contentsBytes;
    let position = start;
    while (position < end) {
      const blockHead = this.#bytesAt(position, blockHeadBytes);
      if (blockHead.length < blockHeadBytes) return false;
      const checksum = blockHead.readUInt32LE(0);
      const lengthBytes = blockHead.readUInt32LE(4);
      if (lengthBytes === 0 || position + blockHeadBytes + lengthBytes > end) return false;
      const block = this.#bytesAt(position + blockHeadBytes, lengthBytes);
      if (block.length !== lengthBytes || blockChecksum(block, this.place.salt) !== checksum) return false;
      position += blockHeadBytes + lengthBytes;
    }
    return true;
  }

  /** True when something of this segment begins at `offset`, though it is no valid group. */
  hasTraceAt(offset: number): boolean {
    return this.#headAt(offset) !== null;
  }

  /** True when a group began at `offset` that an earlier start found torn, reported and wiped. */
  isWipedAt(offset: number): boolean {
    const bytes = this.#bytesAt(offset, groupHeadBytes);
    return bytes.length === groupHeadBytes && bytes.every((byte) => byte === 0);
  }

  #headAt(offset: number): GroupHead | null {
    const head = decodeGroupHead(this.#bytesAt(offset, groupHeadBytes), 0);
    return head?.segmentNumber === this.place.segmentNumber ? head : null;
  }

  /** Up to `length` bytes at `offset`, fewer at the end of the file; good until the next call. */
  #bytesAt(offset: number, length: number, readBytesMin: number = storeLimits.scanWindowBytes): Buffer {
    const from = offset - this.#windowStart;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    const wantedBytes = Math.max(0, Math.min(Math.max(length, readBytesMin), this.sizeBytes - offset));
    if (wantedBytes > this.#memory.length) this.#memory = Buffer.allocUnsafeSlow(wantedBytes);
    const count = this.file.read(this.#memory, 0, wantedBytes, offset);
    this.#window = this.#memory.subarray(0, count);
    this.#windowStart = offset;
    return this.#window.subarray(0, Math.min(length, count));
  }

  /** A copy as words, which need an aligned start. */
  #wordsOf(bytes: Buffer): Uint32Array {
    const count = bytes.length / 4;
    if (count > this.#words.length) this.#words = growWords(this.#words, count);
    new Uint8Array(this.#words.buffer).set(bytes);
    return this.#words.subarray(0, count);
  }
}
