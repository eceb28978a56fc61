// Goal: each method of each class does what AMQP 0-9-1 and RabbitMQ's extensions say, as a client sees it on the wire.
import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientMethod } from '../../../amqp';
import type { TypedTable } from '../../../model/field-table';
import type { Broker } from '../../broker';
import { ScriptedClient } from '../../testing/scripted-client';
import { createTestBroker } from '../../testing/test-broker';

let broker: Broker;
let client: ScriptedClient;
beforeEach(async () => {
  broker = createTestBroker();
  client = await ScriptedClient.connect(broker);
});

const queueFields = { passive: false, durable: false, exclusive: false, autoDelete: false, noWait: false, arguments: [] as TypedTable };
const exchangeFields = { passive: false, durable: false, autoDelete: false, internal: false, noWait: false, arguments: [] as TypedTable };
const consumeFields = { consumerTag: 'tag', noLocal: false, noAck: false, exclusive: false, noWait: false, arguments: [] as TypedTable };

const declareQueue = (name: string, fields: Partial<typeof queueFields> = {}) =>
  client.call({ name: 'queue.declare', queue: name, ...queueFields, ...fields }, 'queue.declare-ok');
const declareExchange = (name: string, type: string, fields: Partial<typeof exchangeFields> = {}) =>
  client.call({ name: 'exchange.declare', exchange: name, type, ...exchangeFields, ...fields }, 'exchange.declare-ok');
const bindQueue = (queue: string, exchange: string, routingKey: string) =>
  client.call({ name: 'queue.bind', queue, exchange, routingKey, noWait: false, arguments: [] }, 'queue.bind-ok');
const consume = (queue: string, fields: Partial<typeof consumeFields> = {}, channel = 1) =>
  client.call({ name: 'basic.consume', queue, ...consumeFields, ...fields }, 'basic.consume-ok', channel);
const readyCount = (queue: string) => broker.virtualHosts.get('/')?.queues.get(queue)?.readyCount;

async function expectChannelClose(method: ClientMethod, code: number, text: RegExp): Promise<void> {
  client.send(1, method);
  const { method: close } = await client.receive('channel.close');
  expect(close.replyText).toMatch(text);
  expect(close.replyCode).toBe(code);
  client.send(1, { name: 'channel.close-ok' });
  await client.openChannel(1);
}

async function get(queue: string, noAck = true) {
  client.send(1, { name: 'basic.get', queue, noAck });
  return await client.receive('basic.get-ok');
}

