// Goal: what RabbitMQ's extensions promise beyond single methods, as a client sees it on the wire: alternate exchanges, limits,
// topic permissions, de-duplication, every queue argument, and messages unchanged through a real store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TypedTable, TypedValue } from '../../../model/field-table';
import { type QueueArgumentRow, queueArguments } from '../../../model/queue-arguments';
import { Broker } from '../../broker';
import { silentLog } from '../../log';
import { openStores } from '../../store/open-stores';
import { ScriptedClient } from '../../testing/scripted-client';
import { createTestBroker, testOptions } from '../../testing/test-broker';

const queueFields = { passive: false, durable: true, exclusive: false, autoDelete: false, noWait: false };
const exchangeFields = { passive: false, durable: true, autoDelete: false, internal: false, noWait: false };
const consumeFields = { consumerTag: 'tag', noLocal: false, noAck: true, exclusive: false, noWait: false, arguments: [] as TypedTable };
const text = (value: string): TypedValue => ({ type: 'string', value });

const declareQueue = (client: ScriptedClient, queue: string, table: TypedTable = []) =>
  client.call({ name: 'queue.declare', queue, ...queueFields, arguments: table }, 'queue.declare-ok');
const declareExchange = (client: ScriptedClient, exchange: string, type: string, table: TypedTable = []) =>
  client.call({ name: 'exchange.declare', exchange, type, ...exchangeFields, arguments: table }, 'exchange.declare-ok');
const bindQueue = (client: ScriptedClient, queue: string, exchange: string, routingKey: string) =>
  client.call({ name: 'queue.bind', queue, exchange, routingKey, noWait: false, arguments: [] }, 'queue.bind-ok');
const get = async (client: ScriptedClient, queue: string, noAck = true) => {
  client.send(1, { name: 'basic.get', queue, noAck });
  return await client.receive('basic.get-ok');
};

let broker: Broker;
let client: ScriptedClient;
beforeEach(async () => {
  broker = createTestBroker();
  client = await ScriptedClient.connect(broker);
});

describe('exchanges', () => {
  it('hand what they can not route to their alternate exchange, which counts as routed', async () => {
    await declareExchange(client, 'spill', 'fanout');
    await declareExchange(client, 'shop', 'direct', [{ key: 'alternate-exchange', value: text('spill') }]);
    await declareQueue(client, 'q');
    await bindQueue(client, 'q', 'spill', '');
    client.publish('shop', 'nowhere', 'found', {}, { mandatory: true });
    const { method, body } = await get(client, 'q');
    expect([method.exchange, method.routingKey, body.toString()]).toEqual(['shop', 'nowhere', 'found']);
  });

  it('drop an id that they have seen within their cache', async () => {
    const table: TypedTable = [
      { key: 'x-message-deduplication', value: { type: 'boolean', value: true } },
      { key: 'x-cache-size', value: { type: 'int32', value: 2 } },
    ];
    await declareExchange(client, 'once', 'fanout', table);
    await declareQueue(client, 'q');
    await bindQueue(client, 'q', 'once', '');
    for (const messageId of ['1', '1', '2', '3', '1']) client.publish('once', '', messageId, { messageId });
    const bodies: string[] = [];
    for (let count = 0; count < 4; count++) bodies.push((await get(client, 'q')).body.toString());
    expect(bodies).toEqual(['1', '2', '3', '1']); // 3 pushed 1 out of the cache of two
    client.send(1, { name: 'basic.get', queue: 'q', noAck: true });
    await client.receive('basic.get-empty');
  });

  it('of type x-consistent-hash give each message to one queue, the same for the same key', async () => {
    await declareExchange(client, 'hash', 'x-consistent-hash');
    for (const queue of ['a', 'b']) {
      await declareQueue(client, queue);
      await bindQueue(client, queue, 'hash', '1');
    }
    for (let count = 0; count < 200; count++) client.publish('hash', `key-${count % 100}`, '');
    await client.drain();
    const counts = ['a', 'b'].map((queue) => broker.virtualHosts.get('/')?.queues.get(queue)?.readyCount ?? 0);
    expect(counts.reduce((sum, count) => sum + count)).toBe(200);
    for (const count of counts) expect([count % 2, count > 50]).toEqual([0, true]);
  });
});

