import { expect, it } from 'vitest';
import { sseEvent } from './sse';
import { bufferBytesMax, Subscriber } from './subscriber';

const decoder = new TextDecoder();
const kibibytes = (count: number) => new Uint8Array(count * 1024);

function setUp() {
  let resetCount = 0;
  const ended: Subscriber[] = [];
  const makeReset = () => {
    resetCount += 1;
    return sseEvent('reset', resetCount);
  };
  const subscriber = new Subscriber({ topics: ['queues'], series: [] }, makeReset, (each) => ended.push(each));
  const reader = subscriber.stream.getReader();
  const read = async () => decoder.decode((await reader.read()).value);
  return { subscriber, reader, read, ended, resetCount: () => resetCount };
}

it('begins with the whole list and goes on with deltas of the topics asked for', async () => {
  const { subscriber, read } = setUp();
  expect(await read()).toBe('event: reset\ndata: 1\n\n');
  subscriber.change('exchanges', sseEvent('delta', 'not asked for'));
  subscriber.change('queues', sseEvent('delta', 'asked for'));
  expect(await read()).toBe('event: delta\ndata: "asked for"\n\n');
});

it('never holds more than its bound for a reader that does not read, and gives it the whole list when it does', async () => {
  const { subscriber, reader, read, resetCount } = setUp();
  await read();
  for (let count = 0; count < 10_000; count++) subscriber.change('queues', kibibytes(64));
  for (let count = 0; count < 100; count++) subscriber.offer(kibibytes(64));
  let heldBytes = 0;
  while (resetCount() < 2) heldBytes += (await reader.read()).value?.byteLength ?? 0;
  expect(heldBytes).toBeLessThanOrEqual(bufferBytesMax + 64 * 1024);
  let last = '';
  while (!last.startsWith('event: reset')) last = await read();
  subscriber.change('queues', sseEvent('delta', 'again'));
  expect(await read()).toBe('event: delta\ndata: "again"\n\n');
});

it('leaves once, whether the reader or the server ends it', async () => {
  const byReader = setUp();
  await byReader.reader.cancel();
  byReader.subscriber.change('queues', kibibytes(1));
  byReader.subscriber.close();
  expect(byReader.ended).toEqual([byReader.subscriber]);
  const byServer = setUp();
  byServer.subscriber.close();
  byServer.subscriber.offer(kibibytes(1));
  expect(byServer.ended).toEqual([byServer.subscriber]);
});