describe('queue', () => {
  it('names a queue that has no name, and remembers the last one', async () => {
    const { queue } = await declareQueue('');
    expect(queue).toMatch(/^amq\.gen-[\w-]{22}$/);
    await client.call(
      { name: 'queue.bind', queue: '', exchange: 'amq.direct', routingKey: '', noWait: false, arguments: [] },
      'queue.bind-ok',
    );
    client.publish('amq.direct', queue, 'by its own name');
    expect((await get('')).body.toString()).toBe('by its own name');
  });

  it('is in use, for x-expires, when it is asked for passively', async () => {
    await declareQueue('leased');
    const queue = broker.virtualHosts.get('/')?.queues.get('leased');
    const declaredAtMs = queue?.lastUsedMs ?? 0;
    await client.until(() => Date.now() > declaredAtMs + 5, 'the clock');
    await declareQueue('leased', { passive: true });
    expect(queue?.lastUsedMs).toBeGreaterThan(declaredAtMs);
  });

  it('knows no last queue on a new channel', async () => {
    await expectChannelClose({ name: 'queue.purge', queue: '', noWait: false }, 404, /no previously declared queue/);
  });

  it('counts what is in it, purges and deletes', async () => {
    await declareQueue('q');
    client.publish('', 'q', 'a');
    client.publish('', 'q', 'b');
    expect(await declareQueue('q', { passive: true })).toMatchObject({ messageCount: 2, consumerCount: 0 });
    expect(await client.call({ name: 'queue.purge', queue: 'q', noWait: false }, 'queue.purge-ok')).toMatchObject({ messageCount: 2 });
    client.publish('', 'q', 'c');
    const deletion = { name: 'queue.delete', queue: 'q', ifUnused: false, ifEmpty: false, noWait: false } as const;
    await expectChannelClose({ ...deletion, ifEmpty: true }, 406, /not empty/);
    expect(await client.call(deletion, 'queue.delete-ok')).toMatchObject({ messageCount: 1 });
    expect(await client.call(deletion, 'queue.delete-ok')).toMatchObject({ messageCount: 0 });
  });

  it('refuses what can not be', async () => {
    await declareQueue('q');
    const declaration = { name: 'queue.declare', queue: 'q', ...queueFields } as const;
    await expectChannelClose(
      { ...declaration, durable: true },
      406,
      /inequivalent arg 'durable' for queue 'q' in vhost '\/': received 'true' but current is 'false'/,
    );
    await expectChannelClose({ ...declaration, queue: 'amq.mine' }, 403, /queue name 'amq.mine' contains reserved prefix 'amq\.\*'/);
    await expectChannelClose(
      { name: 'queue.bind', queue: 'q', exchange: '', routingKey: 'x', noWait: false, arguments: [] },
      403,
      /default exchange/,
    );
    await expectChannelClose(
      { name: 'queue.bind', queue: 'q', exchange: 'nope', routingKey: 'x', noWait: false, arguments: [] },
      404,
      /no exchange 'nope'/,
    );
  });

  it('keeps an exclusive queue from others', async () => {
    await declareQueue('mine', { exclusive: true });
    client = await ScriptedClient.connect(broker);
    await expectChannelClose(
      { name: 'queue.declare', queue: 'mine', ...queueFields, passive: true },
      405,
      /RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'mine'/,
    );
    await expectChannelClose({ name: 'basic.consume', queue: 'mine', ...consumeFields }, 405, /RESOURCE_LOCKED/);
  });

  it('drops line breaks from names', async () => {
    expect((await declareQueue('broken\r\nname')).queue).toBe('brokenname');
  });

  it('answers pipelined declarations in order, behind one wait for the disk, and errors in their place', async () => {
    for (const queue of ['a', 'b']) client.send(1, { name: 'queue.declare', queue, ...queueFields, durable: true });
    client.send(1, { name: 'queue.declare', queue: 'amq.no', ...queueFields });
    client.send(1, { name: 'queue.declare', queue: 'dropped', ...queueFields });
    const names = [await client.receive('queue.declare-ok'), await client.receive('queue.declare-ok')].map(({ method }) => method.queue);
    expect(names).toEqual(['a', 'b']);
    await client.receive('channel.close');
    expect(broker.virtualHosts.get('/')?.queues.has('dropped')).toBe(false);
  });

  it('does nothing else before a declaration is answered', async () => {
    client.send(1, { name: 'queue.declare', queue: 'a', ...queueFields, durable: true });
    client.publish('', 'a', 'after');
    client.send(1, { name: 'basic.get', queue: 'a', noAck: true });
    await client.receive('queue.declare-ok');
    expect((await client.receive('basic.get-ok')).body.toString()).toBe('after');
  });
});

