import { bodyOf, headerPayloadOf } from '../../../amqp';
import type { PeekedEntry, Queue } from '../../queue/queue';
import { letOthersRun, sliceMs } from '../../stats/in-slices';
import { managementLimits } from '../management-limits';
import type { RawQuery } from './browse-query';
import { MessageCursor } from './message-cursor';

const magic = Buffer.from('WRM1');
const noNext = 0xffff_ffff;
const prefixSizeBytes = 16;
/** For records that are a little larger than the one that the room was reckoned from: names and numbers of other lengths. */
const spareBytes = 64 * 1024;
/** Size, sequence, enqueued at, position, flags, delivery count, two name sizes, header size, body size. */
const recordFixedBytes = 4 + 8 + 8 + 4 + 1 + 2 + 1 + 1 + 4 + 4;
const flag = { redelivered: 1, unacknowledged: 2 } as const;

/**
 * Messages in bulk, as docs/MANAGEMENT_API.md lays out their bytes: contents are copied once, never decoded; in slices. Into
 * `room` where there is one, as far as it goes.
 */
export async function rawMessages(queue: Queue, query: RawQuery, room: Buffer | null): Promise<Buffer> {
  const cursor = new MessageCursor(queue, query.start);
  const answer = new Answer(query.limit, queue.readyCount + queue.unacknowledgedCount, room);
  let sliceEndsAt = performance.now() + sliceMs;
  while (!answer.isFull) {
    const batch = cursor.peek(query.limit - answer.recordCount);
    if (batch.length === 0) break;
    for (const peeked of batch) {
      if (!answer.add(peeked)) break;
      cursor.saw(peeked);
    }
    if (performance.now() < sliceEndsAt) continue;
    await letOthersRun();
    sliceEndsAt = performance.now() + sliceMs;
  }
  return answer.finish((prefix, recordCount) => writePrefix(prefix, queue, cursor, recordCount));
}

/** Records behind the room for the prefix, in one buffer that is made as large as records like the first will need. */
class Answer {
  recordCount = 0;
  isFull = false;
  #bytes: Buffer;
  #sizeBytes = prefixSizeBytes;
  readonly #exchange = new LastName();
  readonly #routingKey = new LastName();

  constructor(
    private readonly limit: number,
    private readonly queuedCount: number,
    room: Buffer | null,
  ) {
    this.#bytes = room ?? Buffer.alloc(0);
  }

  /** False, and full, when there is no room for it; the first record is always taken. */
  add(peeked: PeekedEntry): boolean {
    const parts = this.partsOf(peeked);
    const recordBytes = recordFixedBytes + parts.sizeBytes;
    const endsAt = this.#sizeBytes + recordBytes;
    if (this.recordCount > 0 && endsAt > managementLimits.rawAnswerMaxBytes) {
      this.isFull = true;
      return false;
    }
    if (endsAt > this.#bytes.length) this.grow(endsAt, recordBytes);
    encodeRecord(peeked, parts, this.#bytes, this.#sizeBytes);
    this.#sizeBytes = endsAt;
    this.recordCount += 1;
    this.isFull = this.recordCount >= this.limit;
    return true;
  }

  finish(writePrefix: (prefix: Buffer, recordCount: number) => void): Buffer {
    if (this.#bytes.length === 0) this.#bytes = Buffer.alloc(prefixSizeBytes);
    writePrefix(this.#bytes, this.recordCount);
    return this.#bytes.subarray(0, this.#sizeBytes);
  }

  private partsOf({ entry }: PeekedEntry): Parts {
    const message = entry.published ?? entry.message;
    const exchange = this.#exchange.bytesOf(message.exchange);
    const routingKey = this.#routingKey.bytesOf(message.routingKey);
    const header = headerPayloadOf(message);
    const body = bodyOf(message);
    return { exchange, routingKey, header, body, sizeBytes: exchange.length + routingKey.length + header.length + body.length };
  }

  private grow(neededBytes: number, recordBytes: number): void {
    const restCount = Math.max(0, Math.min(this.limit, this.queuedCount) - this.recordCount - 1);
    const restBytes = recordBytes * restCount;
    const sizeBytes = Math.max(neededBytes, Math.min(neededBytes + restBytes + spareBytes, managementLimits.rawAnswerMaxBytes));
    const grown = Buffer.allocUnsafe(sizeBytes);
    this.#bytes.copy(grown, 0, 0, this.#sizeBytes);
    this.#bytes = grown;
  }
}

function writePrefix(prefix: Buffer, queue: Queue, cursor: MessageCursor, recordCount: number): void {
  const { from, after } = cursor.next;
  magic.copy(prefix);
  prefix.writeUInt32BE(recordCount, 4);
  prefix.writeUInt32BE(from ?? (after === null ? noNext : 0), 8);
  prefix.writeUInt32BE(queue.readyCount + queue.unacknowledgedCount, 12);
}

/** What a record holds besides its numbers. */
type Parts = {
  readonly exchange: Buffer;
  readonly routingKey: Buffer;
  readonly header: Buffer;
  readonly body: Buffer;
  readonly sizeBytes: number;
};

/** Most messages of a queue came by the same name. */
class LastName {
  #name = '';
  #bytes = Buffer.alloc(0);

  bytesOf(name: string): Buffer {
    if (name !== this.#name) {
      this.#bytes = Buffer.from(name);
      this.#name = name;
    }
    return this.#bytes;
  }
}

/** Writes a record of recordFixedBytes + parts.sizeBytes into `bytes` at `startsAt`. */
function encodeRecord({ entry, position, state }: PeekedEntry, parts: Parts, bytes: Buffer, startsAt: number): void {
  let at = bytes.writeUInt32BE(recordFixedBytes - 4 + parts.sizeBytes, startsAt);
  at = writeWhole(bytes, entry.sequence, at);
  at = writeWhole(bytes, entry.enqueuedAtMs, at);
  at = bytes.writeUInt32BE(position, at);
  at = bytes.writeUInt8((entry.isRedelivered ? flag.redelivered : 0) | (state === 'unacknowledged' ? flag.unacknowledged : 0), at);
  at = bytes.writeUInt16BE(Math.min(entry.deliveryCount, 0xffff), at);
  at = bytes.writeUInt8(parts.exchange.length, at);
  at += parts.exchange.copy(bytes, at);
  at = bytes.writeUInt8(parts.routingKey.length, at);
  at += parts.routingKey.copy(bytes, at);
  at = bytes.writeUInt32BE(parts.header.length, at);
  at += parts.header.copy(bytes, at);
  at = bytes.writeUInt32BE(parts.body.length, at);
  parts.body.copy(bytes, at);
}

/** A whole number of 8 bytes without a BigInt, which would be an object for each. */
function writeWhole(bytes: Buffer, value: number, at: number): number {
  const high = Math.floor(value / 2 ** 32);
  bytes.writeUInt32BE(high, at);
  return bytes.writeUInt32BE(value - high * 2 ** 32, at + 4);
}
