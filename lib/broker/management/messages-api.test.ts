import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeContentHeader } from '../../amqp';
import type { BrowsedMessage } from '../../model/message';
import { ManagedFixture } from '../testing/managed-fixture';

let fixture: ManagedFixture;
let queue: string;
let queueCount = 0;
const call = (...parameters: Parameters<ManagedFixture['call']>) => fixture.call(...parameters);
const live = (name = queue) => fixture.broker.virtualHosts.get('/')!.queues.get(name)!;
const text = (message: BrowsedMessage) => Buffer.from(message.bodyBase64, 'base64').toString();

beforeAll(async () => {
  fixture = await ManagedFixture.start();
});
afterAll(() => fixture.stop());
beforeEach(async () => {
  queue = `messages-${++queueCount}`;
  await fixture.declare(queue);
});

async function fill(count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await fixture.publish(queue, `body ${index}`, { message_id: `m${index}`, headers: { index, city: index === 3 ? 'Zürich' : 'Bern' } });
}
type Browse = {
  messages: BrowsedMessage[];
  totalCount: number;
  readyCount: number;
  unacknowledgedCount: number;
  next: number | null;
  nextAfter: string | null;
  scannedCount: number;
};
const browse = async (query = '') => (await call('GET', `queues/%2F/${queue}/messages?${query}`)).body as Browse;

