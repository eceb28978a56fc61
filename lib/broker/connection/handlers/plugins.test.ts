// Goal: what RabbitMQ offers beside queues and exchanges of the protocol, as a client sees it on the wire: the firehose, the consumer
// timeout, the exchange types of its plug-ins and the filters of streams.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TypedTable, TypedValue } from '../../../model/field-table';
import { toPlainTable } from '../../../model/field-table-plain';
import { parseOptions } from '../../options';
import { ManagedFixture } from '../../testing/managed-fixture';
import { type Received, ScriptedClient } from '../../testing/scripted-client';
import { createTestBroker } from '../../testing/test-broker';
import { checkDeliveries } from '../delivery-timeouts';

const queueFields = { passive: false, durable: true, exclusive: false, autoDelete: false, noWait: false };
const exchangeFields = { passive: false, durable: true, autoDelete: false, internal: false, noWait: false };
const text = (value: string): TypedValue => ({ type: 'string', value });

const declareQueue = (client: ScriptedClient, queue: string, table: TypedTable = []) =>
  client.call({ name: 'queue.declare', queue, ...queueFields, arguments: table }, 'queue.declare-ok');
const declareExchange = (client: ScriptedClient, exchange: string, type: string, table: TypedTable = []) =>
  client.call({ name: 'exchange.declare', exchange, type, ...exchangeFields, arguments: table }, 'exchange.declare-ok');
const bind = (client: ScriptedClient, queue: string, exchange: string, routingKey = '') =>
  client.call({ name: 'queue.bind', queue, exchange, routingKey, noWait: false, arguments: [] }, 'queue.bind-ok');
const consume = (client: ScriptedClient, queue: string, noAck = true, table: TypedTable = []) =>
  client.call(
    { name: 'basic.consume', queue, consumerTag: queue, noLocal: false, noAck, exclusive: false, noWait: false, arguments: table },
    'basic.consume-ok',
  );
const bodies = (received: readonly Received[]): string[] => received.map(({ body }) => body.toString());

describe('the firehose', () => {
  let fixture: ManagedFixture;
  let client: ScriptedClient;
  const trace = (isOn: boolean) => fixture.call('PUT', 'vhosts/%2F', { tracing: isOn });

  beforeEach(async () => {
    fixture = await ManagedFixture.start();
    client = await ScriptedClient.connect(fixture.broker);
    for (const queue of ['work', 'traces']) await declareQueue(client, queue);
    await bind(client, 'traces', 'amq.rabbitmq.trace', '#');
  });
  afterEach(() => fixture.stop());

  it('copies what is published and delivered, while it is on', async () => {
    client.publish('', 'work', 'unseen');
    expect((await trace(true)).status).toBe(204);
    expect((await fixture.call('GET', 'vhosts/%2F')).body).toMatchObject({ tracing: true });
    await consume(client, 'traces');
    client.publish('amq.fanout', 'nowhere', 'lost');
    client.publish('', 'work', 'seen', { messageId: '7', deliveryMode: 2, headers: [{ key: 'n', value: text('1') }] });
    client.send(1, { name: 'basic.get', queue: 'work', noAck: true });
    const copies = (await client.drain()).filter(({ method }) => method.name === 'basic.deliver');
    const keys = copies.map(({ method }) => (method.name === 'basic.deliver' ? method.routingKey : ''));
    expect(keys).toEqual(['publish.amq.fanout', 'publish.', 'deliver.work']);
    expect(bodies(copies)).toEqual(['lost', 'seen', 'unseen']);
    const [, published, delivered] = copies.map(({ properties }) => toPlainTable(properties.headers ?? []));
    const common = { node: fixture.broker.nodeName, vhost: '/', channel: 1, user: 'guest', exchange_name: '', routing_keys: ['work'] };
    expect(published).toMatchObject({
      ...common,
      routed_queues: ['work'],
      properties: { message_id: '7', delivery_mode: 2, headers: { n: '1' } },
    });
    expect(delivered).toMatchObject({ ...common, redelivered: 0 });

    await trace(false);
    expect((await fixture.call('GET', 'vhosts/%2F')).body).toMatchObject({ tracing: false });
    client.publish('', 'work', 'unseen again');
    expect(await client.drain()).toEqual([]);
  });

  it('copies a delivery in the middle of a publish after it, and never its own copies', async () => {
    await trace(true);
    await consume(client, 'traces');
    await consume(client, 'work');
    client.publish('', 'work', 'once', { deliveryMode: 2 });
    const seen = (await client.drain()).map(({ method }) => (method.name === 'basic.deliver' ? method.routingKey : ''));
    expect(seen.sort()).toEqual(['deliver.work', 'publish.', 'work']);
  });
});

