import { connect } from 'amqplib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditEntry } from '../../lib/model/console';
import type { Plan } from '../../lib/model/operations';
import type { FilterFault, ScopePreview, Search, SearchRequest, SearchScope, SearchSummary, SeenFields } from '../../lib/model/search';
import { searchSentence } from '../../lib/model/search-sentence';
import { ApiClient, type RunningConsole, startConsole } from '../support/console';
import { OperationDesk } from '../support/operations';
import { until } from '../support/poll';

/*
 * Searches against the built console and its embedded broker: 50,000 messages in three queues of which some are meant, all
 * over HTTP as a browser asks it.
 */
const names = ['orders', 'payments', 'mail'] as const;
const perQueue = [30_000, 15_000, 5_000] as const;
const messageCount = 50_000;
const needle = 'N-4711';
const root = '/api/searches';
const declaration = { virtualHost: '/', type: 'classic', isDurable: true, isAutoDelete: false, arguments: {} };
const operator = { name: 'Olga', email: 'olga@example.org', password: 'the password of Olga', role: 'operator' };
const support = { name: 'Sue', email: 'sue@example.org', password: 'the password of Sue', role: 'support' };

let warren: RunningConsole;
let admin: ApiClient;
let asOperator: ApiClient;
let asSupport: ApiClient;

const bodyOf = (queue: string, n: number): string =>
  JSON.stringify({ n, orderId: queue === 'mail' && n === 4_711 ? needle : `A-${n}`, tenant: `t${n % 500}`, pad: 'x'.repeat(200) });

beforeAll(async () => {
  warren = await startConsole();
  admin = await new ApiClient(warren.url).signIn();
  await admin.post('/api/people', operator);
  await admin.post('/api/people', support);
  asOperator = await new ApiClient(warren.url).signIn(operator.email, operator.password);
  asSupport = await new ApiClient(warren.url).signIn(support.email, support.password);
  for (const name of [...names, 'empty', 'heavy']) await admin.post('/api/brokers/embedded/queues', { ...declaration, name });
  await publish();
});
afterAll(() => warren?.stop());

async function publish(): Promise<void> {
  const connection = await connect(`amqp://guest:guest@127.0.0.1:${warren.amqpPort}`);
  const channel = await connection.createConfirmChannel();
  for (const [index, queue] of names.entries()) {
    for (let n = 0; n < perQueue[index]!; n++) {
      channel.sendToQueue(queue, Buffer.from(bodyOf(queue, n)), { headers: { shard: n % 1000 }, contentType: 'application/json' });
      if (n % 2_000 === 0) await channel.waitForConfirms();
    }
  }
  const list = Array.from({ length: 30_000 }, (_, n) => n);
  channel.sendToQueue('heavy', Buffer.from(JSON.stringify({ list, text: `${'a'.repeat(100_000)}!` })));
  await channel.waitForConfirms();
  await connection.close();
}

const queues = (...chosen: string[]) => chosen.map((name) => ({ virtualHost: '/', name }));
type Part = Partial<SearchRequest> & { readonly queues?: SearchScope['queues'] };
const scope = (chosen: SearchScope['queues'], brokerId = 'embedded'): SearchScope => ({ brokerId, queues: chosen, acceptsEffects: false });
const request = ({ queues: chosen = queues(...names), ...part }: Part): SearchRequest => ({
  scopes: [scope(chosen)],
  filter: '',
  plain: null,
  ...part,
});
const start = async (part: Part): Promise<string> => (await asSupport.post<{ id: string }>(root, request(part))).id;
const read = (id: string): Promise<Search> => asSupport.get<Search>(`${root}/${id}`);
const over = async (id: string): Promise<Search> => {
  await until('the search to be over', async () => (await read(id)).state !== 'running', 60_000);
  return read(id);
};
const found = (search: Search): readonly string[] => search.matches.map(({ queue, message }) => `${queue} ${message.position}`).sort();

/** What anybody could notice of the queues: counts, flags, order. */
async function queueState(): Promise<unknown> {
  const authorization = `Basic ${btoa('guest:guest')}`;
  const state: unknown[] = [];
  for (const name of names) {
    const row = await fetch(`http://127.0.0.1:${warren.managementPort}/api/queues/%2F/${name}`, { headers: { authorization } });
    const { messages, messages_ready, messages_unacknowledged, message_stats } = (await row.json()) as Record<string, unknown>;
    const { redeliver, get, get_no_ack, deliver_get } = (message_stats ?? {}) as Record<string, unknown>;
    const page = await admin.get(`/api/brokers/embedded/queues/%2F/${name}/messages?limit=50`);
    state.push({ messages, messages_ready, messages_unacknowledged, redeliver, get, get_no_ack, deliver_get, page });
  }
  return state;
}

