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

/** Messages in bulk, as docs/MANAGEMENT_API.md lays out their bytes: contents are copied once, never decoded; in slices. */
export async function rawMessages(queue: Queue, query: RawQuery): Promise<Buffer> {
  const cursor = new MessageCursor(queue, query.start);
  const answer = new Answer(query.limit, queue.readyCount + queue.unacknowledgedCount);
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
  #bytes = Buffer.alloc(0);
  #sizeBytes = prefixSizeBytes;

  constructor(
    private readonly limit: number,
    private readonly queuedCount: number,
  ) {}

  /** False, and full, when there is no room for it; the first record is always taken. */
  add(peeked: PeekedEntry): boolean {
    const recordBytes = recordSizeBytes(peeked);
    const endsAt = this.#sizeBytes + recordBytes;
    if (this.recordCount > 0 && endsAt > managementLimits.rawAnswerMaxBytes) {
      this.isFull = true;
      return false;
    }
    if (endsAt > this.#bytes.length) this.grow(endsAt, recordBytes);
    encodeRecord(peeked, this.#bytes.subarray(this.#sizeBytes, endsAt));
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

function recordSizeBytes({ entry }: PeekedEntry): number {
  const message = entry.published ?? entry.message;
  const names = Buffer.byteLength(message.exchange) + Buffer.byteLength(message.routingKey);
  return recordFixedBytes + names + headerPayloadOf(message).length + message.bodySizeBytes;
}

/** Fills `record`, which is as large as `recordSizeBytes` says. */
function encodeRecord({ entry, position, state }: PeekedEntry, record: Buffer): void {
  const message = entry.published ?? entry.message;
  let at = record.writeUInt32BE(record.length - 4, 0);
  at = record.writeBigUInt64BE(BigInt(entry.sequence), at);
  at = record.writeBigUInt64BE(BigInt(entry.enqueuedAtMs), at);
  at = record.writeUInt32BE(position, at);
  at = record.writeUInt8((entry.isRedelivered ? flag.redelivered : 0) | (state === 'unacknowledged' ? flag.unacknowledged : 0), at);
  at = record.writeUInt16BE(Math.min(entry.deliveryCount, 0xffff), at);
  for (const name of [message.exchange, message.routingKey]) {
    const nameBytes = Buffer.byteLength(name);
    at = record.writeUInt8(nameBytes, at);
    at += record.write(name, at, 'utf8');
  }
  for (const part of [headerPayloadOf(message), bodyOf(message)]) {
    at = record.writeUInt32BE(part.length, at);
    at += part.copy(record, at);
  }
}
