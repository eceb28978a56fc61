/**
 * Goal: what is true of RabbitMQ only, on a real one: reading beside live consumers, near a delivery limit, where a queue is
 * locked; a list that RabbitMQ itself can't answer; and that nothing of ours stays behind.
 */
import { connect } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyHeader } from '@/lib/connectors/conformance/publish-cases';
import {
  COUNTS_SETTLE,
  countsOf,
  declaredQueue,
  draft,
  drain,
  errorOf,
  fill,
  plainName,
  type Subject,
  textOf,
  withChannel,
} from '@/lib/connectors/conformance/subject';
import type { Connector } from '@/lib/connectors/connector';
import { createConnector } from '@/lib/connectors/registry';
import type { MessagePage } from '@/lib/model/message';
import { freezeSelection } from '@/lib/services/operations/freeze-selection';
import { until } from '../support/poll';
import { type RabbitmqServer, startRabbitmq } from '../support/rabbitmq';

const page = { from: 0, limit: 50, order: 'oldest', bodyLimitBytes: 100 } as const;
const consume = { noLocal: false, noAck: false, exclusive: false, noWait: false, arguments: [] } as const;
let server: RabbitmqServer;
let subject: Subject;

beforeAll(async () => {
  server = await startRabbitmq({ statisticsIntervalMs: 1_000 });
  const access = { managementUrl: server.managementUrl, amqpUrl: server.amqpUrl, username: 'guest', password: 'guest' };
  const connectorWith = (other: object): Connector => createConnector('rabbitmq', { ...access, ...other });
  subject = { access, connectorWith, connector: connectorWith({}) };
});
afterAll(async () => {
  await subject.connector.close();
  await server.stop();
});

describe('reading a RabbitMQ queue', () => {
  it('beside a live consumer: the consumer goes first, gets everything, and ours has left', async () => {
    const queue = await declaredQueue(subject);
    await withChannel(subject, '/', async (channel) => {
      const received: string[] = [];
      channel.events = {
        onDelivery: ({ deliveryTag, content }) => {
          received.push(content.body.toString());
          channel.send({ name: 'basic.ack', deliveryTag, multiple: false });
        },
      };
      await channel.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: false }, 'basic.qos-ok');
      await channel.call({ name: 'basic.consume', queue: queue.name, consumerTag: 'live', ...consume }, 'basic.consume-ok');
      await until(
        'the broker to count the consumer',
        async () => (await subject.connector.browseIntrusiveness(queue)).level === 'may-reorder',
      );
      await fill(
        subject,
        queue,
        Array.from({ length: 200 }, (_, index) => `m${index}`),
      );
      await subject.connector.browse(queue, page);
      await until('all messages to reach the consumer', () => new Set(received).size === 200);
      await expect.poll(() => countsOf(subject, queue), COUNTS_SETTLE).toMatchObject({ messageCount: 0, consumerCount: 1 });
    });
  });

  it('near its delivery limit: stops in time, says so, and no message is lost', async () => {
    const queue = await declaredQueue(subject, { type: 'quorum', arguments: { 'x-delivery-limit': 6 } });
    await fill(subject, queue, ['a', 'b']);
    const seenCounts = new Set<number>();
    const look = () => subject.connector.browse(queue, page);
    const refusal = await until('the refusal', async () => {
      const outcome = await look().catch((error: unknown) => error);
      if (outcome instanceof Error) return outcome;
      for (const message of (outcome as MessagePage).messages) seenCounts.add(message.deliveryCount ?? -1);
      return null;
    });
    expect(refusal).toMatchObject({ code: 'not-supported', message: expect.stringContaining('delivery limit of 6') });
    expect([...seenCounts].sort()).toEqual([0, 1, 2, 3]); // 3 is within three of the limit
    expect((await drain(subject, queue)).map((delivery) => delivery.content.body.toString()).sort()).toEqual(['a', 'b']);
    await fill(subject, queue, ['new']);
    expect(await errorOf(subject.connector.browse(queue, page))).toMatchObject({ code: 'not-supported' });
    await subject.connector.purgeQueue(queue);
    expect((await subject.connector.browse(queue, page)).messages).toEqual([]);
  });

  it('that a consumer has for itself: a conflict, not a hang', async () => {
    const connection = await connect(server.amqpUrl);
    try {
      const channel = await connection.createChannel();
      const { queue: name } = await channel.assertQueue('', { exclusive: true });
      expect(await errorOf(subject.connector.browse({ virtualHost: '/', name }, page))).toMatchObject({ code: 'conflict' });
    } finally {
      await connection.close();
    }
  });

  it('shows only as many as may be held, and says so of the rest', async () => {
    const queue = await declaredQueue(subject);
    await fill(
      subject,
      queue,
      Array.from({ length: 150 }, (_, index) => `m${index}`),
    );
    const first = await subject.connector.browse(queue, { ...page, limit: 500 });
    expect([first.messages.length, first.totalCount, first.next]).toEqual([100, 150, 100]);
    const error = await errorOf(subject.connector.browse(queue, { ...page, from: 100 }));
    expect(error).toMatchObject({ code: 'not-supported', message: expect.stringContaining('first 100') });
    expect(await errorOf(subject.connector.browse(queue, { ...page, order: 'newest' }))).toMatchObject({ code: 'not-supported' });
  });

  it.each(['classic', 'quorum'] as const)('takes chosen ones from deep inside a %s queue and leaves the order', async (type) => {
    const queue = await declaredQueue(subject, { type });
    const texts = Array.from({ length: 1_500 }, (_, index) => `m${index}`);
    await fill(subject, queue, texts);
    const ids: string[] = [];
    const walk = await subject.connector.take(queue, { kind: 'first', count: texts.length });
    for await (const taken of walk)
      ids.push(...taken.filter(({ message }) => ['m7', 'm1400'].includes(textOf(message))).map(({ message }) => message.id ?? ''));
    await walk.close();
    const chosen = await subject.connector.take(queue, { kind: 'ids', ids });
    const seen: string[] = [];
    for await (const taken of chosen) {
      seen.push(...taken.map(({ message }) => textOf(message)));
      await chosen.settle(taken, 'acknowledge');
    }
    await chosen.close();
    expect(seen).toEqual(['m7', 'm1400']);
    const left: string[] = [];
    const rest = await subject.connector.take(queue, { kind: 'first', count: texts.length });
    for await (const taken of rest) left.push(...taken.map(({ message }) => textOf(message)));
    await rest.close();
    expect(left).toEqual(texts.filter((text) => !seen.includes(text)));
  });
});

