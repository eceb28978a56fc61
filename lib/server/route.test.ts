import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { ConnectorError } from '../connectors/connector';
import { ServiceError } from '../services/errors';
import { publicRoute, route } from './route';
import { type Runtime, setRuntime } from './runtime';

const logged: object[] = [];
const runtime = {
  environment: { publicUrl: null },
  authentication: {
    findSession: async (headers: Headers) => (headers.get('cookie') === 'ada' ? { person: { name: 'Ada' }, expiresAtMs: 1 } : null),
  },
  log: { error: (entry: object) => logged.push(entry) },
} as unknown as Runtime;

beforeEach(() => setRuntime(runtime));
afterEach(() => {
  logged.length = 0;
  setRuntime(undefined as unknown as Runtime);
});

const ask = async (made: ReturnType<typeof route>, init: RequestInit & { readonly path?: string } = {}, params = {}) => {
  const headers = { cookie: 'ada', host: 'warren', ...init.headers };
  const response = await made(new Request(`http://warren${init.path ?? '/api/x'}`, { ...init, headers }), {
    params: Promise.resolve(params),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};

it('gives the handler parsed input and the person, and sends what it returns', async () => {
  const shapes = { params: z.object({ id: z.string() }), query: z.object({ limit: z.coerce.number() }), body: z.object({ a: z.number() }) };
  const made = route(shapes, async ({ context, params, query, body }) => ({ who: context.person.name, ...params, ...query, ...body }));
  const answer = await ask(made, { method: 'POST', path: '/api/x?limit=5', body: '{"a":1}' }, { id: '%2F' });
  expect(answer).toEqual({ status: 200, body: { who: 'Ada', id: '%2F', limit: 5, a: 1 } });
  expect(await ask(route({}, async () => undefined))).toEqual({ status: 204, body: null });
});

it('asks who it is before it reads a body', async () => {
  let isRead = false;
  const body = new ReadableStream(
    {
      pull() {
        isRead = true;
      },
    },
    { highWaterMark: 0 },
  );
  const made = route({ body: z.unknown() }, async () => 'never');
  const request = { method: 'POST', body, duplex: 'half', headers: { cookie: 'nobody' } } as RequestInit;
  expect(await ask(made, request)).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
  expect(isRead).toBe(false);
  expect(
    await ask(
      publicRoute({}, async () => 'open'),
      { headers: { cookie: 'nobody' } },
    ),
  ).toEqual({ status: 200, body: 'open' });
});

it('names each field that is wrong', async () => {
  const made = route({ body: z.object({ name: z.string().min(1, 'Give a name.'), port: z.number() }) }, async () => 'never');
  const answer = await ask(made, { method: 'POST', body: '{"name":""}' });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'invalid-input', fields: { name: 'Give a name.', port: expect.any(String) } },
  });
});

it('refuses a change that comes from another site, but not a look', async () => {
  const made = route({}, async () => 'done');
  const headers = { origin: 'https://evil.example' };
  expect(await ask(made, { method: 'POST', headers })).toMatchObject({ status: 403 });
  expect(await ask(made, { headers })).toMatchObject({ status: 200 });
});

it('turns what verbs and connectors throw into a status and a sentence, also from another bundle', async () => {
  class ConnectorErrorOfAnotherBundle extends Error {
    override readonly name = 'ConnectorError';
    readonly code = 'timeout';
  }
  const cases: readonly [Error, number, string][] = [
    [new ServiceError('conflict', 'Taken.'), 409, 'conflict'],
    [new ConnectorError('unreachable', 'Gone.'), 503, 'broker-unreachable'],
    [new ConnectorErrorOfAnotherBundle('Slow.'), 504, 'broker-timeout'],
  ];
  for (const [error, status, code] of cases)
    expect(await ask(route({}, () => Promise.reject(error)))).toEqual({ status, body: { code, message: error.message } });
  expect(logged).toEqual([]);
});

it('logs what nobody expected and answers with a reference only', async () => {
  const answer = await ask(route({}, () => Promise.reject(new TypeError('password hunter2'))));
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(answer.body.message).not.toContain('hunter2');
  expect(logged).toMatchObject([{ err: { message: 'password hunter2' } }]);
  expect(answer.body.message).toContain((logged[0] as { reference: string }).reference);
});

it('says that the console is still starting before there is a runtime', async () => {
  setRuntime(undefined as unknown as Runtime);
  expect(await ask(publicRoute({}, async () => 'never'))).toMatchObject({
    status: 503,
    body: { message: expect.stringContaining('still starting') },
  });
});
