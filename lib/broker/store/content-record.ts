import { Message } from '../message';
import { contentHeadBytes, hasExpirationBit } from './record-format';

/** Above this a content gets its own memory rather than sharing what was read around it. */
const pooledBytesMax = 4_096;

/** The message whose content record starts at `at`; shares `bytes`. Null when the record does not fit before `limit`. */
export function decodeContentRecord(bytes: Buffer, at: number, limit: number): Message | null {
  if (at + contentHeadBytes > limit) return null;
  const lengthBytes = bytes.readUInt32LE(at);
  const end = at + lengthBytes;
  const exchangeStart = at + contentHeadBytes;
  const keyStart = exchangeStart + bytes.readUInt8(at + 6);
  const contentStart = keyStart + bytes.readUInt8(at + 7);
  if (end > limit || contentStart > end) return null;
  const frameWord = bytes.readUInt32LE(at + 12);
  return new Message(
    bytes.toString('utf8', exchangeStart, keyStart),
    bytes.toString('utf8', keyStart, contentStart),
    bytes,
    contentStart,
    end,
    bytes.readUInt32LE(at + 8),
    frameWord & ~hasExpirationBit,
    bytes.readUInt8(at + 4),
    bytes.readUInt8(at + 5),
    (frameWord & hasExpirationBit) === 0 ? -1 : bytes.readUInt32LE(at + 16),
  );
}

/** Gives the message memory of its own, so that it does not keep a whole page alive. */
export function detach(message: Message): Message {
  const lengthBytes = message.end - message.start;
  const own = lengthBytes <= pooledBytesMax ? Buffer.allocUnsafe(lengthBytes) : Buffer.allocUnsafeSlow(lengthBytes);
  message.buffer.copy(own, 0, message.start, message.end);
  message.buffer = own;
  message.start = 0;
  message.end = lengthBytes;
  return message;
}
