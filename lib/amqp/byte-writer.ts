import { assert } from '../base/assert';

const INITIAL_SIZE_BYTES = 512;
const SHORT_STRING_MAX_BYTES = 255;
const TWO_TO_THE_32 = 4_294_967_296;

/** Growing buffer for everything that is not on the hot path. One can be reused with reset(). */
export class ByteWriter {
  buffer = Buffer.allocUnsafe(INITIAL_SIZE_BYTES);
  position = 0;

  reset(): this {
    this.position = 0;
    return this;
  }

  /** A copy of what was written. */
  bytes(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.position));
  }

  octet(value: number): void {
    const at = this.reserve(1); // may replace this.buffer, so not inside the index
    this.buffer[at] = value;
  }

  short(value: number): void {
    const at = this.reserve(2);
    this.buffer.writeUInt16BE(value, at);
  }

  long(value: number): void {
    const at = this.reserve(4);
    this.buffer.writeUInt32BE(value, at);
  }

  longLong(value: number): void {
    const at = this.reserve(8);
    this.buffer.writeUInt32BE(Math.floor(value / TWO_TO_THE_32), at);
    this.buffer.writeUInt32BE(value % TWO_TO_THE_32, at + 4);
  }

  /** @param digits unsigned 64-bit seconds as decimal digits */
  timestamp(digits: string): void {
    const at = this.reserve(8);
    this.buffer.writeBigUInt64BE(BigInt(digits), at);
  }

  /** @throws AssertionError above 255 bytes: callers check names where they enter. */
  shortString(value: string): void {
    const sizeBytes = Buffer.byteLength(value);
    assert(sizeBytes <= SHORT_STRING_MAX_BYTES, 'a short string holds at most 255 bytes');
    this.octet(sizeBytes);
    const at = this.reserve(sizeBytes);
    this.buffer.write(value, at, 'utf8');
  }

  longString(value: Uint8Array): void {
    this.long(value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    const at = this.reserve(value.length);
    this.buffer.set(value, at);
  }

  /** Makes room for `count` bytes and returns where they begin. */
  reserve(count: number): number {
    const at = this.position;
    const needed = at + count;
    if (needed > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
      this.buffer.copy(grown, 0, 0, at);
      this.buffer = grown;
    }
    this.position = needed;
    return at;
  }
}