describe('exchange', () => {
  it('routes by type, also from exchange to exchange', async () => {
    await declareExchange('t', 'topic');
    await declareExchange('f', 'fanout');
    await declareQueue('q');
    await bindQueue('q', 'f', '');
    await client.call(
      { name: 'exchange.bind', destination: 'f', source: 't', routingKey: 'a.#', noWait: false, arguments: [] },
      'exchange.bind-ok',
    );
    client.publish('t', 'a.b.c', 'one');
    client.publish('t', 'b', 'none');
    expect((await get('q')).body.toString()).toBe('one');
    await client.call(
      { name: 'exchange.unbind', destination: 'f', source: 't', routingKey: 'a.#', noWait: false, arguments: [] },
      'exchange.unbind-ok',
    );
    client.publish('t', 'a.b.c', 'no more');
    await client.drain();
    expect(readyCount('q')).toBe(0);
  });

  it('refuses what can not be', async () => {
    const declaration = { name: 'exchange.declare', exchange: 'x', type: 'direct', ...exchangeFields } as const;
    await declareExchange('x', 'direct');
    await expectChannelClose({ ...declaration, type: 'fanout' }, 406, /inequivalent arg 'type' for exchange 'x'/);
    await expectChannelClose({ ...declaration, exchange: 'amq.mine' }, 403, /exchange name 'amq.mine' contains reserved prefix/);
    await expectChannelClose({ ...declaration, exchange: '' }, 403, /default exchange/);
    await expectChannelClose({ ...declaration, exchange: 'none', passive: true }, 404, /no exchange 'none'/);
    await declareExchange('inner', 'fanout', { internal: true });
    client.publish('inner', '', 'x');
    expect((await client.receive('channel.close')).method).toMatchObject({ replyCode: 403 });
  });

  it('forgets a deleted one, however often it was published to', async () => {
    await declareExchange('x', 'fanout');
    client.publish('x', '', 'a');
    await client.call({ name: 'exchange.delete', exchange: 'x', ifUnused: false, noWait: false }, 'exchange.delete-ok');
    client.publish('x', '', 'b');
    expect((await client.receive('channel.close')).method).toMatchObject({
      replyCode: 404,
      replyText: "NOT_FOUND - no exchange 'x' in vhost '/'",
    });
  });
});

