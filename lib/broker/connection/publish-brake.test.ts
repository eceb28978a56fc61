// Goal: one read that holds more than consumers can be given stops where they fall behind, and its rest follows in order;
// what a connection publishes is never lost, doubled or overtaken by it. What is delivered at once survives the read buffer.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ScriptedClient } from '../testing/scripted-client';
import { createTestBroker } from '../testing/test-broker';
import { pacingLimits } from './flow-limits';

const QUEUES = ['first', 'second', 'third', 'fourth'];
const MESSAGES = 1_500;
const BODY_BYTES = 300;
const options = { passive: false, durable: false, exclusive: false, autoDelete: false, noWait: false } as const;
const consumption = { consumerTag: '', noLocal: false, exclusive: false, noWait: false, arguments: [] } as const;
let broker: ReturnType<typeof createTestBroker>;

beforeEach(() => {
  broker = createTestBroker();
});
afterEach(() => broker.stop());

const numbered = (count: number): string => String(count).padStart(BODY_BYTES, '.');

/** How much waits in the fullest queue each time that pacing holds the publisher. */
function watchHolds({ connection }: ScriptedClient): number[] {
  const waiting: number[] = [];
  const hold = connection.holdForPacing.bind(connection);
  vi.spyOn(connection, 'holdForPacing').mockImplementation(() => {
    const queues = QUEUES.map((name) => broker.virtualHosts.get('/')?.queues.get(name)?.readyCount ?? 0);
    waiting.push(Math.max(...queues));
    hold();
  });
  return waiting;
}

it('a read for many queues stops where their consumer falls behind, and goes on in order', async () => {
  const consumer = await ScriptedClient.connect(broker);
  const publisher = await ScriptedClient.connect(broker);
  for (const queue of QUEUES) {
    await consumer.call({ name: 'queue.declare', queue, ...options, arguments: [] }, 'queue.declare-ok');
    const binding = { queue, exchange: 'amq.fanout', routingKey: '', noWait: false, arguments: [] };
    await consumer.call({ name: 'queue.bind', ...binding }, 'queue.bind-ok');
    await consumer.call({ name: 'basic.consume', queue, noAck: true, ...consumption }, 'basic.consume-ok');
  }
  await consumer.drain();
  consumer.transport.holdsWrites = true;
  const waiting = watchHolds(publisher);
  const bytes = Array.from({ length: MESSAGES }, (_, count) => publisher.publishBytes('amq.fanout', '', numbered(count)));
  publisher.sendBytes(Buffer.concat(bytes));
  await publisher.until(() => waiting.length > 0, 'a hold');
  consumer.transport.releaseWrites();
  await consumer.until(() => consumer.inbox.length === MESSAGES * QUEUES.length, 'every copy');
  await publisher.until(() => !publisher.transport.isPaused, 'reading');
  expect(waiting[0]).toBeLessThan(pacingLimits.behindCount / 2);
  const bodies = new Map<string, string[]>();
  for (const { method, body } of consumer.inbox) {
    if (method.name !== 'basic.deliver') throw new Error(method.name);
    const received = bodies.get(method.consumerTag) ?? [];
    received.push(body.toString());
    bodies.set(method.consumerTag, received);
  }
  expect(bodies.size).toBe(QUEUES.length);
  for (const received of bodies.values()) expect(received).toEqual(Array.from({ length: MESSAGES }, (_, count) => numbered(count)));
});

it('closes a connection in order whose read was stopped', async () => {
  const consumer = await ScriptedClient.connect(broker);
  const publisher = await ScriptedClient.connect(broker);
  await consumer.call({ name: 'queue.declare', queue: 'only', ...options, arguments: [] }, 'queue.declare-ok');
  await consumer.call({ name: 'basic.consume', queue: 'only', noAck: true, ...consumption }, 'basic.consume-ok');
  await consumer.drain();
  consumer.transport.holdsWrites = true;
  const bytes = Array.from({ length: 3 * MESSAGES }, (_, count) => publisher.publishBytes('', 'only', numbered(count)));
  publisher.sendBytes(Buffer.concat(bytes));
  await publisher.until(() => publisher.connection.brake.hasRest, 'a stop');
  publisher.connection.closeByBroker(320, 'CONNECTION_FORCED - the test is over');
  await publisher.receive('connection.close');
  publisher.send(0, { name: 'connection.close-ok' });
  await publisher.until(() => publisher.transport.isEnded, 'the end');
});

it.each(['classic', 'quorum'])('a message of a %s queue that comes back is the one that was published', async (type) => {
  const client = await ScriptedClient.connect(broker);
  const table = [{ key: 'x-queue-type', value: { type: 'string', value: type } }] as const;
  await client.call({ name: 'queue.declare', queue: 'q', ...options, durable: true, arguments: table }, 'queue.declare-ok');
  await client.call({ name: 'basic.consume', queue: 'q', noAck: false, ...consumption }, 'basic.consume-ok');
  client.publish('', 'q', numbered(1));
  const first = await client.receive('basic.deliver');
  client.send(1, { name: 'basic.nack', deliveryTag: first.method.deliveryTag, multiple: false, requeue: true });
  const second = await client.receive('basic.deliver');
  expect(second.method).toMatchObject({ redelivered: true, exchange: '', routingKey: 'q' });
  expect([first.body.toString(), second.body.toString()]).toEqual([numbered(1), numbered(1)]);
});
