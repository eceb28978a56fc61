import { decodeContentHeader, TableMemo } from '../../amqp';
import type { MessageProperties } from '../../model/message';
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
  const memo = new TableMemo();
  let at = ANSWER_HEAD_BYTES;
  for (let index = 0; index < count; index++) {
    if (at + 4 > answer.length) throw malformed();
    const end = at + 4 + answer.readUInt32BE(at);
    if (end > answer.length || end - at < 4 + RECORD_FIXED_BYTES) throw malformed();
    messages.push(readRecord(answer.subarray(at + 4, end), memo));
    at = end;
  }
  return { messages, totalCount: answer.readUInt32BE(12), nextAfter: hasMore ? (messages.at(-1)?.id ?? null) : null };
}

function readRecord(record: Buffer, memo: TableMemo): BulkMessage {
  const routingKeyAt = endOf(record, RECORD_FIXED_BYTES, 1);
  const headerAt = endOf(record, routingKeyAt, 1);
  const bodyAt = endOf(record, headerAt, 4);
  endOf(record, bodyAt, 4); // throws when the body is cut
  return new RawMessage(record, memo, routingKeyAt, headerAt, bodyAt);
}

/** Where the part that begins with its size at `at` ends. @param sizeBytes width of that size */
function endOf(record: Buffer, at: number, sizeBytes: 1 | 4): number {
  if (at + sizeBytes > record.length) throw malformed();
  const end = at + sizeBytes + (sizeBytes === 1 ? record.readUInt8(at) : record.readUInt32BE(at));
  if (end > record.length) throw malformed();
  return end;
}

/**
 * Decodes what is asked for: a search asks most messages for their body only, and thousands of decoded ones a page would
 * cost more than the search itself.
 */
class RawMessage implements BulkMessage {
  constructor(
    private readonly record: Buffer,
    private readonly memo: TableMemo,
    private readonly routingKeyAt: number,
    private readonly headerAt: number,
    private readonly bodyAt: number,
  ) {}

  get id(): string {
    return this.record.readBigUInt64BE(0).toString();
  }
  get enqueuedAtMs(): number {
    return Number(this.record.readBigUInt64BE(8));
  }
  get position(): number {
    return this.record.readUInt32BE(16);
  }
  get state(): BulkMessage['state'] {
    return (this.record.readUInt8(20) & FLAG_UNACKNOWLEDGED) === 0 ? 'ready' : 'unacknowledged';
  }
  get redelivered(): boolean {
    return (this.record.readUInt8(20) & FLAG_REDELIVERED) !== 0;
  }
  get deliveryCount(): number | null {
    return this.record.readUInt16BE(21) || null;
  }
  get exchange(): string {
    return this.record.toString('utf8', RECORD_FIXED_BYTES + 1, this.routingKeyAt);
  }
  get routingKey(): string {
    return this.record.toString('utf8', this.routingKeyAt + 1, this.headerAt);
  }
  get bodySizeBytes(): number {
    return this.record.readUInt32BE(this.bodyAt);
  }
  get body(): Buffer {
    return this.record.subarray(this.bodyAt + 4, this.bodyAt + 4 + this.bodySizeBytes);
  }
  properties(): MessageProperties {
    const header = this.record.subarray(this.headerAt + 4, this.bodyAt);
    return decodeContentHeader(header, 0, header.length, this.memo).properties;
  }
}

const malformed = (): ConnectorError => new ConnectorError('broker-fault', "The broker's bulk answer is not in the format WRM1.");
