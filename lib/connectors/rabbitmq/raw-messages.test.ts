import { describe, expect, it } from 'vitest';
import { encodeContentHeader } from '../../amqp';
import type { MessageProperties } from '../../model/message';
import { readRawMessages } from './raw-messages';

type Given = { sequence: bigint; exchange: string; routingKey: string; properties: MessageProperties; body: string; flags: number };

/** Writes the bytes as docs/MANAGEMENT_API.md has them, by hand, so that the reader is checked against the document. */
function answerOf(messages: readonly Given[], next: number): Buffer {
  const head = Buffer.alloc(16);
  head.write('WRM1', 'latin1');
  head.writeUInt32BE(messages.length, 4);
  head.writeUInt32BE(next, 8);
  head.writeUInt32BE(77, 12);
  return Buffer.concat([head, ...messages.map(recordOf)]);
}

function recordOf(message: Given, index: number): Buffer {
  const fixed = Buffer.alloc(23);
  fixed.writeBigUInt64BE(message.sequence, 0);
  fixed.writeBigUInt64BE(1_795_232_894_133n, 8);
  fixed.writeUInt32BE(index, 16);
  fixed.writeUInt8(message.flags, 20);
  fixed.writeUInt16BE(index, 21);
  const sized = (bytes: Buffer, width: 1 | 4): Buffer => {
    const size = Buffer.alloc(width);
    size.writeUIntBE(bytes.length, 0, width);
    return Buffer.concat([size, bytes]);
  };
  const body = Buffer.from(message.body);
  const rest = Buffer.concat([
    fixed,
    sized(Buffer.from(message.exchange), 1),
    sized(Buffer.from(message.routingKey), 1),
    sized(encodeContentHeader(message.properties, body.length), 4),
    sized(body, 4),
  ]);
  return sized(rest, 4);
}

const first: Given = { sequence: 41n, exchange: '', routingKey: 'ünicode', properties: { messageId: 'a' }, body: 'hello', flags: 0 };
const second: Given = { sequence: 42n, exchange: 'shop', routingKey: '', properties: {}, body: '', flags: 3 };

describe('the bulk answer', () => {
  it('is read as documented', () => {
    const page = readRawMessages(answerOf([first, second], 2));
    expect(page).toMatchObject({ totalCount: 77, nextAfter: '42' });
    expect(page.messages[0]).toMatchObject({ id: '41', state: 'ready', redelivered: false, routingKey: 'ünicode', deliveryCount: null });
    expect(page.messages[0]?.properties()).toEqual({ messageId: 'a' });
    expect(Buffer.from(page.messages[0]?.body ?? []).toString()).toBe('hello');
    expect(page.messages[1]).toMatchObject({ state: 'unacknowledged', redelivered: true, position: 1, deliveryCount: 1, bodySizeBytes: 0 });
    expect(readRawMessages(answerOf([], 0xffffffff))).toEqual({ messages: [], totalCount: 77, nextAfter: null });
  });

  it('that is cut or is something else is a fault, at every length', () => {
    const whole = answerOf([first, second], 2);
    for (let length = 0; length < whole.length; length++) {
      expect(() => readRawMessages(whole.subarray(0, length)), `cut at ${length}`).toThrow('WRM1');
    }
    expect(() => readRawMessages(Buffer.from('<html>not this</html>'))).toThrow('WRM1');
  });
});