describe('exchange arguments', () => {
  const yes: TypedValue = { type: 'boolean', value: true };
  const withHeader = (key: string, value: string) => ({ headers: [{ key, value: text(value) }] });

  it('hash-header hashes a header in place of the routing key', async () => {
    await declareExchange(client, 'hash', 'x-consistent-hash', [{ key: 'hash-header', value: text('customer') }]);
    for (const queue of ['a', 'b']) {
      await declareQueue(client, queue);
      await bindQueue(client, queue, 'hash', '1');
    }
    for (let count = 0; count < 50; count++) client.publish('hash', `key-${count}`, '', withHeader('customer', 'one'));
    await client.drain();
    const counts = ['a', 'b'].map((queue) => broker.virtualHosts.get('/')?.queues.get(queue)?.readyCount ?? 0);
    expect(counts.toSorted((left, right) => left - right)).toEqual([0, 50]);
  });

  it('x-deduplication-header names the header that holds the id', async () => {
    const table: TypedTable = [
      { key: 'x-message-deduplication', value: yes },
      { key: 'x-deduplication-header', value: text('order') },
    ];
    await declareExchange(client, 'once', 'fanout', table);
    await declareQueue(client, 'q');
    await bindQueue(client, 'q', 'once', '');
    for (const order of ['1', '1', '2']) client.publish('once', '', order, withHeader('order', order));
    await client.drain();
    expect(broker.virtualHosts.get('/')?.queues.get('q')?.readyCount).toBe(2);
  });

  it('x-match of a binding is one of four', async () => {
    await declareQueue(client, 'q');
    const table: TypedTable = [{ key: 'x-match', value: text('some') }];
    client.send(1, { name: 'queue.bind', queue: 'q', exchange: 'amq.headers', routingKey: '', noWait: false, arguments: table });
    expect((await client.receive('channel.close')).method).toMatchObject({
      replyCode: 406,
      replyText: expect.stringContaining('Invalid x-match field value <<"some">>'),
    });
  });
});

describe('the default queue type of a virtual host', () => {
  it('counts for durable queues that are neither exclusive nor auto-delete', async () => {
    broker.createVirtualHost('quorums', { description: '', tags: [], defaultQueueType: 'quorum' });
    broker.accounts.permissions.set({ user: 'guest', vhost: 'quorums', configure: '.*', write: '.*', read: '.*' });
    const inside = await ScriptedClient.connect(broker, { virtualHost: 'quorums' });
    await declareQueue(inside, 'by default');
    await declareQueue(inside, 'asked', [{ key: 'x-queue-type', value: text('classic') }]);
    await inside.call({ name: 'queue.declare', queue: 'mine', ...queueFields, exclusive: true, arguments: [] }, 'queue.declare-ok');
    const types = [...(broker.virtualHosts.get('quorums')?.queues.values() ?? [])].map(({ identity }) => identity.type);
    expect(types).toEqual(['quorum', 'classic', 'classic']);
  });
});

describe('delayed messages', () => {
  it('come when their delay is over, by an exchange of type x-delayed-message', async () => {
    await declareExchange(client, 'later', 'x-delayed-message', [{ key: 'x-delayed-type', value: text('direct') }]);
    await declareQueue(client, 'q');
    await bindQueue(client, 'q', 'later', 'k');
    await client.call({ name: 'basic.consume', queue: 'q', ...consumeFields }, 'basic.consume-ok');
    client.publish('later', 'k', 'late', { headers: [{ key: 'x-delay', value: { type: 'int32', value: 60 } }] });
    client.publish('later', 'k', 'now');
    const bodies = [await client.receive('basic.deliver'), await client.receive('basic.deliver')].map(({ body }) => body.toString());
    expect(bodies).toEqual(['now', 'late']);
  });

  it('need a type that is one', async () => {
    const table: TypedTable = [{ key: 'x-delayed-type', value: text('nonsense') }];
    client.send(1, { name: 'exchange.declare', exchange: 'later', type: 'x-delayed-message', ...exchangeFields, arguments: table });
    expect((await client.receive('channel.close')).method).toMatchObject({ replyCode: 406 });
  });
});