describe('basic', () => {
  beforeEach(async () => {
    await declareQueue('q');
  });

  it('delivers with properties, body and tag as they came', async () => {
    await consume('q');
    const headers: TypedTable = [{ key: 'n', value: { type: 'int64', value: '9007199254740993' } }];
    client.publish('', 'q', 'body', { contentType: 'text/plain', headers, timestamp: '18446744073709551615', userId: 'guest' });
    const { method, properties, body } = await client.receive('basic.deliver');
    expect(method).toMatchObject({ consumerTag: 'tag', deliveryTag: 1, redelivered: false, exchange: '', routingKey: 'q' });
    expect(properties).toEqual({ contentType: 'text/plain', headers, timestamp: '18446744073709551615', userId: 'guest' });
    expect(body.toString()).toBe('body');
  });

  it('keeps to the prefetch of a consumer, and goes on with each acknowledgement', async () => {
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 2, global: false }, 'basic.qos-ok');
    await consume('q');
    for (const body of ['a', 'b', 'c', 'd']) client.publish('', 'q', body);
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['a', 'b']);
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['c']);
    client.send(1, { name: 'basic.ack', deliveryTag: 0, multiple: true });
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['d']);
  });

  it('shares a global prefetch among the consumers of a channel', async () => {
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: true }, 'basic.qos-ok');
    await consume('q', { consumerTag: 'one' });
    await consume('q', { consumerTag: 'two' });
    for (const body of ['a', 'b', 'c']) client.publish('', 'q', body);
    expect(await client.drain()).toHaveLength(1);
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    expect(await client.drain()).toHaveLength(1);
  });

  it('gives room in the shared window to the consumers of other queues', async () => {
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: true }, 'basic.qos-ok');
    await declareQueue('other');
    await consume('q', { consumerTag: 'one' });
    await consume('other', { consumerTag: 'two' });
    client.publish('', 'q', 'a');
    client.publish('', 'other', 'b');
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['a']);
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['b']);
  });

  it.each([
    ['of one queue', ['q', 'q', 'q']],
    ['of several', ['q', 'other', 'third']],
  ])('serves the consumers under a shared window in turn: %s', async (_, queues) => {
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: true }, 'basic.qos-ok');
    for (const queue of new Set(queues)) await declareQueue(queue);
    for (const [index, queue] of queues.entries()) await consume(queue, { consumerTag: `${index}` });
    for (const queue of new Set(queues)) for (let count = 0; count < 12; count++) client.publish('', queue, String(count));
    const served = new Map<unknown, number>();
    for (let tag = 1; tag <= 12; tag++) {
      const { consumerTag } = (await client.receive('basic.deliver')).method;
      served.set(consumerTag, (served.get(consumerTag) ?? 0) + 1);
      client.send(1, { name: 'basic.ack', deliveryTag: tag, multiple: false });
    }
    expect(served.size).toBe(3);
    for (const count of served.values()) expect(count).toBeGreaterThanOrEqual(3);
  });

  it('ends the shared window at the next qos that is not global', async () => {
    const qos = (prefetchCount: number, global: boolean) =>
      client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount, global }, 'basic.qos-ok');
    await declareQueue('q');
    await qos(1, true);
    await consume('q');
    for (const body of ['a', 'b']) client.publish('', 'q', body);
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['a']);
    await qos(0, false);
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['b']);
  });

  it('has no limit for consumers without acknowledgements', async () => {
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: false }, 'basic.qos-ok');
    await consume('q', { noAck: true });
    for (let count = 0; count < 5; count++) client.publish('', 'q', String(count));
    expect(await client.drain()).toHaveLength(5);
  });

  it('holds up consumers without acknowledgements too while the shared window is full', async () => {
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 1, global: true }, 'basic.qos-ok');
    await consume('q', { consumerTag: 'fills' });
    client.publish('', 'q', 'a');
    expect(await client.drain()).toHaveLength(1);
    await declareQueue('other');
    await consume('other', { consumerTag: 'waits', noAck: true });
    client.publish('', 'other', 'b');
    expect(await client.drain()).toHaveLength(0);
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['b']);
  });

  it('puts what is requeued back in its place, flagged', async () => {
    for (const body of ['a', 'b', 'c']) client.publish('', 'q', body);
    for (const body of ['a', 'b', 'c']) expect((await get('q', false)).body.toString()).toBe(body);
    client.send(1, { name: 'basic.nack', deliveryTag: 2, multiple: true, requeue: true });
    client.send(1, { name: 'basic.reject', deliveryTag: 3, requeue: false });
    const first = await get('q');
    expect([first.method.redelivered, first.body.toString(), first.method.messageCount]).toEqual([true, 'a', 1]);
    expect((await get('q')).body.toString()).toBe('b');
    client.send(1, { name: 'basic.get', queue: 'q', noAck: true });
    await client.receive('basic.get-empty');
  });

  it('recovers all that is unacknowledged', async () => {
    client.publish('', 'q', 'a');
    await get('q', false);
    await client.call({ name: 'basic.recover', requeue: true }, 'basic.recover-ok');
    expect((await get('q', false)).method.redelivered).toBe(true);
    client.send(1, { name: 'basic.recover-async', requeue: true });
    await client.drain();
    expect(readyCount('q')).toBe(1);
  });

  it.each(['ack', 'requeue'])('leaves a new queue alone when what the deleted one of its name delivered is settled: %s', async (how) => {
    await declareQueue('again');
    client.publish('', 'again', 'old');
    await get('again', false);
    await client.call({ name: 'queue.delete', queue: 'again', ifUnused: false, ifEmpty: false, noWait: false }, 'queue.delete-ok');
    await declareQueue('again');
    client.publish('', 'again', 'new');
    expect((await get('again', false)).body.toString()).toBe('new');
    client.send(
      1,
      how === 'ack' ? { name: 'basic.ack', deliveryTag: 1, multiple: false } : { name: 'basic.reject', deliveryTag: 1, requeue: true },
    );
    await client.drain();
    expect(readyCount('again')).toBe(0);
    client.send(1, { name: 'basic.reject', deliveryTag: 2, requeue: true });
    await client.drain();
    expect((await get('again')).body.toString()).toBe('new');
  });

  it.each([
    { deliveryTag: 5, multiple: false },
    { deliveryTag: 5, multiple: true },
    { deliveryTag: 0, multiple: false },
  ])('refuses an unknown delivery tag: %j', async (fields) => {
    await expectChannelClose({ name: 'basic.ack', ...fields }, 406, /unknown delivery tag/);
  });

  it('refuses to settle twice', async () => {
    client.publish('', 'q', 'a');
    await get('q', false);
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    await expectChannelClose({ name: 'basic.ack', deliveryTag: 1, multiple: false }, 406, /unknown delivery tag 1/);
  });

  it('stops delivering at cancel, and keeps what was delivered', async () => {
    await consume('q');
    client.publish('', 'q', 'a');
    await client.receive('basic.deliver');
    await client.call({ name: 'basic.cancel', consumerTag: 'tag', noWait: false }, 'basic.cancel-ok');
    client.publish('', 'q', 'b');
    expect(await client.drain()).toEqual([]);
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    await client.drain();
    expect(readyCount('q')).toBe(1);
  });

  it('tells a consumer that its queue is gone', async () => {
    await consume('q');
    client.send(1, { name: 'queue.delete', queue: 'q', ifUnused: false, ifEmpty: false, noWait: true });
    expect((await client.receive('basic.cancel')).method.consumerTag).toBe('tag');
  });

  it('gives a consumer a tag, refuses one that is taken, and honours exclusive use', async () => {
    expect((await consume('q', { consumerTag: '' })).consumerTag).toMatch(/^amq\.ctag-/);
    await expectChannelClose({ name: 'basic.consume', queue: 'q', ...consumeFields, exclusive: true }, 403, /exclusive/);
    await consume('q');
    client.send(1, { name: 'basic.consume', queue: 'q', ...consumeFields });
    expect((await client.receive('connection.close')).method).toMatchObject({
      replyCode: 530,
      replyText: "NOT_ALLOWED - attempt to reuse consumer tag 'tag'",
    });
  });

  it('serves a higher x-priority first', async () => {
    const priority = (value: number): TypedTable => [{ key: 'x-priority', value: { type: 'int32', value } }];
    await consume('q', { consumerTag: 'low', arguments: priority(-1), noAck: true });
    await consume('q', { consumerTag: 'high', arguments: priority(5), noAck: true });
    client.publish('', 'q', 'a');
    expect((await client.receive('basic.deliver')).method.consumerTag).toBe('high');
  });

  it('returns a mandatory message that nothing takes, before its confirm', async () => {
    await client.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
    client.publish('amq.direct', 'nobody', 'lost', { type: 't' }, { mandatory: true });
    const { method, body, properties } = await client.receive('basic.return');
    expect(method).toMatchObject({ replyCode: 312, replyText: 'NO_ROUTE', exchange: 'amq.direct', routingKey: 'nobody' });
    expect([body.toString(), properties.type]).toEqual(['lost', 't']);
    expect((await client.receive('basic.ack')).method.deliveryTag).toBe(1);
  });

  it("refuses another's user-id, unless the user may impersonate", async () => {
    client.publish('', 'q', 'x', { userId: 'root' });
    expect((await client.receive('channel.close')).method).toMatchObject({
      replyCode: 406,
      replyText: "PRECONDITION_FAILED - user_id property set to 'root' but authenticated user was 'guest'",
    });
  });

  it('refuses an expiration that is no number', async () => {
    client.publish('', 'q', 'x', { expiration: 'soon' });
    expect((await client.receive('channel.close')).method).toMatchObject({ replyCode: 406 });
  });

  it('carries bodies of every size, over several frames and to a consumer with smaller frames', async () => {
    const narrow = await ScriptedClient.connect(broker, { frameMaxBytes: 4_096 });
    await narrow.call({ name: 'basic.consume', queue: 'q', ...consumeFields, noAck: true }, 'basic.consume-ok');
    for (const size of [0, 1, 4_087, 4_088, 4_089, 131_063, 131_064, 131_065, 300_000]) {
      const body = Buffer.alloc(size, 'abcdefg');
      client.publish('', 'q', body);
      expect((await narrow.receive('basic.deliver')).body.equals(body)).toBe(true);
    }
  });

  it('stops at the output window of a client that does not read, and goes on when it does', async () => {
    const slow = await ScriptedClient.connect(broker);
    await slow.call({ name: 'basic.consume', queue: 'q', ...consumeFields, noAck: true }, 'basic.consume-ok');
    slow.transport.holdsWrites = true;
    const body = Buffer.alloc(100_000);
    for (let count = 0; count < 40; count++) {
      client.publish('', 'q', body);
      await client.drain();
    }
    expect(slow.connection.pendingBytes).toBeLessThan(1_300_000);
    await client.until(() => (readyCount('q') ?? 0) > 20, 'the queue to fill');
    slow.transport.releaseWrites();
    await slow.until(() => readyCount('q') === 0, 'the rest');
    await slow.until(() => slow.connection.pendingBytes === 0, 'the last write');
    expect(slow.inbox.length).toBe(40);
  });

  it.each([
    ['channels', 2],
    ['consumers of a channel', 1],
  ])('serves the %s of a client that reads slowly in turn', async (_, channelNumber) => {
    const slow = await ScriptedClient.connect(broker);
    await slow.openChannel(2);
    const counts = (): number[] => ['q', 'other'].map((queue) => readyCount(queue) ?? 0);
    await declareQueue('other');
    const body = Buffer.alloc(100_000);
    for (let count = 0; count < 40; count++) for (const queue of ['q', 'other']) client.publish('', queue, body);
    await client.until(() => Math.min(...counts()) === 40, 'the messages');
    slow.transport.holdsWrites = true;
    slow.send(1, { name: 'basic.consume', queue: 'q', ...consumeFields, consumerTag: 'first', noAck: true });
    slow.send(channelNumber, { name: 'basic.consume', queue: 'other', ...consumeFields, consumerTag: 'second', noAck: true });
    await client.drain();
    const before = counts();
    expect(Math.min(...before)).toBeLessThan(40); // the first has filled the window
    slow.transport.releaseWrites();
    await slow.until(() => Math.max(...counts()) < 40, 'both to be served');
    expect(counts()[0]).toBeGreaterThan(0); // not one after the other
    await slow.until(() => Math.max(...counts()) === 0, 'the rest');
  });

  it('pauses deliveries while the client asks for no flow', async () => {
    await consume('q', { noAck: true });
    await client.call({ name: 'channel.flow', active: false }, 'channel.flow-ok');
    client.publish('', 'q', 'waits');
    expect(await client.drain()).toEqual([]);
    await client.call({ name: 'channel.flow', active: true }, 'channel.flow-ok');
    expect((await client.receive('basic.deliver')).body.toString()).toBe('waits');
  });
});