describe('browsing', () => {
  it('shows typed messages page by page and changes nothing', async () => {
    await fill(7);
    const before = { ...live().counters };
    const page = await browse('from=2&limit=3');
    expect(page).toMatchObject({ totalCount: 7, readyCount: 7, unacknowledgedCount: 0, next: 5, scannedCount: 3 });
    expect(page.messages.map(text)).toEqual(['body 2', 'body 3', 'body 4']);
    expect(page.messages[1]).toMatchObject({
      position: 3,
      state: 'ready',
      redelivered: false,
      exchange: '',
      routingKey: queue,
      bodySizeBytes: 6,
      deliveryCount: null,
      properties: {
        messageId: 'm3',
        headers: [
          { key: 'index', value: { type: 'int32', value: 3 } },
          { key: 'city', value: { type: 'string', value: 'Zürich' } },
        ],
      },
    });
    expect((await browse('from=5')).next).toBeNull();
    expect((await browse('order=newest&limit=2')).messages.map(text)).toEqual(['body 6', 'body 5']);
    expect((await browse('truncate=4&limit=1')).messages[0]).toMatchObject({
      bodySizeBytes: 6,
      bodyBase64: Buffer.from('body').toString('base64'),
    });
    expect({ ...live().counters }).toEqual(before);
    expect(live().get(true)?.isRedelivered).toBe(false);
  });

  it('marks what a consumer holds, and finds it by id', async () => {
    await fill(3);
    const held = live().get(false)!;
    const page = await browse();
    expect(page).toMatchObject({ readyCount: 2, unacknowledgedCount: 1 });
    expect(page.messages.map((message) => [message.state, text(message)])).toEqual([
      ['unacknowledged', 'body 0'],
      ['ready', 'body 1'],
      ['ready', 'body 2'],
    ]);
    expect((await call('GET', `queues/%2F/${queue}/messages/${held.sequence}`)).body).toMatchObject({
      state: 'unacknowledged',
      position: 0,
    });
    expect((await call('GET', `queues/%2F/${queue}/messages/999999`)).status).toBe(404);
    expect((await call('GET', `queues/%2F/${queue}/messages/x`)).status).toBe(404);
  });

  it('goes on behind an id although consumers take messages and give them back meanwhile', async () => {
    await fill(30);
    const seen: string[] = [];
    let after: string | null = '';
    let round = 0;
    while (after !== null) {
      const page: Browse = await browse(`after=${after}&limit=4`);
      seen.push(...page.messages.map(text));
      after = page.nextAfter;
      const first = live().get(false)!;
      const second = live().get(false)!;
      live().requeue([second]);
      if (round++ % 2 === 0) live().acknowledge(first);
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => `body ${index}`));
  });

  it('begins at a time: at the first message that came in then or later, in flight or ready', async () => {
    await fill(1);
    const held = live().get(false)!;
    await fill(3);
    const later = Date.now() + 60_000;
    expect((await browse(`since=${held.enqueuedAtMs}`)).messages.map((message) => message.position)).toEqual([0, 1, 2, 3]);
    expect(await browse(`since=${later}`)).toMatchObject({ messages: [], totalCount: 4, next: null });
    expect(await browse('since=0&limit=2')).toMatchObject({ next: 2 });
  });

  it('tells the newest behind an id, newest first, and counts what it leaves out', async () => {
    await fill(6);
    const first = live().get(false)!;
    const newest = async (query: string) => (await browse(`order=newest&${query}`)) as Browse & { skippedCount: number };
    expect((await newest('after=&limit=2')).messages.map(text)).toEqual(['body 5', 'body 4']);
    const page = await newest(`after=${first.sequence}&limit=3`);
    expect([page.messages.map((message) => message.position), page.skippedCount]).toEqual([[5, 4, 3], 2]);
    expect((await newest(`after=${first.sequence - 1}`)).messages.map((message) => message.state).at(-1)).toBe('unacknowledged');
    expect(await newest(`after=${first.sequence + 5}`)).toMatchObject({ messages: [], skippedCount: 0, totalCount: 6 });
  });

  it('tells the newest of a queue with priorities by arrival, not by rank', async () => {
    queue = 'ranked';
    await fixture.declare(queue, { 'x-max-priority': 5 });
    for (const [index, priority] of [3, 0, 5].entries()) await fixture.publish(queue, `body ${index}`, { priority });
    const { messages } = await browse('order=newest&after=');
    expect(messages.map((message) => [text(message), message.position])).toEqual([
      ['body 2', 0],
      ['body 1', 2],
      ['body 0', 1],
    ]);
  });

  it('filters by plain text in body, keys, properties and headers', async () => {
    await fill(7);
    expect((await browse('filter=body 5')).messages.map(text)).toEqual(['body 5']);
    expect((await browse('filter=Zürich')).messages.map(text)).toEqual(['body 3']);
    expect((await browse('filter="m4"')).messages.map(text)).toEqual([]);
    expect((await browse('filter=m4')).messages.map(text)).toEqual(['body 4']);
    expect(await browse('filter=nothing')).toMatchObject({ messages: [], next: null, scannedCount: 7 });
    expect(await browse('filter=body&limit=2')).toMatchObject({ next: 2, scannedCount: 2 });
  });

  it('refuses nonsense', async () => {
    for (const query of [
      'from=-1',
      'limit=501',
      'limit=x',
      'order=up',
      'truncate=2000000',
      'from=1&after=2',
      'after=1&order=newest&from=1',
      'since=1&from=1',
      'since=1&after=2',
      'since=1&order=newest',
      'since=x',
    ])
      expect((await call('GET', `queues/%2F/${queue}/messages?${query}`)).status, query).toBe(400);
    await fixture.declare('by-priority', { 'x-max-priority': 5 });
    expect((await call('GET', 'queues/%2F/by-priority/messages?after=')).status).toBe(400);
    expect((await call('GET', 'queues/%2F/by-priority/messages?since=1')).status).toBe(400);
    expect((await call('GET', 'queues/%2F/nope/messages')).status).toBe(404);
  });

  it('wants read permission', async () => {
    await call('PUT', 'users/blind', { password: 'p', tags: 'management' });
    await call('PUT', 'permissions/%2F/blind', { configure: '.*', write: '.*', read: '^$' });
    for (const path of ['messages', 'messages/1', 'messages/raw'])
      expect((await call('GET', `queues/%2F/${queue}/${path}`, undefined, 'blind:p')).status).toBe(401);
    expect((await call('POST', `queues/%2F/${queue}/messages/settle`, { ids: [] }, 'blind:p')).status).toBe(401);
  });
});

