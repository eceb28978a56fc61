import { isUtf8 } from 'node:buffer';
import { ConnectionError, replyCode } from './errors';
import type { TableMemo } from './table-memo';

const TWO_TO_THE_32 = 4_294_967_296;

/**
 * Cursor over the payload of one frame. Every read is checked against `end`, so that a short or lying payload ends in
 * a ConnectionError (502) and never in a read past the frame.
 */
export class ByteReader {
  position = 0;
  end = 0;
  /** Set by who reads many messages in a row. */
  memo: TableMemo | null = null;

  constructor(public buffer: Buffer) {
    this.end = buffer.length;
  }

  /** Points the cursor at buffer[start … end). Returns itself. */
  over(buffer: Buffer, start: number, end: number): this {
    this.buffer = buffer;
    this.position = start;
    this.end = end;
    return this;
  }

  octet(): number {
    const at = this.take(1);
    return this.buffer.readUInt8(at);
  }

  short(): number {
    return this.buffer.readUInt16BE(this.take(2));
  }

  long(): number {
    return this.buffer.readUInt32BE(this.take(4));
  }

  /** Unsigned 64 bit as a double: exact up to 2^53, which no delivery tag of ours exceeds. */
  longLong(): number {
    const at = this.take(8);
    return this.buffer.readUInt32BE(at) * TWO_TO_THE_32 + this.buffer.readUInt32BE(at + 4);
  }

  /** AMQP 4.2.1: timestamps are unsigned 64-bit seconds; decimal digits keep all of them. */
  timestamp(): string {
    return this.buffer.readBigUInt64BE(this.take(8)).toString();
  }

  /** Names must be UTF-8 (AMQP 4.2.5.3): they become strings and are compared as such, so other bytes are refused here. */
  shortString(): string {
    const length = this.octet();
    const at = this.take(length);
    if (!isUtf8(this.buffer.subarray(at, at + length)))
      throw new ConnectionError(replyCode.syntaxError, 'SYNTAX_ERROR - name is not UTF-8');
    return this.buffer.toString('utf8', at, at + length);
  }

  /** For properties, which we only show: what is not UTF-8 reads as U+FFFD, the bytes in the message stay as they are. */
  lenientShortString(): string {
    const length = this.octet();
    const at = this.take(length);
    return this.buffer.toString('utf8', at, at + length);
  }

  /** A copy, since the frame's buffer is reused. */
  longString(): Buffer {
    const length = this.long();
    const at = this.take(length);
    return Buffer.from(this.buffer.subarray(at, at + length));
  }

  /** Moves past `count` bytes and returns where they begin. */
  take(count: number): number {
    const at = this.position;
    if (count > this.end - at) throw new ConnectionError(replyCode.syntaxError, 'SYNTAX_ERROR - frame ends inside a field');
    this.position = at + count;
    return at;
  }
}