describe('planning an operation on a RabbitMQ queue', () => {
  it('sees every message and not only those that a look may hold, and leaves them in order', async () => {
    const queue = await declaredQueue(subject);
    const texts = Array.from({ length: 1_200 }, (_, index) => `m${index}`);
    await fill(subject, queue, texts);
    const frozen: string[] = [];
    const openFilter = () => {
      throw new Error('all needs no filter');
    };
    const source = { connector: subject.connector, queue, openFilter };
    for await (const messages of freezeSelection(source, { kind: 'all' }, 3)) frozen.push(...messages.map(textOf));
    expect(frozen).toEqual(texts.map((text) => text.slice(0, 3)));
    expect((await drain(subject, queue)).map((delivery) => delivery.content.body.toString())).toEqual(texts);
  });
});

describe('RabbitMQ itself', () => {
  it('shows our messages to another client library as we sent them', async () => {
    const queue = await declaredQueue(subject);
    await subject.connector.publish('/', [draft('', queue.name, 'grüße', { headers: everyHeader, messageId: 'm', deliveryMode: 2 })]);
    const connection = await connect(server.amqpUrl);
    try {
      const message = await (await connection.createChannel()).get(queue.name, { noAck: true });
      if (message === false) throw new Error('amqplib got no message');
      expect(message.content.toString()).toBe('grüße');
      expect(message.properties).toMatchObject({ messageId: 'm', deliveryMode: 2 });
      const { headers } = message.properties;
      expect(headers).toMatchObject({ boolean: true, int8: -128, uint16: 65_535, float: 0.5, double: 3, 'string ü': 'grüße', void: null });
      expect(headers?.['decimal']).toEqual({ '!': 'decimal', value: { places: 2, digits: 1234 } });
      expect(headers?.['bytes']).toEqual(Buffer.from([0xff, 0x00, 0xfe]));
    } finally {
      await connection.close();
    }
  });

  it('keeps the list of bindings when one of them breaks it', async () => {
    const queue = await declaredQueue(subject);
    const exchange = { virtualHost: '/', name: plainName('tilde'), type: 'topic', isDurable: true, isAutoDelete: false };
    await subject.connector.declareExchange({ ...exchange, isInternal: false, arguments: {} });
    const pair = { virtualHost: '/', source: exchange.name, destination: queue.name, destinationType: 'queue' } as const;
    expect(await errorOf(subject.connector.bind({ ...pair, routingKey: 'a~b', arguments: { x: 1 } }))).toMatchObject({
      code: 'not-supported',
    });
    const other = await subject.connector.bind({ ...pair, source: 'amq.topic', routingKey: 'fine', arguments: {} });
    const connection = await connect(server.amqpUrl);
    const channel = await connection.createChannel();
    await channel.bindQueue(queue.name, exchange.name, 'a~b', { x: 1 }); // from now on RabbitMQ answers 500 to the whole list
    try {
      expect((await subject.connector.readSnapshot({ withTopology: true })).bindings).toContainEqual(other);
    } finally {
      await channel.unbindQueue(queue.name, exchange.name, 'a~b', { x: 1 });
      await connection.close();
    }
  });

  it('keeps no connection of ours after close', async () => {
    const temporary = subject.connectorWith({});
    const queue = await declaredQueue(subject);
    await temporary.publish('/', [draft('', queue.name, 'x')]);
    const taken = await temporary.take(queue, { kind: 'first', count: 1 });
    for await (const messages of taken) expect(messages.map(({ message }) => textOf(message))).toEqual(['x']);
    await temporary.close();
    await subject.connector.close();
    const authorization = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
    await until('RabbitMQ to have no connections', async () => {
      const answer = await fetch(`${server.managementUrl}/api/connections`, { headers: { authorization } });
      return ((await answer.json()) as unknown[]).length === 0;
    });
    expect((await drain(subject, queue)).map((delivery) => delivery.redelivered)).toEqual([true]);
  });
});