/** Reads the documented bytes without any of the broker's own code but the content header's. */
function readRaw(bytes: Buffer) {
  const records: { sequence: number; routingKey: string; messageId: string | undefined; body: string; flags: number }[] = [];
  const count = bytes.readUInt32BE(4);
  let at = 16;
  for (let index = 0; index < count; index++) {
    const end = at + 4 + bytes.readUInt32BE(at);
    const sequence = Number(bytes.readBigUInt64BE(at + 4));
    const flags = bytes[at + 24]!;
    at += 27;
    const names: string[] = [];
    for (let name = 0; name < 2; name++) {
      names.push(bytes.toString('utf8', at + 1, at + 1 + bytes[at]!));
      at += 1 + bytes[at]!;
    }
    const header = decodeContentHeader(bytes, at + 4, at + 4 + bytes.readUInt32BE(at));
    at += 4 + bytes.readUInt32BE(at);
    const body = bytes.toString('utf8', at + 4, at + 4 + bytes.readUInt32BE(at));
    at += 4 + bytes.readUInt32BE(at);
    expect(at).toBe(end);
    records.push({ sequence, routingKey: names[1]!, messageId: header.properties.messageId, body, flags });
  }
  expect(at).toBe(bytes.length);
  return { magic: bytes.toString('latin1', 0, 4), next: bytes.readUInt32BE(8), total: bytes.readUInt32BE(12), records };
}

