/** Bytes that are not what a schema says; the sentence names the place. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault';
}

/** What one body may come to; a schema can promise a billion values in three bytes. */
export const walkLimits = { valuesMax: 100_000, depthMax: 100 } as const;

/** A varint carries 7 bits a byte: 64 bits end in the tenth. */
const varintBytesMax = 10;

/** Reads a body from front to back. Every value costs from one budget, so that hostile bytes and schemas end soon. */
export class ByteWalk {
  at = 0;
  private valueCount = 0;
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  fail(reason: string, at = this.at): never {
    throw new BodyFault(`At byte ${at.toLocaleString('en')}: ${reason}`);
  }

  /** One value more, `depth` levels down. */
  count(depth: number): void {
    this.valueCount += 1;
    if (this.valueCount > walkLimits.valuesMax) this.fail(`there are more than ${walkLimits.valuesMax.toLocaleString('en')} values.`);
    if (depth > walkLimits.depthMax) this.fail(`values are nested deeper than ${walkLimits.depthMax} levels.`);
  }

  byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) return this.fail('the body ends too early.');
    this.at += 1;
    return byte;
  }

  /** An unsigned number of 64 bits, 7 a byte, lowest first. */
  varint(): bigint {
    const start = this.at;
    let value = 0n;
    for (let index = 0; index < varintBytesMax; index += 1) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << BigInt(7 * index);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    return this.fail('a number has more than ten bytes.', start);
  }

  /** A signed number whose sign is the lowest bit. */
  zigzag(): bigint {
    const value = this.varint();
    return (value >> 1n) ^ -(value & 1n);
  }

  /** The next `count` bytes, not copied. */
  take(count: bigint | number, what: string): Uint8Array {
    if (count < 0 || count > this.bytes.length - this.at) this.fail(`${what} of ${count} bytes goes beyond the end.`);
    this.at += Number(count);
    return this.bytes.subarray(this.at - Number(count), this.at);
  }

  text(count: bigint | number): string {
    const start = this.at;
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(this.take(count, 'a text'));
    } catch (error) {
      if (error instanceof BodyFault) throw error;
      return this.fail('a text is not valid UTF-8.', start);
    }
  }

  /** IEEE 754, little-endian. */
  float(): number {
    this.take(4, 'a float');
    return this.view.getFloat32(this.at - 4, true);
  }

  double(): number {
    this.take(8, 'a double');
    return this.view.getFloat64(this.at - 8, true);
  }

  fixed32(): number {
    this.take(4, 'a fixed32');
    return this.view.getUint32(this.at - 4, true);
  }

  fixed64(): bigint {
    this.take(8, 'a fixed64');
    return this.view.getBigUint64(this.at - 8, true);
  }
}
