import {
  ByteReader,
  ChannelError,
  ConnectionError,
  EXPIRATION_INVALID,
  FRAME_OVERHEAD_BYTES,
  frameConstant,
  propertiesOf,
  propertyFlag,
  replyCode,
} from '../../amqp';
import { copyBytes } from '../../base/copy-bytes';
import { ContentFlags } from '../create-message';
import { limits } from '../limits';
import { Message } from '../message';
import type { Channel } from './channel';
import { ContentAssembly } from './content-assembly';
import { withReplyTo } from './direct-replies';
import { PublishTarget } from './publish-target';
import { REPLY_TO_NAME } from './reply-address';
import { RouteCache } from './route-cache';

const FRAME_HEADER_BYTES = 7;
const METHOD_ID_BYTES = 4;
/** In a header payload: where the property flags are. What comes before is class, weight and body size. */
const PROPERTIES_OFFSET = 12;
const REMEMBERED_HEADER_MAX_BYTES = 256;
/** In basic.publish, before the exchange. */
const RESERVED_BYTES = 2;
const ASCII_MAX = 0x7f;
const argumentReader = new ByteReader(Buffer.alloc(0));

/**
 * basic.publish of one channel, from bytes to Message.
 *
 *   whole:   method | header | body   lie in one chunk: one look ahead, no copy, nothing between the frames
 *   pieces:  method -> awaiting header -> ContentAssembly … body -> complete
 */
export class Publisher {
  private readonly routes = new RouteCache();
  private readonly content = new ContentFlags();
  /** The property bytes that `content` was read from, when the next message with the same ones may be taken for equal. */
  private rememberedHeader = Buffer.alloc(0);
  /** Set from the method until its content is complete. */
  private target: PublishTarget | null = null;
  private assembly: ContentAssembly | null = null;
  private lastExchange = '';

  constructor(private readonly channel: Channel) {}

  /** True while a content is under way: then only content frames may follow on this channel. */
  get isAwaitingContent(): boolean {
    return this.target !== null;
  }

  /** Bytes allocated for a content under way. */
  get assemblyBytes(): number {
    return this.assembly?.buffer.length ?? 0;
  }

  /** buffer[start … end) is the payload of a basic.publish. @returns where the parser goes on */
  onMethod(buffer: Buffer, start: number, end: number, bufferEnd: number): number {
    const argumentsStart = start + METHOD_ID_BYTES;
    const target = this.routes.find(buffer, argumentsStart, end) ?? this.newTarget(buffer, argumentsStart, end);
    return this.publishWhole(target, buffer, end + 1, bufferEnd);
  }

  /** With more keys than the cache remembers, most targets serve one message: these own no bytes. */
  private newTarget(buffer: Buffer, start: number, end: number): PublishTarget {
    if (!this.routes.isKeeping) return this.decodeTarget(buffer, start, end, false);
    const bytes = Buffer.allocUnsafe(end - start);
    copyBytes(buffer, start, end, bytes, 0);
    const target = this.decodeTarget(bytes, 0, bytes.length, true);
    this.routes.keep(bytes, target);
    return target;
  }

  private decodeTarget(buffer: Buffer, start: number, end: number, isRemembered: boolean): PublishTarget {
    const reader = argumentReader.over(buffer, start, end);
    reader.short(); // reserved
    const exchange = readName(reader, this.lastExchange);
    const routingKey = readName(reader, '');
    const envelopeEnd = reader.position;
    const bits = reader.octet();
    this.lastExchange = exchange;
    // RabbitMQ does not have `immediate` either (removed in 3.0).
    if ((bits & 2) !== 0) throw new ConnectionError(replyCode.notImplemented, 'NOT_IMPLEMENTED - immediate=true');
    return new PublishTarget(exchange, routingKey, (bits & 1) !== 0, buffer, start + RESERVED_BYTES, envelopeEnd, isRemembered);
  }