describe('direct reply-to', () => {
  const consumeReplies = () => consume('amq.rabbitmq.reply-to', { noAck: true });

  it('carries an answer to the channel that asked', async () => {
    await declareQueue('service');
    await consumeReplies();
    client.publish('', 'service', 'question', { replyTo: 'amq.rabbitmq.reply-to' });
    const { properties } = await get('service');
    expect(properties.replyTo).toMatch(/^amq\.rabbitmq\.reply-to\.[\w+/=]+\.[\w+/]{22}==$/);
    const server = await ScriptedClient.connect(broker);
    await server.call({ name: 'queue.declare', queue: properties.replyTo ?? '', ...queueFields, passive: true }, 'queue.declare-ok');
    server.publish('', properties.replyTo ?? '', 'answer', { correlationId: '7' });
    const { method, body } = await client.receive('basic.deliver');
    expect([method.exchange, method.routingKey, body.toString()]).toEqual(['', properties.replyTo, 'answer']);
    server.publish('', properties.replyTo ?? '', 'another answer');
    expect((await client.receive('basic.deliver')).method.deliveryTag, 'replies use up no tag').toBe(method.deliveryTag);
  });

  it('drops answers for a client that has left 16 MB unread, and goes on with it when it reads', async () => {
    const asking = await ScriptedClient.connect(broker);
    await asking.call({ name: 'basic.consume', queue: 'amq.rabbitmq.reply-to', ...consumeFields, noAck: true }, 'basic.consume-ok');
    await declareQueue('service');
    asking.publish('', 'service', 'question', { replyTo: 'amq.rabbitmq.reply-to' });
    await asking.drain();
    const address = (await get('service')).properties.replyTo ?? '';
    asking.transport.holdsWrites = true;
    const body = Buffer.alloc(1_000_000);
    for (let count = 0; count < 25; count++) {
      client.publish('', address, body);
      await client.drain();
    }
    expect(asking.connection.pendingBytes).toBeLessThan(19_000_000);
    asking.transport.releaseWrites();
    await asking.until(() => asking.connection.pendingBytes === 0, 'the last write');
    const arrivedCount = (await asking.drain()).length;
    expect(arrivedCount).toBeGreaterThan(14);
    expect(arrivedCount).toBeLessThan(20);
    client.publish('', address, 'small');
    expect((await asking.receive('basic.deliver')).body.toString()).toBe('small');
  });

  it('refuses to be misused', async () => {
    await expectChannelClose(
      { name: 'basic.consume', queue: 'amq.rabbitmq.reply-to', ...consumeFields },
      406,
      /reply consumer cannot acknowledge/,
    );
    await declareQueue('service');
    client.publish('', 'service', 'x', { replyTo: 'amq.rabbitmq.reply-to' });
    expect((await client.receive('channel.close')).method.replyText).toMatch(/fast reply consumer does not exist/);
  });

  it('returns an answer that nobody waits for any more', async () => {
    client.publish('', 'amq.rabbitmq.reply-to.gone', 'late', {}, { mandatory: true });
    expect((await client.receive('basic.return')).method.replyCode).toBe(312);
  });
});