describe('policies', () => {
  it('keep what means something to clusters only, and refuse what means nothing', async () => {
    const fixture = await ManagedFixture.start();
    const put = (definition: object) => fixture.call('PUT', 'policies/%2F/mirrors', { pattern: '.*', definition });
    expect((await put({ 'ha-mode': 'all', 'federation-upstream-set': 'all' })).status).toBe(201);
    expect((await fixture.call('GET', 'policies/%2F/mirrors')).body).toMatchObject({ definition: { 'ha-mode': 'all' } });
    expect((await put({ 'no-such-key': 1 })).status).toBe(400);
    await fixture.stop();
  });
});

describe('a delivery that is not acknowledged', () => {
  const acknowledgeLater = { key: 'x-consumer-timeout', value: { type: 'int32', value: 60_000 } } as const;

  it('closes its channel with 406 after the timeout, and goes back', async () => {
    const broker = createTestBroker();
    const client = await ScriptedClient.connect(broker);
    await declareQueue(client, 'q');
    await consume(client, 'q', false);
    client.publish('', 'q', 'slow');
    client.publish('', 'q', 'quick');
    await client.drain();
    const check = (nowMs: number): void => checkDeliveries(client.connection, nowMs, 1_000);
    check(0);
    check(1_000);
    expect(await client.drain()).toEqual([]);
    client.send(1, { name: 'basic.ack', deliveryTag: 2, multiple: false });
    check(1_001);
    const { method } = await client.receive('channel.close');
    expect(method).toMatchObject({ replyCode: 406, replyText: expect.stringContaining('delivery acknowledgement on channel 1 timed out') });
    expect(method.replyText).toContain('Timeout value used: 1000 ms');
    expect(broker.virtualHosts.get('/')?.queues.get('q')?.readyCount).toBe(1);
  });

  it('counts from its own time, not from that of those before it', async () => {
    const client = await ScriptedClient.connect(createTestBroker());
    await declareQueue(client, 'q');
    await consume(client, 'q', false);
    for (let count = 1; count <= 20; count++) {
      client.publish('', 'q', 'one');
      await client.drain();
      checkDeliveries(client.connection, count * 500, 1_000);
      if (count > 1) client.send(1, { name: 'basic.ack', deliveryTag: count - 1, multiple: false });
    }
    expect(await client.drain()).toEqual([]);
  });

  it('may take as long as its queue says, by argument or policy, or for ever', async () => {
    const broker = createTestBroker();
    const client = await ScriptedClient.connect(broker);
    await declareQueue(client, 'patient', [acknowledgeLater]);
    await consume(client, 'patient', false);
    client.publish('', 'patient', 'slow');
    await client.drain();
    const check = (nowMs: number, timeoutMs: number): void => checkDeliveries(client.connection, nowMs, timeoutMs);
    check(0, 1_000);
    check(59_999, 1_000);
    expect(await client.drain()).toEqual([]);
    const definition = { 'consumer-timeout': 100 };
    broker.virtualHosts
      .get('/')
      ?.setPolicy('user', { virtualHost: '/', name: 'p', pattern: '.*', applyTo: 'queues', priority: 0, definition });
    check(60_000, 0);
    expect((await client.receive('channel.close')).method.replyText).toContain('Timeout value used: 100 ms');
  });

  it('is noticed by the broker itself, half an hour being the default', async () => {
    expect(parseOptions({}, '.').consumerTimeoutMs).toBe(1_800_000);
    expect(parseOptions({ WARREN_CONSUMER_TIMEOUT: '0' }, '.').consumerTimeoutMs).toBe(0);
    const broker = createTestBroker({ consumerTimeoutMs: 200 });
    const client = await ScriptedClient.connect(broker);
    await declareQueue(client, 'q');
    await consume(client, 'q', false);
    client.publish('', 'q', 'slow');
    await client.receive('basic.deliver');
    expect((await client.receive('channel.close')).method).toMatchObject({ replyCode: 406 });
    broker.stop();
  });
});

