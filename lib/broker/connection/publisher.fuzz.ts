// Goal: a publish means the same however its bytes are cut into reads, whole or frame by frame, and its content is never
// that of a later read (the read buffer is overwritten). Everything that is published is delivered, unchanged and in order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageProperties } from '../../model/message';
import { ScriptedClient } from '../testing/scripted-client';
import { createTestBroker } from '../testing/test-broker';

const message = fc.record({
  size: fc.oneof(fc.constantFrom(0, 1, 4_088, 4_089, 9_000), fc.integer({ min: 0, max: 200 })),
  fill: fc.integer({ min: 0, max: 255 }),
  properties: fc.constantFrom<MessageProperties>(
    {},
    { deliveryMode: 2 },
    { contentType: 'a/b', headers: [{ key: 'k', value: { type: 'int8', value: 1 } }] },
    { replyTo: 'r', userId: 'guest' },
  ),
});

describe('publishing', () => {
  it('does not depend on how the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.boolean(),
        async (messages, cuts, isConsumed) => {
          const broker = createTestBroker();
          const client = await ScriptedClient.connect(broker, { frameMaxBytes: 4_096 });
          await client.call(
            {
              name: 'queue.declare',
              queue: 'q',
              passive: false,
              durable: true,
              exclusive: false,
              autoDelete: false,
              noWait: false,
              arguments: [],
            },
            'queue.declare-ok',
          );
          const consumption = {
            name: 'basic.consume',
            queue: 'q',
            consumerTag: '',
            noLocal: false,
            noAck: true,
            exclusive: false,
            noWait: true,
            arguments: [],
          } as const;
          if (isConsumed) client.send(1, consumption);
          const bytes = Buffer.concat(
            messages.map(({ size, fill, properties }) => client.publishBytes('', 'q', Buffer.alloc(size, fill), properties)),
          );
          const points = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
          let from = 0;
          for (const to of [...points, bytes.length]) {
            client.sendBytes(bytes.subarray(from, to));
            from = to;
          }
          if (!isConsumed) client.send(1, consumption);
          await client.until(() => client.inbox.length === messages.length, 'all deliveries');
          const received = client.inbox.map(({ body, properties }) => ({ body: body.toString('hex'), properties }));
          expect(received).toEqual(
            messages.map(({ size, fill, properties }) => ({ body: Buffer.alloc(size, fill).toString('hex'), properties })),
          );
          client.transport.destroy();
          broker.stop();
        },
      ),
      { numRuns: 150, interruptAfterTimeLimit: 15_000 },
    );
  });

  it('does not depend on where one read ends and the next begins', async () => {
    const broker = createTestBroker();
    const client = await ScriptedClient.connect(broker);
    await client.call(
      {
        name: 'queue.declare',
        queue: 'q',
        passive: false,
        durable: false,
        exclusive: false,
        autoDelete: false,
        noWait: false,
        arguments: [],
      },
      'queue.declare-ok',
    );
    const bytes = Buffer.concat([client.publishBytes('', 'q', 'first', { priority: 3 }), client.publishBytes('', 'q', 'second')]);
    for (let split = 0; split <= bytes.length; split++) {
      client.sendBytes(bytes.subarray(0, split));
      client.sendBytes(bytes.subarray(split));
      for (const body of ['first', 'second']) {
        client.send(1, { name: 'basic.get', queue: 'q', noAck: true });
        expect((await client.receive('basic.get-ok')).body.toString()).toBe(body);
      }
    }
    broker.stop();
  });
});