describe('confirm', () => {
  it('acknowledges many publishes at once, transient ones behind persistent ones', async () => {
    await declareQueue('d', { durable: true });
    await client.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
    const messages = [1, 2, 1, 2, 2].map((deliveryMode) => client.publishBytes('', 'd', 'x', { deliveryMode }));
    client.sendBytes(Buffer.concat(messages));
    const confirms = (await client.drain()).map(({ method }) => method);
    expect(confirms.at(-1)).toMatchObject({ name: 'basic.ack', deliveryTag: 5, multiple: true });
    expect(confirms.length).toBeLessThan(5);
  });

  it('refuses what a full queue rejects', async () => {
    const limit: TypedTable = [
      { key: 'x-max-length', value: { type: 'int32', value: 1 } },
      { key: 'x-overflow', value: { type: 'string', value: 'reject-publish' } },
    ];
    await declareQueue('full', { arguments: limit });
    await client.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
    client.sendBytes(Buffer.concat(['a', 'b', 'c'].map((body) => client.publishBytes('', 'full', body))));
    const answers = (await client.drain()).map(({ method }) => method);
    expect(answers).toMatchObject([
      { name: 'basic.ack', deliveryTag: 1, multiple: false },
      { name: 'basic.nack', deliveryTag: 2 },
      { name: 'basic.nack', deliveryTag: 3 },
    ]);
  });

  it('does not mix with transactions', async () => {
    await client.call({ name: 'tx.select' }, 'tx.select-ok');
    await expectChannelClose({ name: 'confirm.select', noWait: false }, 406, /cannot switch from tx to confirm mode/);
    await client.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
    await expectChannelClose({ name: 'tx.select' }, 406, /cannot switch from confirm to tx mode/);
  });
});