it('finds the one message among 50,000 in three queues, has looked at all, and changed nothing', async () => {
  const before = await queueState();
  const search = await over(await start({ filter: `body.orderId == '${needle}'` }));
  expect(search).toMatchObject({ state: 'completed', lookedAtCount: messageCount, totalCount: messageCount, matchCount: 1 });
  expect(search).toMatchObject({ startedBy: 'Sue', parts: [{ brokerId: 'embedded', stateReason: null, effects: [] }] });
  expect(found(search)).toEqual(['mail 4711']);
  expect(atob(search.matches[0]!.message.bodyBase64)).toBe(bodyOf('mail', 4_711));
  expect(searchSentence(search)).toBe('All 50,000 messages looked at: 1 match.');
  expect(await queueState()).toEqual(before);
});

it.each<[string, Part, (queue: string, n: number) => boolean]>([
  ['a filter', { filter: "body.tenant == 't17'" }, (_, n) => n % 500 === 17],
  ['a filter without a literal', { filter: 'body.n < 60' }, (_, n) => n < 60],
  ['a header', { plain: { text: '', header: { key: 'shard', value: '42' }, jsonPath: null } }, (_, n) => n % 1000 === 42],
  ['a JSON path', { plain: { text: '', header: null, jsonPath: { path: 'n', value: '77' } } }, (_, n) => n === 77],
  ['text, case ignored', { plain: { text: 'n-4711', header: null, jsonPath: null } }, (queue, n) => queue === 'mail' && n === 4_711],
  [
    'boxes and a filter together',
    { filter: "body.tenant == 't42'", plain: { text: '', header: { key: 'shard', value: '42' }, jsonPath: null } },
    (_, n) => n % 1000 === 42,
  ],
])('finds by %s what looking at each message finds', async (_name, part, isMeant) => {
  const expected = names.flatMap((queue, index) =>
    Array.from({ length: perQueue[index]! }, (_, n) => n).flatMap((n) => (isMeant(queue, n) ? [`${queue} ${n}`] : [])),
  );
  const search = await over(await start(part));
  expect(search).toMatchObject({ state: 'completed', lookedAtCount: messageCount, matchCount: expected.length });
  expect(found(search)).toEqual(expected.sort());
});

it('stopped and resumed finds what one run finds, for everybody who has the link', async () => {
  const slow = { filter: "body.pad.matches('^(x+)+y$') || body.n < 17" };
  const id = await start(slow);
  await until('some of it to be looked at', async () => (await read(id)).lookedAtCount > 0, 30_000);
  await asSupport.post(`${root}/${id}/stop`, {});
  const stopped = await admin.get<Search>(`${root}/${id}`);
  expect(stopped.state).toBe('stopped');
  expect(stopped.lookedAtCount).toBeLessThan(messageCount);
  expect(searchSentence(stopped)).not.toContain('nothing found');
  await admin.post(`${root}/${id}/resume`, {});
  const resumed = await over(id);
  expect(resumed).toMatchObject({ state: 'completed', lookedAtCount: messageCount, totalCount: messageCount, matchCount: 51 });
  expect(found(resumed)).toEqual(found(await over(await start(slow))));
});

it('says nothing was found only where everything was looked at', async () => {
  const search = await over(await start({ queues: queues('empty'), filter: 'true' }));
  expect(searchSentence(search)).toBe('All 0 messages looked at: nothing found.');
  const missing = await over(await start({ queues: queues('nowhere'), filter: 'true' }));
  expect(missing).toMatchObject({ state: 'failed', parts: [{ stateReason: expect.stringContaining('no queue nowhere') }] });
  expect(searchSentence(missing)).not.toContain('nothing found');
});

