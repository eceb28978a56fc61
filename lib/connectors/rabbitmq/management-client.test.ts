import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ManagementClient, managementPath } from './management-client';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanups.splice(0)) cleanUp();
});

async function clientOf(answer: RequestListener, path = ''): Promise<{ client: ManagementClient; origin: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const origin = `http://127.0.0.1:${port}`;
  const credentials = { username: 'ü:ser', password: 'secret-word' };
  const client = new ManagementClient({ managementUrl: origin + path, ...credentials }, { requestTimeoutMs: 300, answerBytesMax: 10_000 });
  cleanups.push(
    () => client.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { client, origin };
}
const anything = z.unknown();

describe('the management client', () => {
  it('sends names as one segment each, also those that a browser would rewrite, and its credentials', async () => {
    const seen: string[] = [];
    const { client } = await clientOf((request, response) => {
      seen.push(`${request.method} ${request.url} ${Buffer.from(request.headers.authorization?.split(' ')[1] ?? '', 'base64').toString()}`);
      response.end('{}');
    }, '/rabbit/');
    await client.get(managementPath('queues', '/', '..', 'a b%2F€'), anything);
    await client.send(managementPath('queues', '/', 'q'), { method: 'DELETE' });
    expect(seen).toEqual([
      'GET /rabbit/api/queues/%2F/../a%20b%252F%E2%82%AC ü:ser:secret-word',
      'DELETE /rabbit/api/queues/%2F/q ü:ser:secret-word',
    ]);
  });

  it.each([
    ['is no JSON', (_: unknown, response: { end(text: string): unknown }) => void response.end('<html>'), 'broker-fault', 'no JSON'],
    [
      'has another shape',
      (_: unknown, response: { end(text: string): unknown }) => void response.end('[]'),
      'broker-fault',
      'not understood',
    ],
    [
      'is too large',
      (_: unknown, response: { end(text: string): unknown }) => void response.end('x'.repeat(20_000)),
      'broker-fault',
      'larger than',
    ],
    ['never comes', () => undefined, 'timeout', '0.3 s'],
    [
      'is cut off',
      (_: unknown, response: { destroy(): unknown; write(text: string): unknown }) => {
        response.write('{"a":');
        setTimeout(() => response.destroy(), 10);
      },
      'unreachable',
      "can't be reached",
    ],
  ] as const)('an answer that %s is a clear error', async (_name, answer, code, part) => {
    const { client } = await clientOf(answer as RequestListener);
    const error = await client.get('/api/overview', z.object({ a: z.string() })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ConnectorError', code });
    expect(String(error)).toContain(part);
    expect(String(error)).not.toContain('secret-word');
  });
});