describe('a stream', () => {
  const from = (value: TypedValue): TypedTable => [{ key: 'x-stream-offset', value }];
  const read = (consumerTag: string, table: TypedTable) =>
    client.call({ name: 'basic.consume', queue: 'log', ...consumeFields, consumerTag, noAck: false, arguments: table }, 'basic.consume-ok');

  beforeEach(async () => {
    await declareQueue(client, 'log', [{ key: 'x-queue-type', value: text('stream') }]);
    for (const body of ['m0', 'm1', 'm2']) client.publish('', 'log', body);
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 2, global: false }, 'basic.qos-ok');
  });

  it('is read from an offset, within the prefetch, by readers that do not disturb each other', async () => {
    await read('first', from(text('first')));
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['m0', 'm1']);
    client.send(1, { name: 'basic.ack', deliveryTag: 2, multiple: true });
    const [third] = await client.drain();
    expect([third?.body.toString(), third?.properties.headers]).toEqual([
      'm2',
      [{ key: 'x-stream-offset', value: { type: 'int64', value: '2' } }],
    ]);
    await read('second', from({ type: 'int64', value: '1' }));
    expect((await client.drain()).map(({ body }) => body.toString())).toEqual(['m1', 'm2']);
  });

  it('wants acknowledgements and a prefetch', async () => {
    await client.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount: 0, global: false }, 'basic.qos-ok');
    client.send(1, { name: 'basic.consume', queue: 'log', ...consumeFields, noAck: false });
    expect((await client.receive('channel.close')).method.replyCode).toBe(406);
    client.send(1, { name: 'channel.close-ok' });
    await client.openChannel(1);
    client.send(1, { name: 'basic.get', queue: 'log', noAck: true });
    expect((await client.receive('connection.close')).method.replyCode).toBe(540);
  });
});

describe('limits', () => {
  it('of a virtual host refuse connections with 530 and queues with 406', async () => {
    broker.virtualHosts.get('/')?.setLimits({ maxQueues: 1, maxConnections: 1 });
    await expect(ScriptedClient.connect(broker)).rejects.toThrow(/connection limit \(1\) is reached/);
    await declareQueue(client, 'one');
    client.send(1, { name: 'queue.declare', queue: 'two', ...queueFields, arguments: [] });
    expect((await client.receive('channel.close')).method).toMatchObject({
      replyCode: 406,
      replyText: "PRECONDITION_FAILED - cannot declare queue 'two' in vhost '/': queue limit in vhost '/' (1) is reached",
    });
  });

  it('of a user refuse connections and channels with 530', async () => {
    const guest = broker.accounts.findUser('guest');
    if (guest === null) throw new Error('guest is missing');
    broker.accounts.putUser({ ...guest, limits: { 'max-connections': 1, 'max-channels': 1 } });
    await expect(ScriptedClient.connect(broker)).rejects.toThrow(/user connection limit \(1\) is reached/);
    client.send(2, { name: 'channel.open' });
    expect((await client.receive('connection.close')).method.replyCode).toBe(530);
  });
});

