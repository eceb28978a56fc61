import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManagedFixture } from '../testing/managed-fixture';
import type { Method } from './http/router';
import { managementResources } from './resources';

/**
 * Whatever is asked of whatever path: the answer is never a fault (500), errors have RabbitMQ's form, and afterwards the
 * broker still serves. Bodies are nonsense, half sense (known keys, odd values), or no JSON at all.
 */
let fixture: ManagedFixture;
const faults: unknown[] = [];

beforeAll(async () => {
  fixture = await ManagedFixture.start((error) => faults.push(error));
  for (const name of ['a', 'b']) await fixture.declare(name);
  await fixture.call('PUT', 'exchanges/%2F/a', { type: 'topic', durable: true });
  await fixture.call('POST', 'bindings/%2F/e/a/q/a', { routing_key: '#' });
});
afterAll(() => fixture.stop());

const knownNames: Readonly<Record<string, readonly string[]>> = {
  vhost: ['/', 'other'],
  user: ['bob', 'carl'], // never guest: the test goes on as guest
  exchange: ['a', 'amq.default', 'amq.topic'],
  source: ['a', 'amq.default'],
  queue: ['a', 'b'],
  destination: ['a', 'b'],
  component: ['operator_policy', 'vhost-limits'],
};
const nameFor = (parameter: string) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...(knownNames[parameter] ?? ['a', 'max-queues', '1'])) },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  );

const keys = [
  ...[
    'name',
    'vhost',
    'durable',
    'auto_delete',
    'arguments',
    'type',
    'internal',
    'routing_key',
    'routingKey',
    'payload',
    'payload_encoding',
    'properties',
  ],
  ...[
    'count',
    'ackmode',
    'encoding',
    'truncate',
    'pattern',
    'definition',
    'priority',
    'apply-to',
    'value',
    'tags',
    'password',
    'password_hash',
    'limits',
  ],
  ...[
    'configure',
    'write',
    'read',
    'exchange',
    'users',
    'vhosts',
    'queues',
    'exchanges',
    'bindings',
    'policies',
    'parameters',
    'ids',
    'items',
    'destination',
  ],
  ...[
    'headers',
    'setHeaders',
    'removeHeaders',
    'replacement',
    'bodyBase64',
    'key',
    'id',
    'description',
    'default_queue_type',
    'metadata',
    '__proto__',
  ],
];
const scalar = fc.oneof(
  fc.constantFrom<unknown>(
    'a',
    '',
    'string',
    'base64',
    'auto',
    'ack_requeue_true',
    'ack_requeue_false',
    '^a',
    '(',
    'classic',
    'stream',
    '/',
    'QQ==',
    '1',
    null,
  ),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.string({ maxLength: 12 }),
);
const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 6 }),
  ),
})).node;
const body = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(fc.constantFrom(...keys), tree, { maxKeys: 8 }).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: tree.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string() },
);

const requests = managementResources
  .filter(({ path }) => !path.startsWith('/api/stream'))
  .flatMap(({ path, methods }) => (Object.keys(methods) as Method[]).map((method) => ({ method, path })));
const request = fc.constantFrom(...requests).chain(({ method, path }) => {
  const parameters = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  return fc.record({
    method: fc.constant(method),
    path: fc
      .tuple(...parameters.map(nameFor))
      .map((names) =>
        names.reduce((filled: string, name, index) => filled.replace(`:${parameters[index]}`, encodeURIComponent(name)), path),
      ),
    query: fc.oneof(
      fc.constant(''),
      fc.constantFrom(
        '?page=1&name=a&use_regex=true',
        '?sort=messages',
        '?columns=name,a.b',
        '?topology=1&since=x',
        '?lengths_age=9&lengths_incr=1',
        '?limit=3&after=',
        '?from=1&order=newest&filter=a',
      ),
    ),
    body,
  });
});

it('never fails, whatever it is asked', async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, query, body: text }) => {
      const reply = await fixture.call(method, path + query, method === 'GET' ? undefined : text);
      expect(faults).toEqual([]);
      expect(reply.status).not.toBe(500);
      if (reply.status >= 400 && reply.status !== 405 && reply.status !== 503)
        expect(reply.body).toEqual({ error: expect.any(String), reason: expect.any(String) });
    }),
    { numRuns: 1_500, endOnFailure: false },
  );
  expect((await fixture.call('GET', 'overview')).status).toBe(200);
}, 120_000);
