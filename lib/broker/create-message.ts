import { type BuiltContent, buildContent, ContentScan, type KeyVisitor } from '../amqp';
import type { MessageProperties } from '../model/message';
import { limits } from './limits';
import { Message, messageFlags } from './message';

/** Length + first letter narrow it down before any bytes are compared: most headers are none of these. */
const watchedKeys: readonly { readonly key: Buffer; readonly flag: number }[] = [
  { key: Buffer.from('CC'), flag: messageFlags.hasExtraRoutes },
  { key: Buffer.from('BCC'), flag: messageFlags.hasExtraRoutes },
  { key: Buffer.from('x-delay'), flag: messageFlags.hasDelay },
  { key: Buffer.from('x-death'), flag: messageFlags.hasDeaths },
  { key: Buffer.from('x-replay-id'), flag: messageFlags.isReplay },
];

/** What a message's properties mean to the broker; shared by every publish, from a socket, from HTTP or by dead-lettering. */
export class ContentFlags {
  readonly scan = new ContentScan();
  /** messageFlags of the content scanned last. */
  flags = 0;

  /** @throws ConnectionError 502 when the header payload is malformed */
  read(buffer: Buffer, start: number, end: number): void {
    this.flags = 0;
    this.scan.scan(buffer, start, end, this.noteKey);
    if (this.scan.deliveryMode === 2) this.flags |= messageFlags.persistent;
    if (this.scan.headersStart >= 0) this.flags |= messageFlags.hasHeaders;
    if (this.scan.expirationMs >= 0) this.flags |= messageFlags.hasExpiration;
    if (this.scan.priority > 0) this.flags |= messageFlags.hasPriority;
  }

  private readonly noteKey: KeyVisitor = (buffer, keyStart, keyEnd) => {
    for (const { key, flag } of watchedKeys) {
      if (key.length !== keyEnd - keyStart || key[0] !== buffer[keyStart]) continue;
      if (buffer.compare(key, 0, key.length, keyStart, keyEnd) === 0) this.flags |= flag;
    }
  };
}

const contentFlags = new ContentFlags();

/** A message made by the broker itself: an HTTP publish, a dead letter with its headers rewritten. Owned, not borrowed. */
export function createMessage(exchange: string, routingKey: string, properties: MessageProperties, body: Uint8Array): Message {
  return messageOf(exchange, routingKey, buildContent(properties, body, limits.frameMaxBytes));
}

/** As createMessage, of a content that is laid out already. */
export function messageOf(exchange: string, routingKey: string, content: BuiltContent): Message {
  const headerEnd = content.start + 7 + content.buffer.readUInt32BE(content.start + 3);
  contentFlags.read(content.buffer, content.start + 7, headerEnd);
  const { priority, expirationMs } = contentFlags.scan;
  return new Message(
    exchange,
    routingKey,
    content.buffer,
    content.start,
    content.end,
    content.bodySizeBytes,
    content.frameSizeBytesMax,
    contentFlags.flags,
    priority,
    Math.max(expirationMs, -1),
  );
}