describe('who may do what', () => {
  it('topic permissions narrow what may be published and bound, by routing key', async () => {
    broker.accounts.topicPermissions.set({ user: 'guest', vhost: '/', exchange: 'amq.topic', write: '^{username}\\.', read: '^news\\.' });
    await declareQueue(client, 'q');
    await bindQueue(client, 'q', 'amq.topic', 'news.#');
    client.publish('amq.topic', 'guest.allowed', '');
    client.publish('amq.topic', 'other.refused', '');
    expect((await client.receive('channel.close')).method).toMatchObject({
      replyCode: 403,
      replyText: expect.stringContaining("write access to topic 'other.refused' in exchange 'amq.topic'"),
    });
    client.send(1, { name: 'channel.close-ok' });
    await client.openChannel(1);
    client.send(1, { name: 'queue.bind', queue: 'q', exchange: 'amq.topic', routingKey: 'secret', noWait: false, arguments: [] });
    expect((await client.receive('channel.close')).method.replyText).toMatch(/read access to topic 'secret'/);
  });

  it('the tag impersonator lets a user send under the name of another', async () => {
    const guest = broker.accounts.findUser('guest');
    if (guest === null) throw new Error('guest is missing');
    broker.accounts.putUser({ ...guest, tags: ['administrator', 'impersonator'] });
    await declareQueue(client, 'q');
    client.publish('', 'q', '', { userId: 'root' });
    expect((await get(client, 'q')).properties.userId).toBe('root');
  });
});

describe('clients without the capability', () => {
  it('are not told that a consumer was cancelled, nor that they are blocked', async () => {
    const old = await ScriptedClient.connect(broker, { capabilities: [] });
    await declareQueue(old, 'q');
    await old.call({ name: 'basic.consume', queue: 'q', ...consumeFields }, 'basic.consume-ok');
    await client.call({ name: 'queue.delete', queue: 'q', ifUnused: false, ifEmpty: false, noWait: false }, 'queue.delete-ok');
    broker.flow.setAlarm('memory', 'low on memory');
    old.publish('amq.direct', '', 'x');
    expect(await old.drain()).toEqual([]);
    expect(old.connection.state).toBe('blocked');
    broker.flow.setAlarm('memory', null);
  });
});

const valueFor = (row: QueueArgumentRow): TypedValue => {
  switch (row.kind) {
    case 'boolean':
      return { type: 'boolean', value: true };
    case 'text':
      return text('amq.direct');
    case 'age':
      return text('7D');
    case 'milliseconds':
      return { type: 'int64', value: '60000' }; // no queue may expire meanwhile
    case 'choice':
      return text(row.choices?.at(-1) ?? '');
    default:
      return { type: 'int64', value: String(Math.max(row.min ?? 1, 1)) };
  }
};
const typeOf = (row: QueueArgumentRow): string => row.queueTypes[0] ?? 'classic';
const tableFor = (row: QueueArgumentRow): TypedTable => [
  ...(row.name === 'x-queue-type' ? [] : [{ key: 'x-queue-type', value: text(typeOf(row)) }]),
  ...(row.name === 'x-dead-letter-routing-key' ? [{ key: 'x-dead-letter-exchange', value: text('amq.direct') }] : []),
  { key: row.name, value: valueFor(row) },
];
const rows: readonly QueueArgumentRow[] = queueArguments;

describe('the queue argument', () => {
  it.each(rows.map((row) => [row.name, row] as const))(
    '%s is taken, compared when declared again, and refused with a wrong value',
    async (_, row) => {
      await declareQueue(client, 'q', tableFor(row));
      await declareQueue(client, 'q', tableFor(row));
      const other = tableFor(row).filter((field) => field.key !== row.name);
      client.send(1, { name: 'queue.declare', queue: 'q', ...queueFields, arguments: other });
      const { method } = await client.receive('channel.close');
      expect(method).toMatchObject({ replyCode: 406, replyText: expect.stringContaining(`inequivalent arg '${row.name}' for queue 'q'`) });
      client.send(1, { name: 'channel.close-ok' });
      await client.openChannel(1);
      const wrong = tableFor(row).map((field) =>
        field.key === row.name ? { key: row.name, value: { type: 'void', value: null } as const } : field,
      );
      client.send(1, { name: 'queue.declare', queue: 'wrong', ...queueFields, arguments: wrong });
      const refusal = (await client.receive('channel.close')).method;
      expect(refusal).toMatchObject({ replyCode: 406, replyText: expect.stringContaining(row.name) });
      expect(broker.virtualHosts.get('/')?.queues.has('wrong')).toBe(false);
    },
  );
});

