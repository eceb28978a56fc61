import type { ChannelModel } from 'amqplib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../lib/base/seeded-random';
import { everyHeader } from '../../lib/connectors/conformance/publish-cases';
import type { AuditEntry, Person } from '../../lib/model/console';
import type { BrowsedMessage, PublishTemplate } from '../../lib/model/message';
import type { Plan } from '../../lib/model/operations';
import { ApiClient, type RunningConsole, startConsole } from '../support/console';
import { connectClient, numbered, OperationDesk, publishAll, rejectAll } from '../support/operations';
import { until } from '../support/poll';

/*
 * Goal: what people do to messages in bulk ends as planned, can be undone, and is accounted for message by message.
 * Method: the built console with its broker inside, real AMQP clients beside it, and the API as a browser uses it. Each
 * operation that is read anywhere here must add up (see support/operations.ts).
 */
let warren: RunningConsole;
let desk: OperationDesk;
let client: ChannelModel;
let round = 0;

/** Queues of one test: work, whose rejected messages go to dead; bystander takes what an exchange gives it. */
type Shop = { readonly work: string; readonly dead: string; readonly exchange: string; readonly other: string };
let shop: Shop;

beforeAll(async () => {
  warren = await startConsole();
  desk = new OperationDesk(await new ApiClient(warren.url).signIn(), 'embedded');
});
afterAll(() => warren?.stop());

