// Goal: bulk reads without a socket, and whatever the broker's thread does, the reader ends with an answer. Method: a line with
// the test at the broker's end.
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MemoryAnswer, MemoryRequest } from '../../model/memory-request';
import { MemoryReader } from './memory-reader';

let line: MessageChannel;
beforeEach(() => {
  line = new MessageChannel();
});
afterEach(() => line.port1.close());

/** Answers each request with what `answer` says of it. */
function broker(answer: (request: MemoryRequest) => Partial<MemoryAnswer> | null): MemoryRequest[] {
  const heard: MemoryRequest[] = [];
  line.port1.on('message', (request: MemoryRequest) => {
    heard.push(request);
    const said = answer(request);
    if (said) line.port1.postMessage({ id: request.id, status: 200, sizeBytes: 0, ...said });
  });
  return heard;
}
const echo = ({ path, room }: MemoryRequest) => ({ sizeBytes: Buffer.from(room).write(path) });

it('reads what the broker wrote, and keeps a page while the next is under way', async () => {
  const heard = broker(echo);
  const reader = new MemoryReader(line.port2, 'Basic abc');
  const first = await reader.read('/first');
  const second = await reader.read('/second');
  expect([first?.toString(), second?.toString()]).toEqual(['/first', '/second']);
  expect((await reader.read('/third'))?.toString()).toBe('/third');
  expect(second?.toString(), 'the last but one is still whole').toBe('/second');
  expect(heard.map(({ authorization }) => authorization)).toEqual(['Basic abc', 'Basic abc', 'Basic abc']);
  expect(new Set(heard.map(({ id }) => id)).size).toBe(3);
});

it('leaves an answer that is too large to HTTP', async () => {
  broker(() => ({ sizeBytes: null }));
  expect(await new MemoryReader(line.port2, '').read('/large')).toBeNull();
});

it('turns a refusal into the error that HTTP brings', async () => {
  broker(({ room }) => ({ status: 404, sizeBytes: Buffer.from(room).write('{"error":"Object Not Found","reason":"Not Found"}') }));
  await expect(new MemoryReader(line.port2, '').read('/gone?after=')).rejects.toMatchObject({ code: 'not-found', message: /GET \/gone\./ });
});

it('leaves everything to HTTP once the thread of the broker is gone, what is under way too', async () => {
  const heard = broker(() => null);
  const reader = new MemoryReader(line.port2, '');
  const underWay = reader.read('/a');
  while (heard.length === 0) await new Promise(setImmediate);
  line.port1.close();
  expect(await underWay).toBeNull();
  expect(await reader.read('/b')).toBeNull();
});

it('waits no longer than told, and never again uses memory that may still be written to', async () => {
  const heard = broker(() => null);
  const reader = new MemoryReader(line.port2, '', 30);
  await expect(reader.read('/slow')).rejects.toMatchObject({ code: 'timeout' });
  expect(await reader.read('/next')).toBeNull();
  expect(heard).toHaveLength(1);
});