describe('exchanges of plug-ins', () => {
  let client: ScriptedClient;
  beforeEach(async () => {
    client = await ScriptedClient.connect(createTestBroker());
    for (const queue of ['a', 'b', 'c']) await declareQueue(client, queue);
  });
  const countOf = async (queue: string): Promise<number> =>
    (await client.call({ name: 'queue.declare', queue, ...queueFields, passive: true, arguments: [] }, 'queue.declare-ok')).messageCount;

  it('x-random gives each message to one queue, by chance', async () => {
    await declareExchange(client, 'any', 'x-random');
    for (const queue of ['a', 'b', 'c']) await bind(client, queue, 'any', 'whatever');
    for (let count = 0; count < 300; count++) client.publish('any', 'key', 'x');
    const counts = [await countOf('a'), await countOf('b'), await countOf('c')];
    expect(counts.reduce((sum, count) => sum + count)).toBe(300);
    for (const count of counts) expect(count).toBeGreaterThan(30); // less has a chance of one in 10^15
  });

  it('x-modulus-hash gives a routing key to one queue, always the same', async () => {
    await declareExchange(client, 'shards', 'x-modulus-hash');
    for (const queue of ['a', 'b', 'c']) await bind(client, queue, 'shards');
    for (let count = 0; count < 60; count++) client.publish('shards', `key ${count % 20}`, 'x');
    const counts = [await countOf('a'), await countOf('b'), await countOf('c')];
    expect(counts.reduce((sum, count) => sum + count)).toBe(60);
    for (const count of counts) expect([count % 3, count > 0]).toEqual([0, true]);
  });

  it('x-recent-history gives its last messages to who is bound later, and no others', async () => {
    await declareExchange(client, 'news', 'x-recent-history', [{ key: 'x-recent-history-length', value: { type: 'int32', value: 2 } }]);
    await bind(client, 'a', 'news');
    for (const body of ['1', '2', '3']) client.publish('news', 'key', body);
    const noStore: TypedTable = [{ key: 'x-recent-history-no-store', value: { type: 'boolean', value: true } }];
    client.publish('news', 'key', 'fleeting', { headers: noStore });
    await bind(client, 'b', 'news');
    await bind(client, 'b', 'news'); // the same binding again is none
    expect([await countOf('a'), await countOf('b')]).toEqual([4, 2]);
    await consume(client, 'b');
    expect(bodies(await client.drain())).toEqual(['2', '3']);
  });

  it('x-recent-history wants a positive length', async () => {
    const table: TypedTable = [{ key: 'x-recent-history-length', value: { type: 'int32', value: 0 } }];
    client.send(1, { name: 'exchange.declare', exchange: 'news', type: 'x-recent-history', ...exchangeFields, arguments: table });
    expect((await client.receive('channel.close')).method).toMatchObject({ replyCode: 406 });
  });
});

describe('a filter of a stream', () => {
  let client: ScriptedClient;
  const publish = (body: string, filterValue: string | null): void =>
    client.publish('', 'log', body, {
      headers: filterValue === null ? [] : [{ key: 'x-stream-filter-value', value: text(filterValue) }],
    });
  const read = (filter: TypedValue, others: TypedTable = []) =>
    consume(client, 'log', false, [{ key: 'x-stream-offset', value: text('first') }, { key: 'x-stream-filter', value: filter }, ...others]);

  beforeEach(async () => {
    client = await ScriptedClient.connect(createTestBroker());
    await declareQueue(client, 'log', [{ key: 'x-queue-type', value: text('stream') }]);
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 100, global: false }, 'basic.qos-ok');
    publish('eu 0', 'eu');
    publish('us 0', 'us');
    publish('none', null);
  });

  it('lets through what has one of its values, also later', async () => {
    await read({ type: 'array', value: [text('eu'), text('asia')] });
    publish('us 1', 'us');
    publish('asia 0', 'asia');
    expect(bodies(await client.drain())).toEqual(['eu 0', 'asia 0']);
  });

  it('lets through what has no value when it is asked to', async () => {
    await read(text('us'), [{ key: 'x-stream-match-unfiltered', value: { type: 'boolean', value: true } }]);
    expect(bodies(await client.drain())).toEqual(['us 0', 'none']);
  });

  it('passes over a long stretch without holding up others', async () => {
    for (let count = 0; count < 2_500; count++) publish('us', 'us');
    publish('asia 0', 'asia');
    await read(text('asia'));
    expect((await client.receive('basic.deliver')).body.toString()).toBe('asia 0');
  });

  it('is refused when it is no text', async () => {
    client.send(1, {
      name: 'basic.consume',
      queue: 'log',
      consumerTag: '',
      noLocal: false,
      noAck: false,
      exclusive: false,
      noWait: false,
      arguments: [{ key: 'x-stream-filter', value: { type: 'int32', value: 5 } }],
    });
    expect((await client.receive('channel.close')).method).toMatchObject({ replyCode: 406 });
  });
});