beforeEach(async () => {
  client = await connectClient(`amqp://guest:guest@127.0.0.1:${warren.amqpPort}`);
  round += 1;
  shop = { work: `work-${round}`, dead: `dead-${round}`, exchange: `shop-${round}`, other: `other-${round}` };
  const channel = await client.createChannel();
  await channel.assertExchange(shop.exchange, 'topic');
  await channel.assertQueue(shop.dead);
  await channel.assertQueue(shop.other);
  await channel.assertQueue(shop.work, { arguments: { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': shop.dead } });
  await channel.bindQueue(shop.work, shop.exchange, 'order.*');
  await channel.close();
});
afterEach(() => client.close());

/** Puts `count` dead letters into the dead queue that were published through the exchange. */
async function dieOf(count: number, options: Parameters<typeof publishAll>[3] = () => ({})): Promise<string[]> {
  const bodies = numbered('m', count);
  await publishAll(client, { exchange: shop.exchange, routingKey: 'order.new' }, bodies, options);
  await rejectAll(client, shop.work, count);
  return bodies;
}

const toOrigin = (via: 'queue' | 'exchange') => ({ kind: 'origin' as const, via });
const toQueue = (queue: string) => ({ kind: 'queue' as const, queue });
const idsOf = (messages: readonly BrowsedMessage[]) => ({ kind: 'ids' as const, ids: messages.flatMap(({ id }) => id ?? []) });
/** All that a message is but its place in the broker. */
const contentOf = ({ properties, bodyBase64 }: BrowsedMessage) => ({
  bodyBase64,
  properties: { ...properties, headers: [...(properties.headers ?? [])].sort((a, b) => a.key.localeCompare(b.key)) },
});

describe('sending on', () => {
  it('replays one, some and all to where they died, by queue and by exchange', async () => {
    const bodies = await dieOf(20);
    const [first] = await desk.browse(shop.dead);
    const one = await desk.run({ kind: 'replay', queue: shop.dead, selection: idsOf([first!]), destination: toOrigin('queue') });
    expect(one).toMatchObject({ state: 'completed', counts: { total: 1, published: 1 } });
    const some = (await desk.browse(shop.dead)).slice(3, 9);
    await desk.run({ kind: 'replay', queue: shop.dead, selection: idsOf(some), destination: toOrigin('exchange') });
    const plan = await desk.plan({ kind: 'replay', queue: shop.dead, destination: toOrigin('exchange') });
    expect(plan).toMatchObject({ messageCount: 13, unroutableCount: 0, targets: [{ queue: shop.work, messageCount: 13 }] });
    await desk.ended((await desk.start(plan)).id);
    const arrived = await desk.browse(shop.work);
    expect(arrived.map(({ properties }) => properties.messageId).sort()).toEqual(bodies);
    expect(new Set(arrived.map(({ routingKey }) => routingKey))).toEqual(new Set([shop.work, 'order.new']));
    expect(await desk.browse(shop.dead)).toEqual([]);
    const keys = arrived[0]!.properties.headers!.map(({ key }) => key);
    expect(keys).toEqual(['x-replay-count', 'x-replay-origin', 'x-replay-id']);
  });

  it('moves and copies in order', async () => {
    const bodies = numbered('m', 30);
    await publishAll(client, { routingKey: shop.other }, bodies);
    await desk.run({ kind: 'copy', queue: shop.other, destination: toQueue(shop.dead) });
    expect(await desk.bodies(shop.dead)).toEqual(bodies);
    expect(await desk.bodies(shop.other)).toEqual(bodies);
    await desk.run({ kind: 'move', queue: shop.other, destination: toQueue(shop.work) });
    expect(await desk.bodies(shop.work)).toEqual(bodies);
    expect(await desk.browse(shop.other)).toEqual([]);
  });

  it('edits and replays, names what does not fit, and brings the original back', async () => {
    const bodies = ['{"n":1}', 'no json', '{"n":2}'];
    await publishAll(client, { routingKey: shop.other }, bodies, () => ({ headers: { tenant: 'a' }, expiration: '3600000' }));
    const before = (await desk.browse(shop.other)).map(contentOf);
    const edit = {
      bodyPatch: [{ op: 'replace' as const, path: '/n', value: 9 }],
      setHeaders: [{ key: 'tenant', value: { type: 'string' as const, value: 'b' } }],
      removeHeaders: [],
    };
    const plan = await desk.plan({ kind: 'edit-and-replay', queue: shop.other, destination: toQueue(shop.work), edit });
    expect(plan).toMatchObject({ messageCount: 2, excluded: [{ reason: 'the body is not JSON' }] });
    expect(plan.samples[0]!.before).toMatch(/"n": 1/);
    expect(plan.samples[0]!.after).toMatch(/"n": 9/);
    const { id } = await desk.ended((await desk.start(plan)).id);
    expect(await desk.bodies(shop.work)).toEqual(['{"n":9}', '{"n":9}']);
    expect((await desk.browse(shop.work))[0]!.properties.headers).toContainEqual({ key: 'tenant', value: { type: 'string', value: 'b' } });
    expect(await desk.bodies(shop.other)).toEqual(['no json']);
    expect(await desk.control(id, 'recall')).toMatchObject({ counts: { total: 2, recalled: 2 } });
    expect(await desk.browse(shop.work)).toEqual([]);
    expect((await desk.browse(shop.other)).map(contentOf)).toEqual([before[1], before[0], before[2]]);
  });

  it('sets and removes properties, an expiration among them, and keeps the original from being doubled', async () => {
    await publishAll(client, { routingKey: shop.other }, ['{"n":1}'], () => ({ priority: 3, correlationId: 'c', expiration: '3600000' }));
    const edit = {
      ...{ bodyPatch: [], setHeaders: [], removeHeaders: [], body: Buffer.from('plain').toString('base64') },
      ...{ setProperties: { contentType: 'text/plain', expiration: '7200000' }, removeProperties: ['correlationId' as const] },
    };
    const selection = idsOf(await desk.browse(shop.other));
    const { id } = await desk.run({ kind: 'edit-and-replay', queue: shop.other, selection, destination: toQueue(shop.work), edit });
    const [sent] = await desk.browse(shop.work);
    expect(Buffer.from(sent!.bodyBase64, 'base64').toString()).toBe('plain');
    expect(sent!.properties).toMatchObject({ contentType: 'text/plain', expiration: '7200000', priority: 3 });
    expect(sent!.properties).not.toHaveProperty('correlationId');
    const restored = await desk.api.post('/api/brokers/embedded/bin/restore', { ids: [`${id}.0`] });
    expect(restored).toMatchObject({ restoredCount: 0, failed: [{ reason: expect.stringMatching(/edited and sent on/) }] });
    expect(await desk.browse(shop.other)).toEqual([]);
    await expect(desk.plan({ kind: 'edit-and-replay', queue: shop.other, destination: toQueue(shop.work), edit })).rejects.toThrow(
      /one message/,
    );
  });

  it('leaves in place what no queue takes', async () => {
    const bodies = await dieOf(5);
    const destination = { kind: 'exchange' as const, exchange: shop.exchange, routingKey: 'nobody.wants.this' };
    const plan = await desk.plan({ kind: 'replay', queue: shop.dead, destination });
    expect(plan).toMatchObject({ movableCount: 0, unroutableCount: 5, targets: [] });
    expect(plan.warnings).toContainEqual(expect.objectContaining({ code: 'unroutable', level: 'danger' }));
    expect(await desk.ended((await desk.start(plan)).id)).toMatchObject({ state: 'completed', counts: { returned: 5 } });
    expect(await desk.bodies(shop.dead)).toEqual(bodies);
  });

  it('predicts the queues that messages reach, over random topologies', async () => {
    const random = new SeededRandom(20_261);
    for (let turn = 0; turn < 6; turn += 1) await predictOnce(`t${round}-${turn}`, (below) => random.below(below));
  });
});

/** Exchanges of all kinds bound to queues and to each other at random; a copy through one of them must go as planned. */
async function predictOnce(prefix: string, pick: (below: number) => number): Promise<void> {
  const channel = await client.createChannel();
  const kinds = ['direct', 'topic', 'fanout', 'headers'];
  const keys = ['a.b', 'a.c', '#', 'a.*', '*.b', 'z'];
  const exchanges = Array.from({ length: 5 }, (_, index) => `${prefix}-x${index}`);
  const queues = Array.from({ length: 5 }, (_, index) => `${prefix}-q${index}`);
  for (const name of exchanges) await channel.assertExchange(name, kinds[pick(4)]!);
  for (const name of [...queues, `${prefix}-source`]) await channel.assertQueue(name);
  for (let count = 0; count < 14; count += 1) {
    const match = { 'x-match': pick(2) === 0 ? 'all' : 'any', tenant: pick(3), tier: pick(2) };
    const [source, key] = [exchanges[pick(5)]!, keys[pick(keys.length)]!];
    if (pick(3) > 0) await channel.bindQueue(queues[pick(5)]!, source, key, match);
    else await channel.bindExchange(exchanges[pick(5)]!, source, key, match);
  }
  await channel.close();
  const bodies = numbered('m', 24);
  await publishAll(client, { routingKey: `${prefix}-source` }, bodies, () => ({ headers: { tenant: pick(3), tier: pick(2) } }));
  const actual: Record<string, number> = {};
  const predicted: Record<string, number> = {};
  for (const routingKey of ['a.b', 'z']) {
    const destination = { kind: 'exchange' as const, exchange: exchanges[pick(5)]!, routingKey };
    const plan = await desk.plan({ kind: 'copy', queue: `${prefix}-source`, destination });
    for (const { queue, messageCount } of plan.targets) predicted[queue] = (predicted[queue] ?? 0) + messageCount;
    const { counts } = await desk.ended((await desk.start(plan)).id);
    expect(counts).toMatchObject({ returned: plan.unroutableCount, published: 24 - plan.unroutableCount });
  }
  for (const queue of queues) {
    const { length } = await desk.browse(queue);
    if (length > 0) actual[queue] = length;
  }
  expect(predicted).toEqual(actual);
}

describe('undo', () => {
  it('recalls a replay that nobody consumed: source and target are as before', async () => {
    await publishAll(client, { routingKey: shop.work }, ['waits-here-already']);
    await desk.run({ kind: 'move', queue: shop.work, destination: toQueue(shop.other) });
    await dieOf(40, (_, index) => ({ headers: { tenant: 'a', n: index }, ...(index === 7 && { expiration: '3600000' }) }));
    await desk.run({ kind: 'move', queue: shop.other, destination: toQueue(shop.work) });
    const before = { dead: (await desk.browse(shop.dead)).map(contentOf), work: (await desk.browse(shop.work)).map(contentOf) };
    const { id, allowed } = await desk.run({ kind: 'replay', queue: shop.dead, destination: toOrigin('queue') });
    expect(allowed).toEqual(['recall']);
    expect(await desk.control(id, 'recall')).toMatchObject({ counts: { total: 40, recalled: 40 }, allowed: [] });
    expect((await desk.browse(shop.dead)).map(contentOf)).toEqual(before.dead);
    expect((await desk.browse(shop.work)).map(contentOf)).toEqual(before.work);
  });

  it('says exactly what got away when a consumer was faster', async () => {
    const bodies = await dieOf(30);
    const { id } = await desk.run({ kind: 'replay', queue: shop.dead, destination: toOrigin('queue') });
    const channel = await client.createChannel();
    for (let count = 0; count < 11; count += 1) channel.ack((await channel.get(shop.work)) || expect.fail('nothing came'));
    await until('the fates of eleven', async () => (await desk.read(id)).counts.consumed === 11);
    expect((await desk.control(id, 'recall')).counts).toMatchObject({ total: 30, consumed: 11, recalled: 19, published: 0 });
    expect(await desk.bodies(shop.dead)).toEqual(bodies.slice(11));
    expect(await desk.browse(shop.work)).toEqual([]);
    expect((await desk.ledger(id, 'consumed')).map(({ index }) => index)).toEqual(numbered('', 11).map(Number));
  });

  it('counts what another operation moved on as gone, not as come back', async () => {
    await dieOf(6);
    const { id } = await desk.run({ kind: 'replay', queue: shop.dead, destination: toOrigin('queue') });
    await desk.run({ kind: 'move', queue: shop.work, destination: toQueue(shop.other) });
    await until('the fates of six', async () => (await desk.read(id)).counts.published === 0);
    expect((await desk.read(id)).counts).toMatchObject({ total: 6, gone: 6, cameBack: 0 });
  });

  it('recalls a message once that had reached two queues', async () => {
    const bodies = await dieOf(4);
    const channel = await client.createChannel();
    await channel.bindQueue(shop.other, shop.exchange, 'order.#');
    const { id } = await desk.run({ kind: 'replay', queue: shop.dead, destination: toOrigin('exchange') });
    expect(await desk.bodies(shop.other)).toEqual(bodies);
    expect((await desk.control(id, 'recall')).counts).toMatchObject({ recalled: 4 });
    expect(await desk.bodies(shop.dead)).toEqual(bodies);
    expect([...(await desk.browse(shop.other)), ...(await desk.browse(shop.work))]).toEqual([]);
  });

  it.each(['discard', 'purge'] as const)('restores in order what a %s put into the bin', async (kind) => {
    const bodies = numbered('m', 700);
    await publishAll(client, { routingKey: shop.other }, bodies, () => ({ headers: { tenant: 'a' } }));
    const before = (await desk.browse(shop.other)).map(contentOf);
    const { id, counts } = await desk.run({ kind, queue: shop.other });
    expect(counts).toMatchObject({ total: 700, binned: 700 });
    expect(await desk.browse(shop.other)).toEqual([]);
    const bin = await desk.api.get<{ totalCount: number }>(`/api/brokers/embedded/bin?queue=${shop.other}`);
    expect(bin.totalCount).toBe(700);
    // Asked for twice at once: one of them does it, and nothing comes back twice.
    const answers = await Promise.allSettled([desk.control(id, 'restore'), desk.control(id, 'restore')]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await desk.read(id)).toMatchObject({ counts: { recalled: 700 }, allowed: [] });
    expect((await desk.browse(shop.other)).map(contentOf)).toEqual(before);
  });
});

describe('export and import', () => {
  const exportPath = (queue: string) => `/api/brokers/embedded/queues/%2F/${queue}/messages/export`;
  it('takes a queue out as lines and back in unchanged, with every type', async () => {
    const properties = { headers: everyHeader, contentType: 'x/y', priority: 3, timestamp: '1700000000', deliveryMode: 2 };
    const drafts = [Buffer.from([0, 255, 10, 13]), Buffer.from('{"text":"\u20ac\n"}'), Buffer.alloc(0)].map((body) => ({
      ...{ exchange: '', routingKey: shop.other, properties },
      bodyBase64: body.toString('base64'),
    }));
    await desk.api.post('/api/brokers/embedded/publish', { virtualHost: '/', drafts });
    await publishAll(client, { routingKey: shop.other }, numbered('m', 2_500));
    const before = (await desk.browse(shop.other)).map(contentOf);
    const lines = await (await fetch(`${warren.url}${exportPath(shop.other)}`, { headers: { cookie: desk.api.cookie } })).text();
    expect(lines.trimEnd().split('\n')).toHaveLength(2_503);
    expect((await desk.browse(shop.other)).map(contentOf)).toEqual(before); // looking changed nothing
    const imported = await desk.ended((await desk.start(await desk.planImport(lines, shop.work))).id);
    expect(imported).toMatchObject({ state: 'completed', counts: { total: 2_503, published: 2_503 } });
    expect((await desk.browse(shop.work)).map(contentOf)).toEqual(before);
  });
});

describe('one message many times', () => {
  const draftOf = (body: string, queue: string) => ({
    ...{ exchange: '', routingKey: queue, bodyBase64: Buffer.from(body).toString('base64') },
    properties: { messageId: '{{uuid}}', headers: [{ key: 'n', value: { type: 'string' as const, value: 'no. {{n}}' } }] },
  });
  const textOf = ({ bodyBase64 }: BrowsedMessage): string => Buffer.from(bodyBase64, 'base64').toString();

  it('is published in order with its placeholders filled in, and accounted for', async () => {
    const plan = await desk.planRepeat({
      draft: draftOf('{"n": {{n}}, "at": "{{now}}"}', shop.other),
      count: 2_500,
      hasPlaceholders: true,
    });
    expect(plan).toMatchObject({ messageCount: 2_500, targets: [{ queue: shop.other, messageCount: 2_500 }] });
    const startedAtMs = Date.now();
    const { state, counts } = await desk.ended((await desk.start(plan)).id);
    expect({ state, published: counts.published }).toEqual({ state: 'completed', published: 2_500 });
    const arrived = await desk.browse(shop.other);
    expect(arrived.map((message) => JSON.parse(textOf(message)).n)).toEqual(Array.from({ length: 2_500 }, (_, index) => index + 1));
    expect(new Set(arrived.map(({ properties }) => properties.messageId)).size).toBe(2_500);
    expect(Date.parse(JSON.parse(textOf(arrived[0]!)).at)).toBeGreaterThanOrEqual(startedAtMs - 1);
    expect(arrived[9]!.properties.headers).toContainEqual({ key: 'n', value: { type: 'string', value: 'no. 10' } });
  });

  it('stays as it is written where nothing is to be filled in, and can be paused and cancelled', async () => {
    const plan = await desk.planRepeat({ draft: draftOf('{{n}}', shop.other), count: 1_000, hasPlaceholders: false });
    const { id } = await desk.start(plan, { ratePerSecond: 50 });
    await until('some to arrive', async () => (await desk.browse(shop.other)).length >= 5);
    await desk.control(id, 'pause');
    const count = (await desk.browse(shop.other)).length;
    await desk.control(id, 'resume');
    await until('more to arrive', async () => (await desk.browse(shop.other)).length > count);
    await desk.control(id, 'cancel');
    const arrived = await desk.browse(shop.other);
    expect(arrived.length).toBeLessThan(1_000);
    expect(new Set(arrived.map(textOf))).toEqual(new Set(['{{n}}']));
  });

  it('is refused above its bound, and at a rate that is none', async () => {
    const repeat = { virtualHost: '/', draft: draftOf('x', shop.other), count: 100_001, hasPlaceholders: false };
    expect(await desk.api.send('POST', '/api/brokers/embedded/repeats', repeat)).toMatchObject({ status: 400 });
    const plan = await desk.planRepeat({ ...repeat, count: 2 });
    const started = { planId: plan.id, options: { ratePerSecond: 0, canary: false, targetReadyMax: null } };
    expect(await desk.api.send('POST', '/api/brokers/embedded/operations', started)).toMatchObject({ status: 400 });
  });
});

describe('import as an operation', () => {
  const line = (body: string, queue: string) =>
    JSON.stringify({
      exchange: '',
      routingKey: queue,
      properties: { headers: everyHeader, priority: 3 },
      bodyBase64: Buffer.from(body).toString('base64'),
    });

  it('plans each line, names those that are no messages, and publishes the rest unchanged', async () => {
    const plan = await desk.planImport([line('a', shop.work), 'nonsense', line('b', shop.other), line('c', shop.work)].join('\n'), null);
    expect(plan).toMatchObject({
      messageCount: 3,
      unroutableCount: 0,
      excludedCount: 1,
      excluded: [{ messageId: 'line 2', reason: 'the line is not JSON' }],
      targets: [
        { queue: shop.work, messageCount: 2 },
        { queue: shop.other, messageCount: 1 },
      ],
    });
    expect(await desk.browse(shop.work)).toEqual([]); // a plan publishes nothing
    expect(await desk.ended((await desk.start(plan)).id)).toMatchObject({
      state: 'completed',
      counts: { total: 3, published: 3 },
      allowed: [],
    });
    expect(await desk.bodies(shop.work)).toEqual(['a', 'c']);
    expect((await desk.browse(shop.other))[0]!.properties).toEqual({ headers: everyHeader, priority: 3 });
    expect((await desk.ledger(plan.id)).map(({ messageId }) => messageId)).toEqual(['line 1', 'line 3', 'line 4']);
  });

  it('tells which lines no queue takes, before and after', async () => {
    const plan = await desk.planImport([line('a', 'no-such-queue'), line('b', shop.work)].join('\n'), null);
    expect(plan).toMatchObject({ messageCount: 2, unroutableCount: 1 });
    expect(await desk.ended((await desk.start(plan)).id)).toMatchObject({ counts: { published: 1, returned: 1 } });
  });

  it('goes on where it was paused, and forgets the contents when it is cancelled', async () => {
    const bodies = numbered('m', 400);
    const { id } = await desk.start(await desk.planImport(bodies.map((body) => line(body, shop.work)).join('\n'), shop.work), {
      ratePerSecond: 100,
    });
    await until('some to be published', async () => (await desk.read(id)).counts.published > 0);
    const paused = await desk.control(id, 'pause');
    expect(paused.counts.held).toBeGreaterThan(0);
    expect(await desk.bodies(shop.work)).toEqual(bodies.slice(0, paused.counts.published));
    expect(await desk.control(id, 'cancel')).toMatchObject({ state: 'cancelled', counts: { held: paused.counts.held } });
  });

  it('exports a selection and what matches a filter', async () => {
    await publishAll(client, { routingKey: shop.other }, ['{"n":1}', '{"n":2}', '{"n":3}']);
    const exported = async (query: string) => {
      const path = `/api/brokers/embedded/queues/%2F/${shop.other}/messages/export?${query}`;
      const text = await (await fetch(`${warren.url}${path}`, { headers: { cookie: desk.api.cookie } })).text();
      const bodies = text
        .split('\n')
        .filter((each) => each !== '')
        .map((each) => (JSON.parse(each) as { bodyBase64: string }).bodyBase64);
      return bodies.map((body) => Buffer.from(body, 'base64').toString());
    };
    const [first, , third] = await desk.browse(shop.other);
    expect(await exported(`ids=${first!.id},${third!.id}`)).toEqual(['{"n":1}', '{"n":3}']);
    expect(await exported(`filter=${encodeURIComponent('body.n >= 2')}`)).toEqual(['{"n":2}', '{"n":3}']);
  });
});

describe('templates', () => {
  const path = '/api/brokers/embedded/templates';
  const draft = { exchange: '', routingKey: 'q', properties: { headers: everyHeader }, bodyBase64: 'AP8=' };
  const template = (name: string) => ({ id: null, name, virtualHost: '/', draft });

  it('are kept with every type, named once, changed and deleted, and all of it is in the audit log', async () => {
    const name = `order ${round}`;
    const saved = await desk.api.post<PublishTemplate>(path, template(name));
    expect((await desk.api.get<PublishTemplate[]>(path)).find(({ id }) => id === saved.id)).toMatchObject({
      name,
      virtualHost: '/',
      draft,
    });
    expect(await desk.api.send('POST', path, template(name))).toMatchObject({ status: 409 });
    await desk.api.post(path, { ...template(`${name} b`), id: saved.id });
    expect(await desk.api.send('DELETE', `${path}/${saved.id}`)).toMatchObject({ status: 204 });
    expect(await desk.api.send('DELETE', `${path}/${saved.id}`)).toMatchObject({ status: 404 });
    const { entries } = await desk.api.get<{ entries: AuditEntry[] }>('/api/audit?act=message.publish&limit=4');
    expect(entries.map(({ subject, outcome }) => `${subject} ${outcome}`)).toEqual([
      `template ${name} b allowed`,
      `template ${name} b allowed`,
      `template ${name} failed`,
      `template ${name} allowed`,
    ]);
  });
});

describe('care', () => {
  const start = (plan: Plan) => ({ planId: plan.id, options: { ratePerSecond: null, canary: false, targetReadyMax: null } });

  it('refuses a plan whose topology has changed since', async () => {
    await dieOf(3);
    const plan = await desk.plan({ kind: 'replay', queue: shop.dead, destination: toOrigin('exchange') });
    const channel = await client.createChannel();
    await channel.bindQueue(shop.other, shop.exchange, 'order.new');
    expect(await desk.api.send('POST', '/api/brokers/embedded/operations', start(plan))).toMatchObject({
      status: 409,
      body: { code: 'plan-expired' },
    });
    expect(await desk.browse(shop.dead)).toHaveLength(3);
  });

  it('starts a plan once', async () => {
    await dieOf(3);
    const plan = await desk.plan({ kind: 'replay', queue: shop.dead, destination: toOrigin('queue') });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => desk.api.send('POST', '/api/brokers/embedded/operations', start(plan))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    await desk.ended(plan.id);
    expect(await desk.browse(shop.work)).toHaveLength(3);
  });

  it('refuses an operator and writes that down; nobody starts the plan of another', async () => {
    await dieOf(2);
    const password = 'a password to look at';
    for (const role of ['operator', 'support'] as const) {
      const person = { name: role, email: `${role}@desk.example`, password, role };
      await desk.api.post<Person>('/api/people', person).catch(() => undefined); // there since an earlier try
    }
    const operator = await new ApiClient(warren.url).signIn('operator@desk.example', password);
    const request = {
      kind: 'replay',
      virtualHost: '/',
      queue: shop.dead,
      selection: { kind: 'all' },
      destination: toOrigin('queue'),
      edit: null,
    };
    expect(await operator.send('POST', '/api/brokers/embedded/plans', request)).toMatchObject({ status: 403 });
    const plan = await desk.plan({ kind: 'replay', queue: shop.dead, destination: toOrigin('queue') });
    expect(await operator.send('POST', '/api/brokers/embedded/operations', start(plan))).toMatchObject({ status: 403 });
    const { entries } = await desk.api.get<{ entries: AuditEntry[] }>('/api/audit?outcome=refused&limit=2');
    expect(entries).toMatchObject([
      { act: 'message.replay', personEmail: 'operator@desk.example' },
      { act: 'message.replay', personEmail: 'operator@desk.example' },
    ]);
    expect(await operator.send('GET', `/api/brokers/embedded/queues/%2F/${shop.dead}/messages/export`)).toMatchObject({ status: 403 });
    expect(await operator.send('POST', '/api/brokers/embedded/imports?virtualHost=%2F')).toMatchObject({ status: 403 });
    const draft = { exchange: '', routingKey: shop.other, properties: {}, bodyBase64: '' };
    const repeat = { virtualHost: '/', draft, count: 2, hasPlaceholders: false };
    expect(await operator.send('POST', '/api/brokers/embedded/repeats', repeat)).toMatchObject({ status: 403 });
    const support = await new ApiClient(warren.url).signIn('support@desk.example', password);
    expect(await support.send('POST', '/api/brokers/embedded/operations', start(plan))).toMatchObject({ status: 403 });
    expect(await support.send('POST', '/api/brokers/embedded/plans', { ...request, kind: 'purge', destination: null })).toMatchObject({
      status: 403,
    });
  });

  it('brakes behind the canary when a consumer rejects everything, and what keeps failing goes into quarantine', async () => {
    const bodies = await dieOf(300);
    const channel = await client.createChannel();
    await channel.consume(shop.work, (message) => message && channel.nack(message, false, false));
    const sent: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const selection = idsOf((await desk.browse(shop.dead)).filter(({ properties }) => properties.messageId === bodies[0]));
      const single = await desk.run({ kind: 'replay', queue: shop.dead, selection, destination: toOrigin('queue') });
      const settled = await until('the message to come back', async () => {
        const { counts } = await desk.read(single.id);
        return counts.cameBack + counts.quarantined === 1 && (attempt < 3 || counts.quarantined === 1) && counts;
      });
      sent.push(settled.quarantined);
    }
    expect(sent).toEqual([0, 0, 1]);
    expect(await desk.bodies('warren.quarantine')).toContain(bodies[0]);
    const aside = (await desk.browse('warren.quarantine')).find(({ properties }) => properties.messageId === bodies[0]);
    expect(aside!.properties.headers!.map(({ key }) => key)).toContain('x-death');
    expect(await desk.bodies(shop.dead)).not.toContain(bodies[0]);

    const braked = await desk.run({ kind: 'replay', queue: shop.dead, destination: toOrigin('queue') }, { canary: true });
    expect(braked).toMatchObject({ state: 'braked', stateReason: expect.stringMatching(/came back/), counts: { total: 299 } });
    expect(braked.counts.total - braked.counts.held).toBeLessThanOrEqual(1 + 10);
    const cancelled = await desk.control(braked.id, 'cancel');
    expect(cancelled).toMatchObject({ state: 'cancelled', counts: { held: braked.counts.held } });
    await until('all to be back', async () => (await desk.browse(shop.dead)).length === 299);
  });

  it('stays under the bound of its target, and goes on when there is room', async () => {
    await dieOf(1_500);
    const braked = await desk.run({ kind: 'replay', queue: shop.dead, destination: toOrigin('queue') }, { targetReadyMax: 700 });
    expect(braked).toMatchObject({
      state: 'braked',
      stateReason: expect.stringMatching(/the bound is 700/),
      counts: { published: 700, held: 800 },
    });
    expect(await desk.browse(shop.work)).toHaveLength(700);
    await desk.run({ kind: 'move', queue: shop.work, destination: toQueue(shop.other) });
    await desk.control(braked.id, 'resume');
    expect((await desk.ended(braked.id)).counts.held).toBe(100);
    expect(await desk.browse(shop.work)).toHaveLength(700);
  });

  it('keeps its rate, and can be paused, resumed and cancelled', async () => {
    await dieOf(200);
    const plan = await desk.plan({ kind: 'replay', queue: shop.dead, destination: toOrigin('queue') });
    const startedAtMs = Date.now();
    const { id } = await desk.start(plan, { ratePerSecond: 40 });
    await until('some to go', async () => (await desk.read(id)).counts.held < 180);
    const paused = await desk.control(id, 'pause');
    const seconds = (Date.now() - startedAtMs) / 1_000;
    expect(paused).toMatchObject({ state: 'paused', allowed: ['resume', 'cancel', 'recall'] });
    const sentCount = 200 - paused.counts.held;
    expect(sentCount).toBeLessThanOrEqual(40 * seconds + 5 + 1);
    expect(await desk.browse(shop.work)).toHaveLength(sentCount);
    expect(await desk.control(id, 'resume')).toMatchObject({ state: 'running' });
    await until('some more to go', async () => (await desk.read(id)).counts.held < paused.counts.held);
    const cancelled = await desk.control(id, 'cancel');
    expect(cancelled).toMatchObject({ state: 'cancelled', allowed: ['recall'] });
    expect(await desk.browse(shop.dead)).toHaveLength(cancelled.counts.held);
    expect(await desk.api.send('POST', `/api/brokers/embedded/operations/${id}/resume`, {})).toMatchObject({ status: 409 });
  });
});