  onHeader(buffer: Buffer, start: number, end: number): void {
    if (this.target === null || this.assembly !== null) throw unexpectedContent();
    if (end - start < PROPERTIES_OFFSET) throw new ConnectionError(replyCode.syntaxError, 'SYNTAX_ERROR - content header is cut');
    const bodySizeBytes = bodySizeAt(buffer, start);
    if (bodySizeBytes > limits.bodyMaxBytes) throw tooLarge(bodySizeBytes);
    const assembly = new ContentAssembly(bodySizeBytes, end - start + FRAME_OVERHEAD_BYTES, this.channel.frameMaxBytes);
    assembly.addHeader(buffer, start, end);
    this.assembly = assembly;
    this.channel.connection.brake.hasPublished = true; // the first content may be large: flow control looks at it before it is whole
    if (assembly.isComplete) this.publishAssembled();
  }

  onBody(buffer: Buffer, start: number, end: number): void {
    if (this.assembly === null) throw unexpectedContent();
    this.assembly.addBody(buffer, start, end);
    if (this.assembly.isComplete) this.publishAssembled();
  }

  /** The channel is gone: what was under way is too. */
  abandon(): void {
    this.target = null;
    this.assembly = null;
  }

  /** The common case: header and one body frame follow in the same chunk. Otherwise frame by frame, from `headerAt`. */
  private publishWhole(target: PublishTarget, buffer: Buffer, headerAt: number, bufferEnd: number): number {
    const headerEnd = this.frameEnd(frameConstant.header, buffer, headerAt, bufferEnd);
    if (headerEnd > 0 && headerEnd - headerAt > FRAME_OVERHEAD_BYTES + PROPERTIES_OFFSET) {
      const bodySizeBytes = bodySizeAt(buffer, headerAt + FRAME_HEADER_BYTES);
      let end = headerEnd;
      if (bodySizeBytes !== 0) end = this.frameEnd(frameConstant.body, buffer, headerEnd, bufferEnd);
      if (end > 0 && (bodySizeBytes === 0 || end - headerEnd === bodySizeBytes + FRAME_OVERHEAD_BYTES)) {
        this.readHeader(buffer, headerAt + FRAME_HEADER_BYTES, headerEnd - 1);
        this.publish(target, buffer, headerAt, end, bodySizeBytes, Math.max(headerEnd - headerAt, end - headerEnd), true);
        return end;
      }
    }
    target.leaveReadBuffer();
    this.target = target;
    return headerAt;
  }

  /** End of the frame at `at` if it is of this type, on this channel, of legal size and whole; otherwise -1. */
  private frameEnd(type: number, buffer: Buffer, at: number, bufferEnd: number): number {
    if (bufferEnd - at < FRAME_OVERHEAD_BYTES || buffer[at] !== type) return -1;
    if ((((buffer[at + 1] as number) << 8) | (buffer[at + 2] as number)) !== this.channel.number) return -1;
    if (buffer[at + 3] !== 0) return -1; // 16 MiB and more: above any frame-max
    const size = ((buffer[at + 4] as number) << 16) | ((buffer[at + 5] as number) << 8) | (buffer[at + 6] as number);
    const end = at + FRAME_OVERHEAD_BYTES + size;
    if (end > bufferEnd || size + FRAME_OVERHEAD_BYTES > this.channel.frameMaxBytes) return -1;
    return buffer[end - 1] === frameConstant.end ? end : -1;
  }

  private publishAssembled(): void {
    const { target, assembly } = this;
    this.abandon();
    if (target === null || assembly === null) return;
    // Read where it lies now: what was found in it is remembered by position.
    this.readHeader(assembly.buffer, FRAME_HEADER_BYTES, assembly.headerEnd);
    this.publish(target, assembly.buffer, 0, assembly.end, assembly.bodySizeBytes, assembly.frameSizeBytesMax, false);
  }

  private readHeader(buffer: Buffer, start: number, end: number): void {
    const { scan } = this.content;
    if (equals(this.rememberedHeader, buffer, start + PROPERTIES_OFFSET, end)) {
      scan.bodySizeBytes = bodySizeAt(buffer, start);
      return;
    }
    this.rememberedHeader = NOTHING;
    this.content.read(buffer, start, end);
    // Positions in the buffer must not be remembered: a header with them is read each time.
    if (scan.replyToStart >= 0 || scan.userIdStart >= 0 || scan.expirationMs === EXPIRATION_INVALID) return;
    if (end - start > REMEMBERED_HEADER_MAX_BYTES) return;
    this.rememberedHeader = Buffer.from(buffer.subarray(start + PROPERTIES_OFFSET, end));
  }

