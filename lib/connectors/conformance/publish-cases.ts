import { describe, expect, it } from 'vitest';
import type { TypedTable } from '../../model/field-table';
import type { MessageProperties } from '../../model/message';
import { declaredQueue, draft, drain, errorOf, fill, hardName, plainName, type Subject } from './subject';

const LARGE_BODY_BYTES = 8 * 1024 * 1024;

/** One header of every wire type, with values at their ends. */
export const everyHeader: TypedTable = [
  { key: 'boolean', value: { type: 'boolean', value: true } },
  { key: 'int8', value: { type: 'int8', value: -128 } },
  { key: 'uint8', value: { type: 'uint8', value: 255 } },
  { key: 'int16', value: { type: 'int16', value: -32_768 } },
  { key: 'uint16', value: { type: 'uint16', value: 65_535 } },
  { key: 'int32', value: { type: 'int32', value: 7 } },
  { key: 'uint32', value: { type: 'uint32', value: 4_294_967_295 } },
  { key: 'int64', value: { type: 'int64', value: '-9223372036854775808' } },
  { key: 'float', value: { type: 'float', value: 0.5 } },
  { key: 'double', value: { type: 'double', value: 3 } },
  { key: 'decimal', value: { type: 'decimal', value: { scale: 2, digits: 1234 } } },
  { key: 'string ü', value: { type: 'string', value: 'grüße' } },
  { key: 'bytes', value: { type: 'bytes', value: '/wD+' } },
  { key: 'longString', value: { type: 'longString', value: '//79' } },
  { key: 'timestamp', value: { type: 'timestamp', value: '1795232894' } },
  { key: 'void', value: { type: 'void', value: null } },
  { key: 'table', value: { type: 'table', value: [{ key: '!', value: { type: 'int8', value: 1 } }] } },
  {
    key: 'array',
    value: {
      type: 'array',
      value: [
        { type: 'int64', value: '9007199254740993' },
        { type: 'array', value: [] },
      ],
    },
  },
];

const everyProperty: MessageProperties = {
  contentType: 'application/json',
  contentEncoding: 'utf-8',
  headers: everyHeader,
  deliveryMode: 2,
  priority: 4,
  correlationId: 'correlation',
  replyTo: 'reply',
  expiration: '600000',
  messageId: 'message ü',
  timestamp: '1795232894',
  type: 'order.created',
  appId: 'shop',
  clusterId: 'cluster',
};

/** Publishing, with an honest outcome for each message and not a bit of it changed. */
export function publishCases(subject: () => Subject): void {
  describe('publishing', () => {
    it('keeps every property, header type and order of headers', async () => {
      const queue = await declaredQueue(subject(), { name: hardName('typed') });
      await subject().connector.publish('/', [draft('', queue.name, '{}', everyProperty), draft('', queue.name, 'bare')]);
      const [typed, bare] = await drain(subject(), queue);
      expect(typed?.content.properties).toEqual(everyProperty);
      expect(bare?.content.properties).toEqual({});
    });

    it('keeps bodies: empty, not UTF-8, and large', async () => {
      const queue = await declaredQueue(subject());
      const large = Buffer.alloc(LARGE_BODY_BYTES, 'warren');
      const bodies = [Buffer.alloc(0), Buffer.from([0xff, 0x00, 0xc3, 0x28]), large];
      const outcomes = await subject().connector.publish(
        '/',
        bodies.map((body) => draft('', queue.name, body)),
      );
      expect(outcomes).toEqual(bodies.map(() => ({ outcome: 'confirmed' })));
      const received = (await drain(subject(), queue)).map((delivery) => delivery.content.body);
      expect(received.map((body, index) => body.equals(bodies[index] ?? Buffer.alloc(1)))).toEqual([true, true, true]);
    });

    it('tells of each message what became of it, in order, and goes on after a refusal', async () => {
      const queue = await declaredQueue(subject());
      const drafts = [
        draft('', queue.name, 'a'),
        draft('', plainName('nobody'), 'b'),
        draft(plainName('missing'), 'k', 'c'),
        draft('', queue.name, 'd', { userId: 'somebody-else' }),
        draft('', queue.name, 'e'),
        draft('amq.direct', plainName('unbound'), 'f'),
      ];
      const outcomes = await subject().connector.publish('/', drafts);
      const expected = ['confirmed', 'returned', 'refused', 'refused', 'confirmed', 'returned'];
      expect(outcomes.map((outcome) => outcome.outcome)).toEqual(expected);
      expect((await drain(subject(), queue)).map((delivery) => delivery.content.body.toString())).toEqual(['a', 'e']);
    });

    it('keeps the order of many', async () => {
      const queue = await declaredQueue(subject());
      const texts = Array.from({ length: 1_000 }, (_, index) => `m${index}`);
      await fill(subject(), queue, texts);
      expect((await drain(subject(), queue)).map((delivery) => delivery.content.body.toString())).toEqual(texts);
    });

    it('says refused when a full queue takes no more', async () => {
      const queue = await declaredQueue(subject(), { arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
      await fill(subject(), queue, ['first']);
      expect(await subject().connector.publish('/', [draft('', queue.name, 'second')])).toMatchObject([{ outcome: 'refused' }]);
    });

    it('refuses what AMQP can not carry before anything is sent', async () => {
      const queue = await declaredQueue(subject());
      const tooLong = draft('', queue.name, 'x', { messageId: 'm'.repeat(256) });
      expect(await errorOf(subject().connector.publish('/', [draft('', queue.name, 'x'), tooLong]))).toMatchObject({ code: 'invalid' });
      expect(await drain(subject(), queue)).toEqual([]);
    });
  });
}
