import { assert } from '../../base/assert';
import type { Message } from '../message';
import { decodeContentRecord, detach } from './content-record';
import { DiskError, type DiskFile } from './disk';
import { blockChecksum, blockHeadBytes } from './group-format';
import type { LogWriter } from './log-writer';
import type { Segment } from './segment';
import { storeLimits } from './store-limits';

export type ResolvedLocation = { readonly segment: Segment; readonly slot: number };
type Window = { readonly segment: Segment; readonly start: number; readonly bytes: Buffer };
type Block = { readonly segment: Segment; readonly start: number; readonly bytes: Buffer; readonly from: number; readonly to: number };

/** Usual size of a block, with the record that crossed the target. */
const usualBlockBytes = storeLimits.blockBytesTarget + 4_096;

/**
 * Brings contents back from disk. Every block is checked before anything of it is served; the last block and what was read
 * around it stay at hand, so a queue that is read in order costs one read and one checksum for many messages.
 */
export class ContentReader {
  #window: Window | null = null;
  #block: Block | null = null;

  constructor(
    readonly log: LogWriter,
    readonly openFile: (segment: Segment) => DiskFile,
    readonly onDamage: (segment: Segment, offset: number) => void,
  ) {}

  load(segment: Segment, slot: number): Message | null {
    const message = this.#message(segment, slot, 0);
    return message === null ? null : detach(message);
  }

  loadMany(locations: readonly ResolvedLocation[]): (Message | null)[] {
    this.forget();
    const order = locations.map((_, index) => index);
    const place = (index: number) => locations[index] ?? null;
    order.sort((left, right) => compare(place(left), place(right)));
    const messages: (Message | null)[] = new Array(locations.length).fill(null);
    for (let at = 0; at < order.length; at++) {
      const index = order[at] ?? 0;
      const location = place(index);
      assert(location !== null, 'sorted indexes stay in range');
      const message = this.#message(location.segment, location.slot, this.#lastNear(locations, order, at));
      messages[index] = message;
    }
    // Nothing of a page stays behind once the page itself is gone.
    this.forget();
    return messages;
  }

  /** Drops what is kept at hand. */
  forget(): void {
    this.#window = null;
    this.#block = null;
  }

  /** Where the last content begins that is worth reading together with the one at `at`. */
  #lastNear(locations: readonly ResolvedLocation[], order: readonly number[], at: number): number {
    const first = locations[order[at] ?? 0];
    if (first === undefined) return 0;
    const from = first.segment.offsets[first.slot] ?? 0;
    const near = this.#window;
    if (near?.segment === first.segment && from >= near.start && from < near.start + near.bytes.length) return 0;
    let last = from;
    for (let next = at + 1; next < order.length; next++) {
      const location = locations[order[next] ?? 0];
      const offset = location?.segment.offsets[location.slot] ?? 0;
      if (location?.segment !== first.segment || offset - from > storeLimits.readAheadBytesMax) break;
      if (offset - last > 4 * storeLimits.blockBytesTarget) break;
      last = offset;
    }
    return last;
  }

  #message(segment: Segment, slot: number, readTo: number): Message | null {
    const offset = segment.offsets[slot];
    assert(offset !== undefined && segment.isLive(slot), 'only a stored message is loaded');
    const unwritten = offset >= segment.durableBytes ? this.log.findUnwritten(segment, offset) : null;
    if (unwritten !== null) {
      const message = decodeContentRecord(unwritten.buffers.contents, offset - unwritten.offset, unwritten.contentsEnd);
      assert(message !== null, 'what was just encoded decodes');
      return detach(message);
    }
    const block = this.#blockAt(segment, segment.blockOf(offset), readTo);
    const message = block === null ? null : decodeContentRecord(block.bytes, block.from + offset - block.start, block.to);
    if (message === null) this.onDamage(segment, offset);
    return message;
  }

  /** The verified block at `start`; its records' own offsets are kept relative to the file. */
  #blockAt(segment: Segment, start: number, readTo: number): Block | null {
    if (this.#block?.segment === segment && this.#block.start === start) return this.#block;
    let window = this.#windowWith(segment, start, Math.max(start, readTo) + usualBlockBytes - start);
    if (window === null) return null;
    const lengthBytes = window.bytes.readUInt32LE(start - window.start + 4) + blockHeadBytes;
    if (start + lengthBytes > segment.durableBytes) return null;
    if (start + lengthBytes > window.start + window.bytes.length) window = this.#windowWith(segment, start, lengthBytes);
    if (window === null) return null;
    const from = start - window.start;
    const records = window.bytes.subarray(from + blockHeadBytes, from + lengthBytes);
    if (records.length !== lengthBytes - blockHeadBytes) return null;
    if (blockChecksum(records, segment.salt) !== window.bytes.readUInt32LE(from)) return null;
    this.#block = { segment, start, bytes: window.bytes, from, to: from + lengthBytes };
    return this.#block;
  }

  /** Bytes of the file from `start`, at least a block head; more, if they are at hand or there. */
  #windowWith(segment: Segment, start: number, lengthBytes: number): Window | null {
    const near = this.#window;
    const isNear = near !== null && near.segment === segment && start >= near.start;
    if (isNear && start + Math.min(lengthBytes, blockHeadBytes) <= near.start + near.bytes.length && lengthBytes <= usualBlockBytes) {
      const announced = near.bytes.readUInt32LE(start - near.start + 4) + blockHeadBytes;
      if (start + announced <= near.start + near.bytes.length) return near;
    }
    // Not beyond what is written: the window outlives this call, and what comes there later is not in it.
    const wantedBytes = Math.min(lengthBytes, segment.durableBytes - start);
    if (wantedBytes < blockHeadBytes) return null;
    const bytes = Buffer.allocUnsafeSlow(wantedBytes);
    const count = this.#read(segment, bytes, start);
    if (count < blockHeadBytes) return null;
    this.#window = { segment, start, bytes: bytes.subarray(0, count) };
    return this.#window;
  }

  /** What the disk can't read is as lost as what it garbled. */
  #read(segment: Segment, into: Buffer, position: number): number {
    try {
      return this.openFile(segment).read(into, 0, into.length, position);
    } catch (error) {
      if (error instanceof DiskError) return 0;
      throw error;
    }
  }
}

function compare(left: ResolvedLocation | null, right: ResolvedLocation | null): number {
  if (left === null || right === null) return 0;
  if (left.segment !== right.segment) return left.segment.number - right.segment.number;
  return (left.segment.offsets[left.slot] ?? 0) - (right.segment.offsets[right.slot] ?? 0);
}