it('is refused to those who may not read bodies, and the audit tells who looked for what', async () => {
  const id = await start({ filter: `body.orderId == '${needle}'` });
  for (const [method, path] of [
    ['POST', root],
    ['GET', root],
    ['GET', `${root}/${id}`],
    ['POST', `${root}/${id}/stop`],
    ['POST', `${root}/${id}/resume`],
  ] as const) {
    const answer = await asOperator.send(method, path, method === 'GET' ? undefined : request({ filter: 'true' }));
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
  await over(id);
  const audit = (outcome: string) => admin.get<{ entries: AuditEntry[] }>(`/api/audit?outcome=${outcome}&limit=200`);
  const refused = (await audit('refused')).entries.filter(({ personEmail }) => personEmail === operator.email);
  expect(refused.filter(({ act }) => act === 'message.read-body')).toHaveLength(5);
  const started = (await audit('allowed')).entries.find(({ after }) => (after as { search?: string } | null)?.search === id);
  expect(started).toMatchObject({ personEmail: support.email, act: 'message.read-body', after: { filter: `body.orderId == '${needle}'` } });
});

it('ends hostile filters in bounded time while the console answers', async () => {
  const huge = await asSupport.send('POST', root, request({ filter: Array(2_000).fill('true').join('&&') }));
  expect(huge.status).toBe(400);
  const wide = await asSupport.send('POST', root, request({ filter: Array(500).fill('true').join('&&') }));
  expect(wide).toMatchObject({ status: 400, body: { message: expect.stringContaining("can't be understood") } });
  expect((await asSupport.send('POST', root, request({}))).status).toBe(400);

  const catastrophic = await over(await start({ queues: queues('heavy'), filter: "body.text.matches('^(a+)+$')" }));
  expect(catastrophic).toMatchObject({ state: 'completed', matchCount: 0 });

  const endless = await start({ queues: queues('heavy'), filter: "body.list.exists(x, body.text.matches('(a|b)+(c|d)$'))" });
  const answersMs: number[] = [];
  await until(
    'the filter to be ended',
    async () => {
      const askedAt = performance.now();
      const { state } = await read(endless);
      answersMs.push(performance.now() - askedAt);
      return state !== 'running';
    },
    30_000,
  );
  expect(await read(endless)).toMatchObject({
    state: 'failed',
    parts: [{ stateReason: expect.stringContaining('needed more than 5 s for one message') }],
  });
  expect(answersMs.length).toBeGreaterThan(10);
  expect(answersMs.sort((a, b) => a - b)[Math.floor(answersMs.length / 2)]).toBeLessThan(1_000);
});

it('says that a search is gone instead of showing none', async () => {
  const answer = await asSupport.send('GET', `${root}/00000000-0000-4000-8000-000000000000`);
  expect(answer).toMatchObject({ status: 404, body: { message: expect.stringContaining('no longer kept') } });
});

it('looks on several brokers at once, says where, and goes on with the others when one is down', async () => {
  const settings = {
    environment: 'development',
    colour: null,
    managementUrl: `http://127.0.0.1:${warren.managementPort}`,
    amqpUrl: `amqp://127.0.0.1:${warren.amqpPort}`,
    username: 'guest',
    password: 'guest',
  };
  const twin = await admin.post<{ id: string }>('/api/brokers', { ...settings, name: 'twin' });
  const down = await admin.post<{ id: string }>('/api/brokers', {
    ...settings,
    name: 'down',
    managementUrl: 'http://127.0.0.1:9',
    amqpUrl: 'amqp://127.0.0.1:9',
  });
  const both = [scope(queues(...names)), scope([], twin.id)];
  const search = await over(await start({ scopes: both, filter: `body.orderId == '${needle}'` }));
  expect(search).toMatchObject({ state: 'completed', matchCount: 2 });
  expect(search.matches.map(({ brokerId, queue }) => [brokerId, queue])).toEqual([
    ['embedded', 'mail'],
    [twin.id, 'mail'],
  ]);
  expect(search.parts.map(({ matchPlaces }) => matchPlaces)).toEqual(Array(2).fill([{ virtualHost: '/', queue: 'mail', matchCount: 1 }]));

  const partly = await over(await start({ scopes: [...both, scope([], down.id)], filter: 'body.n == 0' }));
  expect(partly.parts.map(({ state }) => state)).toEqual(['completed', 'completed', 'failed']);
  expect(partly.state).toBe('failed');
  expect(searchSentence(partly)).toMatch(/1 of 3 brokers could not be searched to the end\.$/);
  expect((await asSupport.send('POST', root, request({ scopes: [scope([], down.id)], filter: 'true' }))).status).toBe(409);

  const previews = await asSupport.post<readonly ScopePreview[]>(`${root}/preview`, { scopes: [...both, scope([], down.id)] });
  expect(previews).toMatchObject([{ effects: [], messageCount, refusal: null }, { refusal: null }, { refusal: expect.any(String) }]);
  const listed = await asSupport.get<readonly SearchSummary[]>(root);
  expect(listed[0]).toMatchObject({ id: partly.id, startedBy: 'Sue' });
  expect(listed[0]).not.toHaveProperty('matches');
  for (const { id } of [twin, down]) await admin.send('DELETE', `/api/brokers/${id}`);
});

it('checks a filter at its place and suggests the fields seen, to each role what it may see', async () => {
  const check = async (filter: string) => (await asSupport.post<{ fault: FilterFault | null }>(`${root}/check`, { filter })).fault;
  expect(await check('body.n > 3')).toBeNull();
  expect(await check('sizeBytes > 3 && nowhere == 1')).toMatchObject({ from: 17, to: 24, sentence: expect.stringContaining('nowhere') });
  const fields = async (api: ApiClient) => api.post<SeenFields>(`${root}/fields`, { scopes: [scope(queues('mail', 'heavy'))] });
  const seen = await fields(asSupport);
  const paths = seen.fields.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['body.orderId', 'body.n', 'headers.shard', 'properties.contentType']));
  const withheld = (await fields(asOperator)).fields.map(({ path }) => path);
  expect(withheld).toContain('properties.contentType');
  expect(withheld.filter((path) => !path.startsWith('properties'))).toEqual([]);
});

