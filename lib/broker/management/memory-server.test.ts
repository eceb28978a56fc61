// Goal: a reader in this process gets what HTTP would bring, in its own memory. Method: the same paths both ways, byte by byte.
import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MemoryAnswer } from '../../model/memory-request';
import { ManagedFixture } from '../testing/managed-fixture';

const roomBytes = 256 * 1024;
const basic = (user: string) => `Basic ${Buffer.from(user).toString('base64')}`;
let fixture: ManagedFixture;
let port: MessagePort;

beforeAll(async () => {
  fixture = await ManagedFixture.start();
  await fixture.declare('orders');
  for (let n = 0; n < 20; n++) await fixture.publish('orders', `body ${n}`, { message_id: `m${n}`, headers: { n } });
  await fixture.declare('large');
  await fixture.publish('large', 'x'.repeat(roomBytes));
});
beforeEach(() => {
  port = fixture.openReader();
});
afterAll(() => fixture.stop());

async function ask(path: string, user = 'guest:guest') {
  const room = new SharedArrayBuffer(roomBytes);
  port.postMessage({ id: 7, path, authorization: basic(user), room });
  const [answer] = (await once(port, 'message')) as [MemoryAnswer];
  expect(answer.id).toBe(7);
  return { ...answer, body: Buffer.from(room).subarray(0, answer.sizeBytes ?? 0), rest: Buffer.from(room).subarray(answer.sizeBytes ?? 0) };
}

async function fetched(path: string): Promise<Buffer> {
  const response = await fetch(fixture.url + path, { headers: { authorization: basic('guest:guest') } });
  return Buffer.from(await response.arrayBuffer());
}

it('writes a bulk answer into the memory of the reader', async () => {
  for (const query of ['after=', 'after=&limit=3', 'from=5&limit=2', 'from=900']) {
    const path = `/api/queues/%2F/orders/messages/raw?${query}`;
    const { status, body, rest } = await ask(path);
    expect({ status, body: body.toString('hex') }).toEqual({ status: 200, body: (await fetched(path)).toString('hex') });
    expect(
      rest.every((byte) => byte === 0),
      'nothing is written behind the answer',
    ).toBe(true);
  }
});

it('gives answers of other kinds the same way', async () => {
  const path = '/api/queues/%2F/orders/messages?limit=2&truncate=3';
  expect((await ask(path)).body.equals(await fetched(path))).toBe(true);
});

it('leaves to HTTP what is larger than the memory', async () => {
  expect(await ask('/api/queues/%2F/large/messages/raw?after=')).toMatchObject({ status: 200, sizeBytes: null });
});

it('refuses what HTTP refuses, in the same words', async () => {
  const refusal = async (path: string, user?: string) => {
    const { status, body } = await ask(path, user);
    return [status, JSON.parse(body.toString()).reason];
  };
  const path = '/api/queues/%2F/orders/messages/raw';
  expect(await refusal(path, 'guest:wrong')).toEqual([401, 'Login failed']);
  expect(await refusal('/api/queues/%2F/nothing/messages/raw')).toEqual([404, 'Not Found']);
  expect(await refusal(`${path}?after=x`)).toEqual([400, expect.stringContaining('after')]);
  await fixture.call('PUT', 'users/blind', { password: 'blind', tags: 'management' });
  expect(await refusal(path, 'blind:blind')).toEqual([401, 'User not authorised to access virtual host']);
  await fixture.call('PUT', 'permissions/%2F/blind', { configure: '', write: '', read: '^other$' });
  expect(await refusal(path, 'blind:blind')).toEqual([401, 'Access refused.']);
});

it('takes no harm from what is no request', async () => {
  for (const nonsense of [null, 'stop', { id: 1 }, { id: 1, path: '/api', authorization: '', room: new SharedArrayBuffer(8) }])
    port.postMessage(nonsense);
  expect((await ask('/api/overview')).status).toBe(200);
});

it('ends with the broker', async () => {
  const other = await ManagedFixture.start();
  const closed = once(other.openReader(), 'close');
  await other.stop();
  await closed;
});
