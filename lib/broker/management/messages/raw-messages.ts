import { bodyOf, headerPayloadOf } from '../../../amqp';
import type { PeekedEntry, Queue } from '../../queue/queue';
import { letOthersRun, sliceMs } from '../../stats/in-slices';
import { managementLimits } from '../management-limits';
import type { RawQuery } from './browse-query';
import { MessageCursor } from './message-cursor';

const magic = Buffer.from('WRM1');
const noNext = 0xffff_ffff;
const prefixSizeBytes = 16;
/** Size, sequence, enqueued at, position, flags, delivery count, two name sizes, header size, body size. */
const recordFixedBytes = 4 + 8 + 8 + 4 + 1 + 2 + 1 + 1 + 4 + 4;
const flag = { redelivered: 1, unacknowledged: 2 } as const;

/** Messages in bulk, as docs/MANAGEMENT_API.md lays out their bytes: contents are copied, never decoded; in slices. */
export async function rawMessages(queue: Queue, query: RawQuery): Promise<Buffer> {
  const cursor = new MessageCursor(queue, query.start);
  const records: Buffer[] = [];
  let sizeBytes = prefixSizeBytes;
  let sliceEndsAt = performance.now() + sliceMs;
  let isFull = false;
  while (!isFull) {
    const batch = cursor.peek(query.limit - records.length);
    if (batch.length === 0) break;
    for (const peeked of batch) {
      const recordBytes = recordSizeBytes(peeked);
      isFull = records.length > 0 && sizeBytes + recordBytes > managementLimits.rawAnswerMaxBytes;
      if (isFull) break;
      cursor.saw(peeked);
      records.push(encodeRecord(peeked, recordBytes));
      sizeBytes += recordBytes;
    }
    isFull ||= records.length >= query.limit;
    if (performance.now() < sliceEndsAt) continue;
    await letOthersRun();
    sliceEndsAt = performance.now() + sliceMs;
  }
  return Buffer.concat([prefixOf(queue, cursor, records.length), ...records], sizeBytes);
}

function prefixOf(queue: Queue, cursor: MessageCursor, recordCount: number): Buffer {
  const { from, after } = cursor.next;
  const prefix = Buffer.alloc(prefixSizeBytes);
  magic.copy(prefix);
  prefix.writeUInt32BE(recordCount, 4);
  prefix.writeUInt32BE(from ?? (after === null ? noNext : 0), 8);
  prefix.writeUInt32BE(queue.readyCount + queue.unacknowledgedCount, 12);
  return prefix;
}

function recordSizeBytes({ entry }: PeekedEntry): number {
  const message = entry.published ?? entry.message;
  const names = Buffer.byteLength(message.exchange) + Buffer.byteLength(message.routingKey);
  return recordFixedBytes + names + headerPayloadOf(message).length + message.bodySizeBytes;
}

function encodeRecord({ entry, position, state }: PeekedEntry, sizeBytes: number): Buffer {
  const message = entry.published ?? entry.message;
  const record = Buffer.allocUnsafe(sizeBytes);
  let at = record.writeUInt32BE(sizeBytes - 4, 0);
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
  return record;
}
