import { decodeContentHeader } from '../../amqp';
import { type BulkMessage, type BulkPage, ConnectorError } from '../connector';

/**
 * The bulk answer of `…/messages/raw` (docs/MANAGEMENT_API.md). Integers are big-endian.
 *
 *   answer = | "WRM1" | record count 4 | next position 4, ffffffff at the end | messages in the queue 4 | record … |
 *   record = | size of the rest 4 | sequence 8 | enqueued at, ms 8 | position 4 | flags 1 | delivery count 2
 *            | exchange: size 1, UTF-8 | routing key: size 1, UTF-8 | content header: size 4, bytes | body: size 4, bytes |
 */
const MAGIC = 'WRM1';
const ANSWER_HEAD_BYTES = 16;
const RECORD_FIXED_BYTES = 23;
const NO_NEXT = 0xffffffff;
const FLAG_REDELIVERED = 1;
const FLAG_UNACKNOWLEDGED = 2;

/** @throws ConnectorError broker-fault when the bytes are not such an answer */
export function readRawMessages(answer: Buffer): BulkPage {
  if (answer.length < ANSWER_HEAD_BYTES || answer.toString('latin1', 0, 4) !== MAGIC) throw malformed();
  const count = answer.readUInt32BE(4);
  const hasMore = answer.readUInt32BE(8) !== NO_NEXT;
  const messages: BulkMessage[] = [];
  let at = ANSWER_HEAD_BYTES;
  for (let index = 0; index < count; index++) {
    if (at + 4 > answer.length) throw malformed();
    const end = at + 4 + answer.readUInt32BE(at);
    if (end > answer.length || end - at < 4 + RECORD_FIXED_BYTES) throw malformed();
    messages.push(readRecord(answer.subarray(at + 4, end)));
    at = end;
  }
  return { messages, totalCount: answer.readUInt32BE(12), nextAfter: hasMore ? (messages.at(-1)?.id ?? null) : null };
}

function readRecord(record: Buffer): BulkMessage {
  const flags = record.readUInt8(20);
  const exchange = slice(record, RECORD_FIXED_BYTES, 1);
  const routingKey = slice(record, exchange.end, 1);
  const header = slice(record, routingKey.end, 4);
  const body = slice(record, header.end, 4);
  const deliveryCount = record.readUInt16BE(21);
  return {
    id: record.readBigUInt64BE(0).toString(),
    position: record.readUInt32BE(16),
    state: (flags & FLAG_UNACKNOWLEDGED) === 0 ? 'ready' : 'unacknowledged',
    redelivered: (flags & FLAG_REDELIVERED) !== 0,
    exchange: exchange.bytes.toString('utf8'),
    routingKey: routingKey.bytes.toString('utf8'),
    bodySizeBytes: body.bytes.length,
    body: body.bytes,
    enqueuedAtMs: Number(record.readBigUInt64BE(8)),
    deliveryCount: deliveryCount === 0 ? null : deliveryCount,
    properties: () => decodeContentHeader(header.bytes, 0, header.bytes.length).properties,
  };
}

/** @param sizeBytes width of the size in front: 1 or 4 */
function slice(record: Buffer, at: number, sizeBytes: 1 | 4): { readonly bytes: Buffer; readonly end: number } {
  if (at + sizeBytes > record.length) throw malformed();
  const start = at + sizeBytes;
  const end = start + record.readUIntBE(at, sizeBytes);
  if (end > record.length) throw malformed();
  return { bytes: record.subarray(start, end), end };
}

const malformed = (): ConnectorError => new ConnectorError('broker-fault', "The broker's bulk answer is not in the format WRM1.");