describe('reading raw', () => {
  const raw = async (query: string) => {
    const response = await fetch(`${fixture.url}/api/queues/%2F/${queue}/messages/raw?${query}`, {
      headers: { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` },
    });
    expect(response.headers.get('content-type')).toBe('application/vnd.warren.messages');
    return readRaw(Buffer.from(await response.arrayBuffer()));
  };

  it('gives contents in the documented bytes', async () => {
    await fill(5);
    const first = await raw('after=&limit=3');
    expect(first).toMatchObject({ magic: 'WRM1', total: 5, next: 0 });
    expect(first.records.map(({ body, messageId, routingKey, flags }) => [body, messageId, routingKey, flags])).toEqual([
      ['body 0', 'm0', queue, 0],
      ['body 1', 'm1', queue, 0],
      ['body 2', 'm2', queue, 0],
    ]);
    const rest = await raw(`after=${first.records.at(-1)!.sequence}`);
    expect([rest.next, rest.records.map(({ body }) => body)]).toEqual([0xffffffff, ['body 3', 'body 4']]);
    expect((await raw('from=3&limit=1')).next).toBe(4);
    expect((await raw(`after=${rest.records.at(-1)!.sequence}`)).records).toEqual([]);
  });

  it('ends an answer at about 4 MB, and gives a larger message alone', async () => {
    for (const size of [1, 3_000_000, 3_000_000, 9_000_000, 1]) await fixture.publish(queue, 'x'.repeat(size));
    const sizes: number[][] = [];
    let from = 0;
    while (from !== 0xffffffff) {
      const page = await raw(`from=${from}`);
      sizes.push(page.records.map(({ body }) => body.length));
      from = page.next;
    }
    expect(sizes).toEqual([[1, 3_000_000], [3_000_000], [9_000_000], [1]]);
  });

  it('keeps every byte where messages are far larger than those before them', async () => {
    const bodies = [1, 200_000, 70_000, 900_000, 2].map((size, index) => String(index).repeat(size));
    for (const body of bodies) await fixture.publish(queue, body);
    expect((await raw('after=')).records.map(({ body }) => body)).toEqual(bodies);
  });
});

describe('removing and moving chosen messages', () => {
  const idsOf = async () => (await browse()).messages.map((message) => message.id);
  const settle = async (ids: unknown) => call('POST', `queues/%2F/${queue}/messages/settle`, { ids });
  const move = async (body: object) => call('POST', `queues/%2F/${queue}/messages/move`, body);

  it('removes just those', async () => {
    await fill(5);
    const [, , two, three] = await idsOf();
    const held = live().get(false)!;
    const reply = await settle([two, String(held.sequence), '424242', three]);
    expect(reply.body).toEqual({
      results: [
        { id: two, outcome: 'removed' },
        { id: String(held.sequence), outcome: 'unacknowledged' },
        { id: '424242', outcome: 'gone' },
        { id: three, outcome: 'removed' },
      ],
    });
    expect((await browse()).messages.map(text)).toEqual(['body 0', 'body 1', 'body 4']);
    expect((await settle(['x'])).status).toBe(400);
    expect((await settle(Array.from({ length: 1_001 }, (_, index) => String(index)))).status).toBe(400);
  });

  it('moves with header types kept, set and removed, and tells what became of each', async () => {
    await fill(5);
    await fixture.declare('target');
    await fixture.declare('full', { 'x-max-length': 0, 'x-overflow': 'reject-publish' });
    const ids = await idsOf();
    const stamp = { key: 'when', value: { type: 'timestamp', value: '1700000000' } } as const;
    const byte = { key: 'tiny', value: { type: 'int8', value: -5 } } as const;
    const reply = await move({
      items: [
        { id: ids[0], exchange: '', routingKey: 'target', setHeaders: [byte] },
        { id: ids[1], exchange: '', routingKey: 'nobody' },
        { id: ids[2], exchange: '', routingKey: 'full' },
        {
          id: ids[3],
          exchange: '',
          routingKey: 'target',
          replacement: { properties: { messageId: 'new', deliveryMode: 2 }, bodyBase64: 'QUJD' },
        },
        { id: '99999', exchange: '', routingKey: 'target' },
      ],
      setHeaders: [stamp, { key: 'tiny', value: { type: 'int8', value: 1 } }],
      removeHeaders: ['city'],
    });
    expect(reply.body).toEqual({
      results: [
        { id: ids[0], outcome: 'moved', queues: ['target'] },
        { id: ids[1], outcome: 'unroutable' },
        { id: ids[2], outcome: 'refused' },
        { id: ids[3], outcome: 'moved', queues: ['target'] },
        { id: '99999', outcome: 'gone' },
      ],
    });
    expect((await browse()).messages.map(text)).toEqual(['body 1', 'body 2', 'body 4']);
    const arrived = ((await call('GET', 'queues/%2F/target/messages')).body as Browse).messages;
    expect(arrived.map((message) => [text(message), message.properties.messageId])).toEqual([
      ['body 0', 'm0'],
      ['ABC', 'new'],
    ]);
    expect(arrived[0]?.properties.headers).toEqual([{ key: 'index', value: { type: 'int32', value: 0 } }, stamp, byte]);
  });

  it('moves to the end of its own queue, all with one destination', async () => {
    await fill(3);
    const ids = await idsOf();
    const reply = await move({ ids: ids.slice(0, 2), destination: { exchange: '', routingKey: queue } });
    expect(reply.body).toMatchObject({ results: [{ outcome: 'moved' }, { outcome: 'moved' }] });
    expect((await browse()).messages.map(text)).toEqual(['body 2', 'body 0', 'body 1']);
  });

  it('refuses what the user may not do, before anything moves', async () => {
    await fill(1);
    const [id] = await idsOf();
    await call('PUT', 'users/reader', { password: 'p', tags: 'management' });
    await call('PUT', 'permissions/%2F/reader', { configure: '', write: '^allowed', read: '.*' });
    const body = { ids: [id], destination: { exchange: '', routingKey: queue } };
    expect((await call('POST', `queues/%2F/${queue}/messages/move`, body, 'reader:p')).status).toBe(401);
    expect((await move({ ids: [id], destination: { exchange: 'nope', routingKey: 'x' } })).status).toBe(400);
    expect((await move({ ids: [id] })).status).toBe(400);
    for (const value of [
      { type: 'int64', value: '9223372036854775808' },
      { type: 'timestamp', value: '18446744073709551616' },
      { type: 'int8', value: 128 },
      { type: 'bytes', value: '%' },
      { type: 'cat', value: 1 },
    ])
      expect((await move({ ...body, setHeaders: [{ key: 'k', value }] })).status, JSON.stringify(value)).toBe(400);
    expect(live().readyCount).toBe(1);
  });

  it('takes nothing out of a stream, which is browsed like any queue', async () => {
    queue = 'log';
    await fixture.declare(queue, { 'x-queue-type': 'stream' });
    await fill(3);
    const [id] = await idsOf();
    expect((await browse('after=&limit=2')).messages.map(text)).toEqual(['body 0', 'body 1']);
    expect((await settle([id])).status).toBe(400);
    expect((await move({ ids: [id], destination: { exchange: '', routingKey: queue } })).status).toBe(400);
    expect((await browse()).totalCount).toBe(3);
  });

  it('lets replays be followed, in virtual hosts that one may see', async () => {
    await fill(1);
    const [id] = await idsOf();
    const setHeaders = [{ key: 'x-replay-id', value: { type: 'string', value: 'r-1' } }];
    await move({ items: [{ id, exchange: '', routingKey: queue, setHeaders }] });
    const states = async (user?: string) =>
      ((await call('GET', 'replays?ids=r-1,r-2', undefined, user)).body as { traces: { state: string }[] }).traces.map(
        ({ state }) => state,
      );
    expect(await states()).toEqual(['enqueued']);
    live().get(true);
    expect(await states()).toEqual(['acknowledged']);
    expect((await call('POST', 'replays', { ids: ['r-1'] })).body).toMatchObject({
      traces: [{ replayId: 'r-1', virtualHost: '/', queue }],
    });
    await call('PUT', 'users/stranger', { password: 'p', tags: 'management' });
    expect(await states('stranger:p')).toEqual([]);
  });
});

describe('POST get', () => {
  const get = async (ackmode: string, more: object = {}) =>
    (await call('POST', `queues/%2F/${queue}/get`, { count: 10, ackmode, encoding: 'auto', ...more })).body as {
      payload: string;
      redelivered: boolean;
    }[];

  it('gives back, takes and rejects as the mode says', async () => {
    await fixture.declare('graveyard');
    queue = 'with-graveyard';
    await fixture.declare(queue, { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'graveyard' });
    await fill(3);
    expect((await get('ack_requeue_true')).map(({ payload, redelivered }) => [payload, redelivered])).toEqual([
      ['body 0', false],
      ['body 1', false],
      ['body 2', false],
    ]);
    expect((await get('reject_requeue_true', { count: 1 }))[0]).toMatchObject({ payload: 'body 0', redelivered: true });
    expect(live().readyCount).toBe(3);
    expect(await get('ack_requeue_false', { count: 1 })).toHaveLength(1);
    expect(await get('reject_requeue_false', { count: 1 })).toHaveLength(1);
    expect([live().readyCount, live('graveyard').readyCount]).toEqual([1, 1]);
  });

  it('shows payloads as RabbitMQ does', async () => {
    await fixture.publish(queue, 'aaé');
    expect((await get('ack_requeue_true'))[0]).toEqual({
      payload_bytes: 4,
      redelivered: false,
      exchange: '',
      routing_key: queue,
      message_count: 0,
      properties: [],
      payload: 'aaé',
      payload_encoding: 'string',
    });
    expect((await get('ack_requeue_true', { truncate: 3 }))[0]).toMatchObject({
      payload: 'YWHD',
      payload_encoding: 'base64',
      payload_bytes: 4,
    });
    expect((await get('ack_requeue_true', { encoding: 'base64' }))[0]).toMatchObject({ payload: 'YWHDqQ==', payload_encoding: 'base64' });
  });

  it('refuses incomplete and unknown demands', async () => {
    const reason = async (body: object) => ((await call('POST', `queues/%2F/${queue}/get`, body)).body as { reason: string }).reason;
    expect(await reason({})).toBe('[{key_missing,count},{key_missing,ackmode},{key_missing,encoding}]');
    expect(await reason({ count: 1, ackmode: 'get', encoding: 'auto' })).toMatch(/^Invalid ackmode value/);
    expect(await reason({ count: 1, ackmode: 'ack_requeue_true', encoding: 'x' })).toMatch(/^Unsupported encoding/);
  });
});

describe('publishing', () => {
  const publish = (body: object, exchange = 'amq.default') =>
    call('POST', `exchanges/%2F/${exchange}/publish`, { properties: {}, payload: 'x', payload_encoding: 'string', ...body });

  it('says whether a queue took it, and keeps every property', async () => {
    const properties = {
      content_type: 't',
      delivery_mode: 2,
      priority: '4',
      timestamp: 17,
      expiration: '60000',
      headers: { a: 1, b: 2.5, c: null, d: [5_000_000_000] },
    };
    expect((await publish({ routing_key: queue, properties })).body).toEqual({ routed: true });
    expect((await publish({ routing_key: 'nobody' })).body).toEqual({ routed: false });
    expect((await browse()).messages[0]?.properties).toEqual({
      contentType: 't',
      deliveryMode: 2,
      priority: 4,
      timestamp: '17',
      expiration: '60000',
      headers: [
        { key: 'a', value: { type: 'int32', value: 1 } },
        { key: 'b', value: { type: 'double', value: 2.5 } },
        { key: 'c', value: { type: 'void', value: null } },
        { key: 'd', value: { type: 'array', value: [{ type: 'int64', value: '5000000000' }] } },
      ],
    });
  });

  it('refuses what AMQP would', async () => {
    expect((await publish({ routing_key: 'x' }, 'nope')).body).toMatchObject({
      error: 'bad_request',
      reason: expect.stringContaining('404 NOT_FOUND'),
    });
    expect((await publish({ routing_key: 'x', properties: { user_id: 'other' } })).status).toBe(400);
    expect((await publish({ routing_key: 'x' }, 'amq.rabbitmq.trace')).status).toBe(401);
    expect((await publish({ routing_key: 'x', payload: '%', payload_encoding: 'base64' })).status).toBe(400);
    expect((await publish({ routing_key: 'x', properties: { expiration: 'soon' } })).status).toBe(400);
  });

  it('previews a route by the code that routes', async () => {
    await call('PUT', 'exchanges/%2F/preview', { type: 'topic' });
    await call('POST', `bindings/%2F/e/preview/q/${queue}`, { routing_key: 'a.#' });
    expect((await call('POST', 'exchanges/%2F/preview/route', { routingKey: 'a.b' })).body).toMatchObject({
      queues: [queue],
      isUnroutable: false,
    });
    expect((await call('POST', 'exchanges/%2F/preview/route', { routingKey: 'b' })).body).toMatchObject({ queues: [], isUnroutable: true });
    expect(live().readyCount).toBe(0);
  });
});

describe('delayed messages', () => {
  const later = 'exchanges/%2F/later';
  const publish = (payload: string, delay: number) =>
    call('POST', `${later}/publish`, {
      properties: { headers: { 'x-delay': delay } },
      routing_key: queue,
      payload,
      payload_encoding: 'string',
    });

  it('are listed soonest first and can be cancelled, once', async () => {
    await call('PUT', later, { type: 'x-delayed-message', arguments: { 'x-delayed-type': 'direct' } });
    await call('POST', `bindings/%2F/e/later/q/${queue}`, { routing_key: queue });
    for (const [payload, delay] of [
      ['third', 300_000],
      ['first', 100_000],
      ['second', 200_000],
    ] as const)
      await publish(payload, delay);
    const listed = async () => (await call('GET', `${later}/delayed`)).body as { totalCount: number; messages: BrowsedMessage[] };
    const before = await listed();
    expect([before.totalCount, ...before.messages.map(text)]).toEqual([3, 'first', 'second', 'third']);
    expect(before.messages[0]).toMatchObject({ routingKey: queue, bodySizeBytes: 5, dueAtMs: expect.any(Number) });
    const one = `${later}/delayed/${before.messages[1]?.id}`;
    expect((await call('DELETE', one)).status).toBe(204);
    expect((await call('DELETE', one)).status).toBe(404);
    expect((await listed()).messages.map(text)).toEqual(['first', 'third']);
    expect((await call('GET', 'exchanges/%2F/amq.topic/delayed')).status).toBe(400);
  });
});
