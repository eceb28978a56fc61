import { ConnectionError, replyCode } from './errors';
import { type KeyVisitor, scanTable } from './field-table-scan';
import { propertyFlag } from './spec.gen';

/** `expiration` was set but isn't decimal digits, or is above ten years, as in RabbitMQ. */
export const EXPIRATION_INVALID = -2;
const EXPIRATION_MAX_MS = 315_360_000_000;
const EXPIRATION_DIGITS_MAX = 12;
const TWO_TO_THE_32 = 4_294_967_296;
const HEADER_FIXED_BYTES = 14; // class 2, weight 2, body size 8, flags 2
const DIGIT_ZERO = 48;

/**
 * What publishing needs to know of a content header, without decoding the properties into objects.
 *
 *   payload = | 00 3C class | 00 00 weight | body size 8 | flags 2 | properties present, in order |
 *
 * Reused from message to message; positions point into the buffer given last.
 */
export class ContentScan {
  bodySizeBytes = 0;
  flags = 0;
  deliveryMode = 0;
  priority = 0;
  /** ms, -1 when not set, EXPIRATION_INVALID when it makes no sense */
  expirationMs = -1;
  /** Where the headers table's size is, -1 when there is none. */
  headersStart = -1;
  replyToStart = -1;
  replyToEnd = -1;
  userIdStart = -1;
  userIdEnd = -1;
  private at = 0;

  /** @throws ConnectionError 502 when the header is cut or malformed: what passes here can be decoded later without errors */
  scan(buffer: Buffer, start: number, end: number, onHeaderKey: KeyVisitor | null): void {
    if (end - start < HEADER_FIXED_BYTES) throw cut();
    if (buffer.readUInt16BE(start) !== 60)
      throw new ConnectionError(replyCode.unexpectedFrame, 'UNEXPECTED_FRAME - content of a class other than basic');
    this.bodySizeBytes = buffer.readUInt32BE(start + 4) * TWO_TO_THE_32 + buffer.readUInt32BE(start + 8);
    const flags = buffer.readUInt16BE(start + 12);
    this.reset(flags);
    this.at = start + HEADER_FIXED_BYTES;
    if (flags === 0) return;
    if ((flags & 3) !== 0) throw new ConnectionError(replyCode.syntaxError, 'SYNTAX_ERROR - unknown property flags');
    this.scanLeading(buffer, end, flags, onHeaderKey);
    this.scanTrailing(buffer, end, flags);
  }

  private reset(flags: number): void {
    this.flags = flags;
    this.deliveryMode = 0;
    this.priority = 0;
    this.expirationMs = -1;
    this.headersStart = -1;
    this.replyToStart = -1;
    this.replyToEnd = -1;
    this.userIdStart = -1;
    this.userIdEnd = -1;
  }

  private scanLeading(buffer: Buffer, end: number, flags: number, onHeaderKey: KeyVisitor | null): void {
    if ((flags & propertyFlag.contentType) !== 0) this.skipShortString(buffer, end);
    if ((flags & propertyFlag.contentEncoding) !== 0) this.skipShortString(buffer, end);
    if ((flags & propertyFlag.headers) !== 0) {
      this.headersStart = this.at;
      this.at = scanTable(buffer, this.at, end, onHeaderKey);
    }
    if ((flags & propertyFlag.deliveryMode) !== 0) this.deliveryMode = this.octet(buffer, end);
    if ((flags & propertyFlag.priority) !== 0) this.priority = this.octet(buffer, end);
    if ((flags & propertyFlag.correlationId) !== 0) this.skipShortString(buffer, end);
    if ((flags & propertyFlag.replyTo) !== 0) {
      this.replyToStart = this.at + 1;
      this.replyToEnd = this.skipShortString(buffer, end);
    }
    if ((flags & propertyFlag.expiration) !== 0) {
      const start = this.at + 1;
      this.expirationMs = parseExpiration(buffer, start, this.skipShortString(buffer, end));
    }
  }

  private scanTrailing(buffer: Buffer, end: number, flags: number): void {
    if ((flags & propertyFlag.messageId) !== 0) this.skipShortString(buffer, end);
    if ((flags & propertyFlag.timestamp) !== 0) this.at += 8;
    if (this.at > end) throw cut();
    if ((flags & propertyFlag.type) !== 0) this.skipShortString(buffer, end);
    if ((flags & propertyFlag.userId) !== 0) {
      this.userIdStart = this.at + 1;
      this.userIdEnd = this.skipShortString(buffer, end);
    }
    if ((flags & propertyFlag.appId) !== 0) this.skipShortString(buffer, end);
    if ((flags & propertyFlag.clusterId) !== 0) this.skipShortString(buffer, end);
  }

  private octet(buffer: Buffer, end: number): number {
    if (this.at >= end) throw cut();
    return buffer[this.at++] ?? 0;
  }

  /** @returns where the string ends */
  private skipShortString(buffer: Buffer, end: number): number {
    const length = this.octet(buffer, end);
    this.at += length;
    if (this.at > end) throw cut();
    return this.at;
  }
}

function parseExpiration(buffer: Buffer, start: number, end: number): number {
  if (start === end || end - start > EXPIRATION_DIGITS_MAX) return EXPIRATION_INVALID;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (buffer[at] ?? 0) - DIGIT_ZERO;
    if (digit < 0 || digit > 9) return EXPIRATION_INVALID;
    value = value * 10 + digit;
  }
  return value > EXPIRATION_MAX_MS ? EXPIRATION_INVALID : value;
}

function cut(): ConnectionError {
  return new ConnectionError(replyCode.syntaxError, 'SYNTAX_ERROR - content header ends inside a property');
}
