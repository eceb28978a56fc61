import { assert } from '../../base/assert';
import { copyBytes } from '../../base/copy-bytes';
import type { Message } from '../message';
import type { QueueEntry } from '../queue-entry';
import { blockChecksum, blockHeadBytes, encodeGroupHead, groupHeadBytes } from './group-format';
import { growWords } from './grow-words';
import {
  contentHeadBytes,
  deliveryCountShift,
  hasExpirationBit,
  high,
  messageHeadWords,
  messageQueueWords,
  paddedTo4,
  recordType,
  redeliveredShift,
  startsBlockFlag,
} from './record-format';
import type { Segment } from './segment';
import { storeLimits } from './store-limits';

/** A string in UTF-8 takes at most this many bytes for each UTF-16 unit. */
const utf8BytesMax = 3;
const EXPIRATION_WORD_MAX = 2 ** 32 - 1;
const handWrittenTextMax = 48;

/** The two growing halves of a group; pooled, because a group is made for each sync. */
export class GroupBuffers {
  contents: Buffer;
  contentWords: Uint32Array;
  heads = new Uint32Array(4_096);

  constructor(sizeBytes: number) {
    this.contents = Buffer.allocUnsafeSlow(sizeBytes);
    this.contentWords = new Uint32Array(this.contents.buffer, 0, sizeBytes >>> 2);
  }

  growContents(usedBytes: number, neededBytes: number): void {
    assert(neededBytes <= 2 * storeLimits.transactionBytesMax, 'what is appended at once is bounded above');
    const sizeBytes = paddedTo4(Math.max(neededBytes, Math.min(this.contents.length * 2, neededBytes * 2)));
    const grown = Buffer.allocUnsafeSlow(sizeBytes);
    this.contents.copy(grown, 0, 0, usedBytes);
    this.contents = grown;
    this.contentWords = new Uint32Array(grown.buffer, 0, sizeBytes >>> 2);
  }
}

/**
 * One group while it collects: | group head | blocks of contents | record heads |. Its place in the file is fixed from the
 * start, so an entry knows where its content is before anything is written.
 */
export class Group {
  contentsEnd = groupHeadBytes;
  headWordCount = 0;
  /** Holds something that somebody waits for; otherwise it may wait for company. */
  isUrgent = false;
  isSealed = false;
  #blockStart = -1;

  constructor(
    readonly number: number,
    readonly segment: Segment,
    readonly offset: number,
    readonly buffers: GroupBuffers,
    readonly firstSlot: number = segment.slotCount,
  ) {}

  get sizeBytes(): number {
    return this.contentsEnd + this.headWordCount * 4;
  }

  /** The most that appending this message may take. */
  static contentBytesMax(message: Message): number {
    const nameBytesMax = (message.exchange.length + message.routingKey.length) * utf8BytesMax;
    return paddedTo4(blockHeadBytes + contentHeadBytes + nameBytesMax + (message.end - message.start));
  }

  static headBytes(queueCount: number): number {
    return (messageHeadWords + messageQueueWords * queueCount) * 4;
  }

  append(message: Message, queueIds: readonly number[], entries: readonly QueueEntry[]): void {
    const neededBytes = this.contentsEnd + Group.contentBytesMax(message);
    if (neededBytes > this.buffers.contents.length) this.buffers.growContents(this.contentsEnd, neededBytes);
    const startsBlock = this.#blockStart < 0;
    if (startsBlock) this.#beginBlock();
    const start = this.contentsEnd;
    this.contentsEnd = paddedTo4(this.#writeContent(message, start));
    const flags = startsBlock ? startsBlockFlag : 0;
    this.#writeMessageHead(message, queueIds, entries, this.contentsEnd - start, flags);
    const contentOffset = this.offset + start;
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index];
      const queueId = queueIds[index];
      assert(entry !== undefined && queueId !== undefined, 'one queue id for each entry');
      entry.segment = this.segment.number;
      entry.slot = this.segment.addSlot(contentOffset, queueId);
    }
    if (this.contentsEnd - this.#blockStart >= storeLimits.blockBytesTarget) this.#endBlock();
  }

  /** One word of a record that is not a message. */
  push(word: number): void {
    if (this.headWordCount === this.buffers.heads.length) this.buffers.heads = growWords(this.buffers.heads, this.headWordCount + 1);
    this.buffers.heads[this.headWordCount++] = word;
  }