describe('tx', () => {
  beforeEach(async () => {
    await declareQueue('q', { durable: true });
    client.publish('', 'q', 'before');
    await get('q', false);
    await client.call({ name: 'tx.select' }, 'tx.select-ok');
  });

  it('does nothing before the commit, all of it then', async () => {
    client.publish('', 'q', 'inside', { deliveryMode: 2 });
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    await client.drain();
    const queue = broker.virtualHosts.get('/')?.queues.get('q');
    expect([queue?.readyCount, queue?.unacknowledgedCount]).toEqual([0, 1]);
    await client.call({ name: 'tx.commit' }, 'tx.commit-ok');
    expect([queue?.readyCount, queue?.unacknowledgedCount]).toEqual([1, 0]);
  });

  it('does not recover what it has settled, but what it has not', async () => {
    client.publish('', 'q', 'inside');
    await client.call({ name: 'tx.commit' }, 'tx.commit-ok');
    await get('q', false);
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    await client.call({ name: 'basic.recover', requeue: true }, 'basic.recover-ok');
    const queue = broker.virtualHosts.get('/')?.queues.get('q');
    expect([queue?.readyCount, queue?.unacknowledgedCount]).toEqual([1, 1]);
    expect((await get('q')).body.toString()).toBe('inside');
    await client.call({ name: 'tx.commit' }, 'tx.commit-ok');
    expect([queue?.readyCount, queue?.unacknowledgedCount]).toEqual([0, 0]);
  });

  it('forgets all of it at rollback, and the delivery can be settled anew', async () => {
    client.publish('', 'q', 'inside');
    client.send(1, { name: 'basic.nack', deliveryTag: 1, multiple: false, requeue: true });
    await client.call({ name: 'tx.rollback' }, 'tx.rollback-ok');
    expect(readyCount('q')).toBe(0);
    client.send(1, { name: 'basic.ack', deliveryTag: 1, multiple: false });
    await client.call({ name: 'tx.commit' }, 'tx.commit-ok');
    expect(broker.virtualHosts.get('/')?.queues.get('q')?.unacknowledgedCount).toBe(0);
  });

  it('returns what is unroutable at the commit', async () => {
    client.publish('amq.direct', 'nobody', 'x', {}, { mandatory: true });
    expect(await client.drain()).toEqual([]);
    client.send(1, { name: 'tx.commit' });
    await client.receive('basic.return');
    await client.receive('tx.commit-ok');
  });

  it('does none of it when an exchange is gone by the commit', async () => {
    await declareExchange('x', 'fanout');
    client.publish('', 'q', 'inside');
    client.publish('x', '', 'inside too');
    await client.call({ name: 'exchange.delete', exchange: 'x', ifUnused: false, noWait: false }, 'exchange.delete-ok');
    client.send(1, { name: 'tx.commit' });
    expect((await client.receive('channel.close')).method.replyCode).toBe(404);
    expect(broker.virtualHosts.get('/')?.queues.get('q')?.readyCount).toBe(1); // 'before', given back by the channel
  });

  it('refuses a commit without select', async () => {
    await client.openChannel(2);
    client.send(2, { name: 'tx.commit' });
    expect((await client.receive('channel.close')).method).toMatchObject({
      replyCode: 406,
      replyText: 'PRECONDITION_FAILED - channel is not transactional',
    });
  });
});