/** One field of each type that a table can hold. */
const everyType: TypedTable = [
  { key: 'boolean', value: { type: 'boolean', value: true } },
  { key: 'int8', value: { type: 'int8', value: -128 } },
  { key: 'uint8', value: { type: 'uint8', value: 255 } },
  { key: 'int16', value: { type: 'int16', value: -32_768 } },
  { key: 'uint16', value: { type: 'uint16', value: 65_535 } },
  { key: 'int32', value: { type: 'int32', value: -2_147_483_648 } },
  { key: 'uint32', value: { type: 'uint32', value: 4_294_967_295 } },
  { key: 'int64', value: { type: 'int64', value: '-9223372036854775808' } },
  { key: 'float', value: { type: 'float', value: 1.5 } },
  { key: 'double', value: { type: 'double', value: 0.1 } },
  { key: 'decimal', value: { type: 'decimal', value: { scale: 2, digits: 12_345 } } },
  { key: 'string', value: text('Zoë 🐇') },
  { key: 'not UTF-8', value: { type: 'longString', value: Buffer.from([0xff, 0xfe]).toString('base64') } },
  { key: 'bytes', value: { type: 'bytes', value: Buffer.from([0, 255]).toString('base64') } },
  { key: 'timestamp', value: { type: 'timestamp', value: '18446744073709551615' } },
  { key: 'void', value: { type: 'void', value: null } },
  { key: 'table', value: { type: 'table', value: [{ key: 'clé', value: { type: 'int8', value: 1 } }] } },
  { key: 'array', value: { type: 'array', value: [text('a'), { type: 'uint16', value: 2 }] } },
];

describe('messages', () => {
  const queue = 'очередь 🐇';
  const exchange = '交换';
  const dead = 'Tote Briefe ☠';

  it('keep every field type, property and Unicode name through the store, a restart and a dead-lettering', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'warren-unchanged-'));
    try {
      const properties = { deliveryMode: 2, headers: everyType, contentType: 'text/plain; charset=utf-8', priority: 7, messageId: 'ключ' };
      const first = await startDurable(directory);
      await declareQueue(first.client, dead);
      const toDead: TypedTable = [
        { key: 'x-dead-letter-exchange', value: text('') },
        { key: 'x-dead-letter-routing-key', value: text(dead) },
      ];
      await declareQueue(first.client, queue, toDead);
      await declareExchange(first.client, exchange, 'topic');
      await bindQueue(first.client, queue, exchange, 'ключ.#');
      await first.client.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
      first.client.publish(exchange, 'ключ.один', 'тело', properties);
      await first.client.receive('basic.ack');
      await first.stop();

      const second = await startDurable(directory);
      const kept = await get(second.client, queue, false);
      expect([kept.method.exchange, kept.method.routingKey, kept.body.toString()]).toEqual([exchange, 'ключ.один', 'тело']);
      expect(kept.properties).toEqual(properties);
      second.client.send(1, { name: 'basic.reject', deliveryTag: kept.method.deliveryTag, requeue: false });
      const letter = await get(second.client, dead);
      expect(letter.properties.headers?.slice(0, everyType.length)).toEqual(everyType);
      await second.stop();
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

/** A broker over a real data directory, without sockets. */
async function startDurable(directory: string): Promise<{ client: ScriptedClient; stop: () => Promise<void> }> {
  const stores = openStores(directory, { segmentSizeBytes: 65_536, diskFreeBytesMin: 0 });
  const durable = new Broker({ ...testOptions, dataDirectory: directory }, stores, silentLog);
  durable.start();
  const stop = async (): Promise<void> => {
    durable.stop();
    await stores.close();
  };
  return { client: await ScriptedClient.connect(durable), stop };
}