  /** Nothing is added from here on. Returns what goes to disk at `offset`. */
  seal(): Buffer[] {
    assert(!this.isSealed, 'a group is sealed once');
    this.isSealed = true;
    if (this.#blockStart >= 0) this.#endBlock();
    const { contents, heads } = this.buffers;
    const headBytes = Buffer.from(heads.buffer, heads.byteOffset, this.headWordCount * 4);
    const { salt } = this.segment;
    encodeGroupHead(
      contents,
      {
        segmentNumber: this.segment.number,
        contentsBytes: this.contentsEnd - groupHeadBytes,
        headsBytes: headBytes.length,
        firstSlot: this.firstSlot,
        groupNumber: this.number,
      },
      headBytes,
      salt,
    );
    return [contents.subarray(0, this.contentsEnd), headBytes];
  }

  #beginBlock(): void {
    this.#blockStart = this.contentsEnd;
    this.segment.addBlock(this.offset + this.contentsEnd);
    this.contentsEnd += blockHeadBytes;
  }

  /** | checksum | bytes | records … | */
  #endBlock(): void {
    const recordsStart = this.#blockStart + blockHeadBytes;
    const words = this.buffers.contentWords;
    words[(this.#blockStart >>> 2) + 1] = this.contentsEnd - recordsStart;
    const records = new Uint8Array(this.buffers.contents.buffer, recordsStart, this.contentsEnd - recordsStart);
    words[this.#blockStart >>> 2] = blockChecksum(records, this.segment.salt);
    this.#blockStart = -1;
  }

  /** Returns where it ends, before padding. */
  #writeContent(message: Message, start: number): number {
    const { contents, contentWords } = this.buffers;
    const exchangeEnd = writeText(contents, message.exchange, start + contentHeadBytes);
    const keyEnd = writeText(contents, message.routingKey, exchangeEnd);
    copyBytes(message.buffer, message.start, message.end, contents, keyEnd);
    const end = keyEnd + message.end - message.start;
    const exchangeBytes = exchangeEnd - start - contentHeadBytes;
    const keyBytes = keyEnd - exchangeEnd;
    assert(exchangeBytes <= 255 && keyBytes <= 255, 'AMQP 4.2.5.3: short strings');
    const word = start >>> 2;
    contentWords[word] = end - start;
    contentWords[word + 1] = (message.flags & 0xff) | ((message.priority & 0xff) << 8) | (exchangeBytes << 16) | (keyBytes << 24);
    contentWords[word + 2] = message.bodySizeBytes;
    contentWords[word + 3] = message.frameSizeBytesMax | (message.expirationMs >= 0 ? hasExpirationBit : 0);
    // Longer than a word holds is as good as for ever here: when it expires stands with its entry.
    contentWords[word + 4] = Math.min(message.expirationMs, EXPIRATION_WORD_MAX);
    return end;
  }

  #writeMessageHead(
    message: Message,
    queueIds: readonly number[],
    entries: readonly QueueEntry[],
    contentBytes: number,
    flags: number,
  ): void {
    let at = this.headWordCount;
    const endCount = at + messageHeadWords + messageQueueWords * entries.length;
    if (endCount > this.buffers.heads.length) this.buffers.heads = growWords(this.buffers.heads, endCount);
    const words = this.buffers.heads;
    const enqueuedAtMs = entries[0]?.enqueuedAtMs ?? 0;
    words[at] = recordType.message | ((message.priority & 0xff) << 8) | (entries.length << 16);
    words[at + 1] = contentBytes;
    words[at + 2] = message.bodySizeBytes;
    words[at + 3] = enqueuedAtMs % 2 ** 32;
    words[at + 4] = high(enqueuedAtMs) | flags;
    at += messageHeadWords;
    for (let index = 0; index < entries.length; index++, at += messageQueueWords) {
      const entry = entries[index];
      assert(entry !== undefined && entry.sequence <= storeLimits.integerMax, 'sequences fit 48 bits');
      const deliveryCount = Math.min(entry.deliveryCount, storeLimits.deliveryCountMax);
      words[at] = queueIds[index] ?? 0;
      words[at + 1] = entry.sequence % 2 ** 32;
      words[at + 2] = high(entry.sequence) | ((entry.isRedelivered ? 1 : 0) << redeliveredShift) | (deliveryCount << deliveryCountShift);
      words[at + 3] = entry.expiresAtMs % 2 ** 32;
      words[at + 4] = high(entry.expiresAtMs);
    }
    this.headWordCount = endCount;
  }
}

/** UTF-8; by hand while it is ASCII and short, where a native call costs more than the bytes. */
function writeText(target: Buffer, text: string, offset: number): number {
  const length = text.length;
  if (length > handWrittenTextMax) return offset + target.write(text, offset, 'utf8');
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return offset + target.write(text, offset, 'utf8');
    target[offset + index] = code;
  }
  return offset + length;
}