  private publish(
    target: PublishTarget,
    buffer: Buffer,
    start: number,
    end: number,
    bodySizeBytes: number,
    frameSizeBytesMax: number,
    isBorrowed: boolean,
  ): void {
    const { scan, flags } = this.content;
    const message = new Message(
      target.exchange,
      target.routingKey,
      buffer,
      start,
      end,
      bodySizeBytes,
      frameSizeBytesMax,
      flags,
      scan.priority,
      scan.expirationMs,
    );
    message.isBorrowed = isBorrowed;
    message.envelope = target.envelope;
    message.envelopeStart = target.envelopeStart;
    message.envelopeEnd = target.envelopeEnd;
    if ((scan.flags & ADDRESSED) !== 0 || scan.expirationMs === EXPIRATION_INVALID) this.publishChecked(target, message);
    else this.channel.publish(target, message);
  }

  /** Slow path of the properties that can be refused: reply-to, user-id and expiration, in RabbitMQ's order, after the exchange. */
  private publishChecked(target: PublishTarget, message: Message): void {
    const { scan } = this.content;
    const { buffer } = message;
    this.channel.checkTarget(target);
    const asksForReply = scan.replyToStart >= 0 && buffer.toString('latin1', scan.replyToStart, scan.replyToEnd) === REPLY_TO_NAME;
    const addressed = asksForReply ? withReplyTo(message, this.channel.replyAddress()) : message;
    if (scan.userIdStart >= 0) this.channel.checkUserId(buffer.toString('utf8', scan.userIdStart, scan.userIdEnd));
    if (scan.expirationMs === EXPIRATION_INVALID) throw invalidExpiration(message);
    this.channel.publish(target, addressed);
  }
}

const NOTHING = Buffer.alloc(0);
const ADDRESSED = propertyFlag.userId | propertyFlag.replyTo;

/** As ByteReader.shortString; ASCII, as most names are, is checked by hand and costs no view. `known` is answered again when it is that. */
function readName(reader: ByteReader, known: string): string {
  const lengthAt = reader.position;
  const length = reader.octet();
  const start = reader.take(length);
  const { buffer } = reader;
  let isKnown = known.length === length;
  for (let index = 0; index < length; index++) {
    const byte = buffer[start + index] as number;
    if (byte > ASCII_MAX) {
      reader.position = lengthAt;
      return reader.shortString();
    }
    isKnown = isKnown && known.charCodeAt(index) === byte;
  }
  return isKnown ? known : buffer.toString('latin1', start, start + length);
}

function bodySizeAt(buffer: Buffer, payloadStart: number): number {
  const high = buffer.readUInt32BE(payloadStart + 4);
  const low = buffer.readUInt32BE(payloadStart + 8);
  return high * 4_294_967_296 + low;
}

function equals(known: Buffer, buffer: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (known.length !== length || length === 0) return false;
  for (let index = 0; index < length; index++) if (known[index] !== buffer[start + index]) return false;
  return true;
}

function invalidExpiration(message: Message): ChannelError {
  const expiration = propertiesOf(message).expiration ?? '';
  const reason = /^[0-9]+$/.test(expiration) ? `{value_too_large,${expiration}}` : 'no_integer';
  return new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - invalid expiration '${expiration}': ${reason}`);
}

function unexpectedContent(): ConnectionError {
  return new ConnectionError(replyCode.unexpectedFrame, 'UNEXPECTED_FRAME - expected method frame, got non method frame instead');
}

function tooLarge(bodySizeBytes: number): ChannelError {
  return new ChannelError(
    replyCode.preconditionFailed,
    `PRECONDITION_FAILED - message size ${bodySizeBytes} is larger than configured max size ${limits.bodyMaxBytes}`,
  );
}