describe('permissions', () => {
  it('are asked for each verb', async () => {
    broker.accounts.permissions.set({ user: 'guest', vhost: '/', configure: '^own', write: '^own', read: '^own' });
    await declareQueue('own');
    await expectChannelClose(
      { name: 'queue.declare', queue: 'other', ...queueFields },
      403,
      /configure access to queue 'other' in vhost '\/' refused for user 'guest'/,
    );
    await expectChannelClose(
      { name: 'queue.bind', queue: 'own', exchange: 'amq.direct', routingKey: '', noWait: false, arguments: [] },
      403,
      /read access to exchange 'amq.direct'/,
    );
    await expectChannelClose({ name: 'basic.get', queue: 'foreign', noAck: true }, 404, /no queue/);
    client.publish('amq.direct', '', 'x');
    expect((await client.receive('channel.close')).method.replyText).toMatch(/write access to exchange 'amq.direct'/);
  });

  it('taken away hold for the next publish on a channel that published before', async () => {
    await declareExchange('x', 'fanout');
    client.publish('x', '', 'allowed');
    broker.accounts.permissions.set({ user: 'guest', vhost: '/', configure: '.*', write: '^$', read: '.*' });
    client.publish('x', '', 'refused');
    expect((await client.receive('channel.close')).method).toMatchObject({ replyCode: 403 });
  });
});

describe('channel', () => {
  it('closes in order, gives back what it holds and can be opened again', async () => {
    await declareQueue('q');
    client.publish('', 'q', 'a');
    await get('q', false);
    await client.call({ name: 'channel.close', replyCode: 200, replyText: '', classId: 0, methodId: 0 }, 'channel.close-ok');
    expect(readyCount('q')).toBe(1);
    await client.openChannel(1);
    expect((await get('q')).method).toMatchObject({ deliveryTag: 1, redelivered: true });
  });

  it('answers access.request as 0-8 clients expect', async () => {
    await client.call(
      { name: 'access.request', realm: '/data', exclusive: false, passive: true, active: true, write: true, read: true },
      'access.request-ok',
    );
  });
});