it('plans for exactly what matches now: through every page, without what comes later', async () => {
  const name = 'frozen';
  await admin.post('/api/brokers/embedded/queues', { ...declaration, name });
  const connection = await connect(`amqp://guest:guest@127.0.0.1:${warren.amqpPort}`);
  const channel = await connection.createConfirmChannel();
  const send = (n: number) => channel.sendToQueue(name, Buffer.from(JSON.stringify({ n, isMeant: n % 3 === 0 })), { headers: { n } });
  for (let n = 0; n < 4_000; n++) send(n);
  await channel.waitForConfirms();
  let later = 4_000;
  const arriving = setInterval(() => send(later++), 1);
  const selection = { kind: 'filter', filter: 'body.isMeant' } as const;
  const wish = { kind: 'discard', virtualHost: '/', queue: name, selection, destination: null, edit: null };
  const plan = await asSupport.post<Plan>('/api/brokers/embedded/plans', wish);
  clearInterval(arriving);
  await channel.waitForConfirms();
  await connection.close();
  // What arrived before the plan looked belongs to it; it begins at the latest with what was there when it was asked for.
  expect(plan.messageCount).toBeGreaterThanOrEqual(1_334);
  const options = { ratePerSecond: null, canary: false, targetReadyMax: null };
  const desk = new OperationDesk(asSupport, 'embedded');
  const operation = await desk.ended((await desk.start(plan, options)).id);
  expect(operation).toMatchObject({ state: 'completed', counts: { total: plan.messageCount, binned: plan.messageCount } });
  const left = await over(await start({ queues: queues(name), filter: 'body.isMeant' }));
  const foundNumbers = left.matches.map(({ message }) => (JSON.parse(atob(message.bodyBase64)) as { n: number }).n);
  // None of those that were there is left, and those that came later are.
  expect(foundNumbers.filter((n) => n < 4_000)).toEqual([]);
  expect(left.matchCount).toBe(Math.floor((later + 2) / 3) - plan.messageCount);
});

it('looks through a queue with priorities beyond the first page', async () => {
  const name = 'with-priorities';
  await admin.post('/api/brokers/embedded/queues', { ...declaration, name, arguments: { 'x-max-priority': 3 } });
  const connection = await connect(`amqp://guest:guest@127.0.0.1:${warren.amqpPort}`);
  const channel = await connection.createConfirmChannel();
  for (let n = 0; n < 2_500; n++) channel.sendToQueue(name, Buffer.from(JSON.stringify({ n })), { priority: n % 4 });
  await channel.waitForConfirms();
  await connection.close();
  const search = await over(await start({ queues: queues(name), filter: 'body.n >= 2490' }));
  expect(search).toMatchObject({ state: 'completed', lookedAtCount: 2_500, matchCount: 10 });
});
