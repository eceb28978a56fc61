import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagedFixture } from '../testing/managed-fixture';

let fixture: ManagedFixture;
const call = (...parameters: Parameters<ManagedFixture['call']>) => fixture.call(...parameters);
const status = async (...parameters: Parameters<ManagedFixture['call']>) => (await call(...parameters)).status;

beforeAll(async () => {
  fixture = await ManagedFixture.start();
});
afterAll(() => fixture.stop());

describe('the address of the API', () => {
  it('tells a browser what is here instead of asking it for a password', async () => {
    const reply = await fetch(`${fixture.url}/`);
    expect([reply.status, await reply.text()]).toEqual([200, expect.stringContaining('/api/overview')]);
    expect((await fetch(`${fixture.url}/favicon.ico`)).status).toBe(404);
    expect((await fetch(`${fixture.url}/`, { method: 'DELETE' })).status).toBe(401);
  });

  it('is refused when it is none', async () => {
    const { hostname, port } = new URL(fixture.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end('GET //[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('signing in', () => {
  it('asks for Basic credentials in the realm that tools look for', async () => {
    for (const user of ['', 'guest:wrong', 'nobody:guest']) {
      const reply = await call('GET', 'overview', undefined, user);
      expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="RabbitMQ Management"']);
      expect(reply.body).toEqual({ error: 'not_authorized', reason: 'Login failed' });
    }
    expect(await status('GET', 'overview', undefined, '', { authorization: 'Basic !' })).toBe(400);
    expect(await status('GET', 'overview', undefined, '', { authorization: 'Bearer x' })).toBe(401);
  });

  it('lets each tag do its own', async () => {
    for (const [name, tags] of Object.entries({
      plain: '',
      mgr: 'management',
      pol: 'policymaker',
      mon: 'monitoring',
      adm: 'administrator',
    })) {
      await call('PUT', `users/${name}`, { password: 'p', tags });
      if (name !== 'mon') await call('PUT', `permissions/%2F/${name}`, { configure: '^own', write: '.*', read: '.*' });
    }
    const as = (user: string, method: string, path: string, body?: unknown) => status(method, path, body, `${user}:p`);
    expect(await as('plain', 'GET', 'whoami')).toBe(401);
    expect(await as('mgr', 'GET', 'whoami')).toBe(200);
    expect(await as('mgr', 'GET', 'nodes')).toBe(401);
    expect(await as('mon', 'GET', 'nodes')).toBe(200);
    expect(await as('mgr', 'GET', 'users')).toBe(401);
    expect(await as('adm', 'GET', 'users')).toBe(200);
    const policy = { pattern: 'x', definition: { 'max-length': 1 } };
    expect(await as('mgr', 'PUT', 'policies/%2F/p', policy)).toBe(401);
    expect(await as('pol', 'PUT', 'policies/%2F/p', policy)).toBe(201);
    expect(await as('pol', 'PUT', 'operator-policies/%2F/p', policy)).toBe(401);
    expect(await as('mgr', 'PUT', 'queues/%2F/own-q', {})).toBe(201);
    expect(await as('mgr', 'PUT', 'queues/%2F/other', {})).toBe(401);
    expect(await as('mon', 'GET', 'queues/%2F/own-q')).toBe(401);
    expect((await call('GET', 'queues', undefined, 'mon:p')).body).toHaveLength(1);
    expect((await call('GET', 'vhosts', undefined, 'mgr:p')).body).toHaveLength(1);
  });

  it('lets nobody reach, through a dead-letter or alternate exchange, where they may not write', async () => {
    await call('PUT', 'users/narrow', { password: 'p', tags: 'management' });
    await call('PUT', 'permissions/%2F/narrow', { configure: '.*', write: '^mine', read: '.*' });
    const as = (path: string, body: unknown) => status('PUT', path, body, 'narrow:p');
    expect(await as('queues/%2F/trap', { arguments: { 'x-dead-letter-exchange': 'secret' } })).toBe(401);
    expect(await as('queues/%2F/fair', { arguments: { 'x-dead-letter-exchange': 'mine' } })).toBe(201);
    expect(await as('exchanges/%2F/trap', { type: 'fanout', arguments: { 'alternate-exchange': 'secret' } })).toBe(401);
    expect(await as('exchanges/%2F/fair', { type: 'fanout', arguments: { 'alternate-exchange': 'mine' } })).toBe(201);
  });

  it('does not let pages of other sites change things with credentials that a browser remembers', async () => {
    expect(await status('PUT', 'queues/%2F/csrf', {}, 'guest:guest', { origin: 'https://evil.example' })).toBe(403);
    expect(await status('PUT', 'queues/%2F/csrf', {}, 'guest:guest', { origin: fixture.url })).toBe(201);
    expect(await status('GET', 'queues/%2F/csrf', undefined, 'guest:guest', { origin: 'https://evil.example' })).toBe(200);
  });
});

describe('conventions', () => {
  it('answers 201, 204, 400 and 404 to declare, declare again, declare otherwise and the unknown', async () => {
    expect(await status('PUT', 'queues/%2F/conv', { durable: true })).toBe(201);
    expect(await status('PUT', 'queues/%2F/conv', { durable: 'true' })).toBe(204);
    const mismatch = await call('PUT', 'queues/%2F/conv', { durable: false });
    expect(mismatch.status).toBe(400);
    expect(mismatch.body).toEqual({
      error: 'bad_request',
      reason: "inequivalent arg 'durable' for queue 'conv' in vhost '/': received 'false' but current is 'true'",
    });
    expect((await call('GET', 'queues/%2F/none')).body).toEqual({ error: 'Object Not Found', reason: 'Not Found' });
    expect(await status('DELETE', 'queues/%2F/conv')).toBe(204);
    expect(await status('DELETE', 'queues/%2F/conv')).toBe(404);
    expect(await status('PUT', 'queues/%2F/amq.mine', {})).toBe(401);
    expect(await status('PUT', 'exchanges/%2F/amq.default', { type: 'direct' })).toBe(401);
  });

  it('tells which methods there are', async () => {
    const refused = await call('POST', 'overview', {});
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'HEAD, GET, OPTIONS']);
    expect((await call('OPTIONS', 'queues/%2F/x')).headers.get('allow')).toBe('HEAD, GET, PUT, DELETE, OPTIONS');
    expect((await call('HEAD', 'overview')).text).toBe('');
  });

  it('says what is wrong with a body', async () => {
    const reason = async (path: string, body: unknown) => ((await call('PUT', path, body)).body as { reason: string }).reason;
    expect(await reason('queues/%2F/x', '{bad')).toMatch(/^not_json: .*position 1/);
    expect(await reason('queues/%2F/x', '[]')).toBe('not_json: expected a JSON object');
    expect(await reason('queues/%2F/x', { durable: 'yes' })).toBe('durable: not_boolean: expected true or false');
    expect(await reason('policies/%2F/x', {})).toBe('[{key_missing,pattern},{key_missing,definition}]');
    expect(await reason('users/x', {})).toBe('tags_not_present');
    expect(await reason('permissions/%2F/guest', { configure: '(', write: '', read: '' })).toMatch(/^invalid_regexp: /);
  });

  it('refuses what AMQP could not carry: long names, deep nesting, digits that JSON lost', async () => {
    const long = 'é'.repeat(128);
    for (const path of [`queues/%2F/${long}`, `exchanges/%2F/${long}`, `vhosts/${long}`]) expect(await status('PUT', path, {})).toBe(400);
    expect(await status('PUT', 'queues/%2F/x', { arguments: { [long]: 1 } })).toBe(400);
    expect(await status('PUT', 'queues/%2F/x', { arguments: { n: 1e20 } })).toBe(400);
    expect(await status('PUT', 'queues/%2F/x', `{"arguments":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`)).toBe(400);
    await fixture.declare('carry');
    expect(await status('POST', 'bindings/%2F/e/amq.topic/q/carry', { routing_key: long })).toBe(400);
    const publish = { properties: {}, routing_key: long, payload: '', payload_encoding: 'string' };
    expect(await status('POST', 'exchanges/%2F/amq.topic/publish', publish)).toBe(400);
    expect(await status('POST', 'definitions', { queues: [{ name: long, vhost: '/' }] })).toBe(400);
  });

  it('takes bodies up to 10 MB', async () => {
    expect(await status('PUT', 'queues/%2F/big', `{"x":"${'a'.repeat(10_000_000)}"}`)).toBe(413);
    expect(await status('PUT', 'queues/%2F/big', `{"x":"${'a'.repeat(9_000_000)}"}`)).toBe(201);
  });

  it('gives a binding its Location, whose last segment is the key, encoded once more', async () => {
    await fixture.declare('bound');
    await call('PUT', 'exchanges/%2F/events', { type: 'topic', durable: true });
    const path = 'bindings/%2F/e/events/q/bound';
    const plain = await call('POST', path, { routing_key: 'a b.#' });
    expect([plain.status, plain.headers.get('location')]).toEqual([201, 'bound/a%2Bb.%2523']);
    expect((await call('POST', path, {})).headers.get('location')).toBe('bound/~');
    const withArguments = await call('POST', path, { routing_key: 'k', arguments: { n: 1 } });
    const key = decodeURIComponent(withArguments.headers.get('location')?.split('/')[1] ?? '');
    expect((await call('GET', `${path}/${encodeURIComponent(key)}`)).body).toMatchObject({ routing_key: 'k', arguments: { n: 1 } });
    expect(await status('DELETE', `${path}/${encodeURIComponent('a+b.%23')}`)).toBe(204);
    expect(((await call('GET', path)).body as { properties_key: string }[]).map((row) => row.properties_key).sort()).toEqual(
      [key, '~'].sort(),
    );
    expect(await status('POST', 'bindings/%2F/e/amq.default/q/bound', {})).toBe(401);
    expect(await status('POST', 'bindings/%2F/e/events/q/nope', {})).toBe(404);
  });
});

describe('lists', () => {
  beforeAll(async () => {
    await call('PUT', 'vhosts/lists', {});
    for (let index = 0; index < 120; index++) await call('PUT', `queues/lists/item-${String(index).padStart(3, '0')}`, {});
  });
  const get = async (query: string) => (await call('GET', `queues/lists?${query}`)).body as Record<string, unknown>;
  const names = (rows: unknown) => (rows as { name: string }[]).map((row) => row.name);

  it('come whole and by name without page', async () => {
    const whole = (await call('GET', 'queues/lists')).body;
    expect(whole).toHaveLength(120);
    expect(names(whole)).toEqual(names(whole).sort());
    expect(await get('name=item-00&page_size=3')).toHaveLength(120);
  });

  it('come in pages of 100, 500 at most', async () => {
    expect(await get('page=2')).toMatchObject({
      total_count: 120,
      filtered_count: 120,
      item_count: 20,
      page: 2,
      page_size: 100,
      page_count: 2,
    });
    expect(await get('page=1&page_size=3&name=ITEM-01')).toMatchObject({
      total_count: 120,
      filtered_count: 10,
      item_count: 3,
      page_count: 4,
    });
    expect(await get('page=1&name=^item-1.[05]$&use_regex=true&pagination=false')).toMatchObject({ filtered_count: 4, page_count: 1 });
    expect(await get('page=1&page_size=501')).toMatchObject({ error: 'invalid_pagination_parameters' });
    expect(await get('page=0')).toMatchObject({ error: 'invalid_pagination_parameters' });
    expect(await get('page=x')).toMatchObject({ error: 'bad_request' });
    expect(await get('page=9')).toMatchObject({ error: 'page_out_of_range' });
    expect(await get('page=1&name=(&use_regex=true')).toMatchObject({ error: 'bad_request' });
  });

  it('sort by any dotted column and show only those asked for', async () => {
    const reversed = await get('page=1&page_size=2&sort=name&sort_reverse=true&columns=name');
    expect(reversed['items']).toEqual([{ name: 'item-119' }, { name: 'item-118' }]);
    await call('POST', 'exchanges/lists/amq.default/publish', {
      properties: {},
      routing_key: 'item-050',
      payload: 'x',
      payload_encoding: 'string',
    });
    const fullest = await get('page=1&page_size=1&sort=message_stats.publish&sort_reverse=true&columns=name,message_stats.publish');
    expect(fullest['items']).toEqual([{ name: 'item-050', message_stats: { publish: 1 } }]);
  });
});
