import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyOf, propertiesOf } from '../../../amqp';
import type { PlainTable, TypedTable } from '../../../model/field-table';
import { toPlainTable, toTypedTable } from '../../../model/field-table-plain';
import { type TestBroker, TestConsumer, testBroker } from '../../vhost/testing/test-broker';
import type { Queue } from '../queue';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function declareStream({ virtualHost, consumer }: TestBroker, queueArguments: PlainTable = {}): Queue {
  return virtualHost.declareQueue(consumer.declaration('log', toTypedTable({ 'x-queue-type': 'stream', ...queueArguments })));
}

function read(queue: Queue, offset: TypedTable, room = 100): TestConsumer {
  const reader = new TestConsumer(`reader-${Math.random()}`);
  reader.room = room;
  queue.consume(reader, { arguments: offset, prefetchCount: 100 });
  return reader;
}
const from = (offset: PlainTable[string]): TypedTable => toTypedTable({ 'x-stream-offset': offset });
const fill = (broker: TestBroker, count: number): void => {
  for (let index = 0; index < count; index += 1) broker.publish('', 'log', `m${index}`);
};

describe('a stream', () => {
  it('is read by many, each from where it likes, and keeps its messages', () => {
    const broker = testBroker({ hasTinyPages: true });
    const queue = declareStream(broker);
    fill(broker, 10);
    expect(read(queue, from('first')).bodies()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9']);
    expect(read(queue, from('last')).bodies()).toEqual(['m9']);
    expect(read(queue, from(7)).bodies()).toEqual(['m7', 'm8', 'm9']);
    expect(read(queue, from(99)).bodies()).toEqual([]);
    const next = read(queue, []);
    expect(next.bodies()).toEqual([]);
    broker.publish('', 'log', 'm10');
    expect(next.bodies()).toEqual(['m10']);
    expect(queue.readyCount).toBe(11);
  });

  it('says the offset in a header, beside those of the publisher', () => {
    const broker = testBroker();
    const queue = declareStream(broker);
    broker.publish('', 'log', 'a', { headers: toTypedTable({ own: 'header' }) });
    const [entry] = read(queue, from('first')).entries;
    expect(toPlainTable(propertiesOf(entry!.message).headers ?? [])).toEqual({ own: 'header', 'x-stream-offset': 0 });
    expect(entry!.isRedelivered).toBe(false);
  });

  it('goes on behind what the disk garbled, and misses nothing that comes later', async () => {
    const broker = testBroker({ hasTinyPages: true });
    declareStream(broker);
    fill(broker, 8);
    const back = await broker.restart();
    const loadMany = vi.spyOn(back.store, 'loadMany').mockImplementation((_queueId, locations) => locations.map(() => null));
    const queue = back.virtualHost.queues.get('log')!;
    const reader = read(queue, from('first'));
    expect(reader.bodies()).toEqual([]);
    back.publish('', 'log', 'm8');
    expect(reader.bodies()).toEqual(['m8']);
    loadMany.mockRestore();
    expect(read(queue, from(6)).bodies()).toEqual(['m6', 'm7', 'm8']);
  });

  it('waits at the end of an empty log, wherever it was asked to begin', () => {
    const broker = testBroker();
    const queue = declareStream(broker);
    const readers = ['first', 'last', 'next', '1h'].map((offset) => read(queue, from(offset)));
    const late = read(queue, from(1));
    fill(broker, 2);
    for (const reader of readers) expect(reader.bodies()).toEqual(['m0', 'm1']);
    // An offset that is still to come is waited for.
    expect(late.bodies()).toEqual(['m1']);
  });

  it('begins at a moment or an age', () => {
    const broker = testBroker({ hasTinyPages: true });
    const queue = declareStream(broker);
    for (let index = 0; index < 10; index += 1) {
      broker.publish('', 'log', `m${index}`);
      vi.advanceTimersByTime(60_000);
    }
    expect(read(queue, from('3m')).bodies()).toEqual(['m7', 'm8', 'm9']);
    const at = String(1_700_000_000 + 8 * 60);
    expect(read(queue, [{ key: 'x-stream-offset', value: { type: 'timestamp', value: at } }]).bodies()).toEqual(['m8', 'm9']);
  });

  it('waits for a reader that has no room, and goes on where it was', () => {
    const broker = testBroker({ hasTinyPages: true });
    const queue = declareStream(broker);
    fill(broker, 6);
    const slow = read(queue, from('first'), 2);
    expect(slow.bodies()).toEqual(['m0', 'm1']);
    expect(queue.unacknowledgedCount).toBe(2);
    for (const entry of slow.entries) queue.acknowledge(entry);
    slow.room = 3;
    queue.consumerReady(slow);
    expect(slow.bodies()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
    expect([queue.unacknowledgedCount, queue.readyCount]).toEqual([3, 6]);
  });

  it('forgets by age and by bytes, from the front', () => {
    const broker = testBroker({ hasTinyPages: true });
    const queue = declareStream(broker, { 'x-max-age': '1m', 'x-max-length-bytes': 8 });
    fill(broker, 6);
    expect(read(queue, from('first')).bodies()).toEqual(['m2', 'm3', 'm4', 'm5']);
    vi.advanceTimersByTime(30_000);
    broker.publish('', 'log', 'm6');
    vi.advanceTimersByTime(30_001);
    expect(queue.peek(0, 10, 'oldest').map(({ entry }) => bodyOf(entry.message).toString())).toEqual(['m6']);
  });

  it('survives a restart with transient messages too, its offsets without a gap', async () => {
    const broker = testBroker({ hasTinyPages: true });
    declareStream(broker);
    fill(broker, 5);
    const back = await broker.restart();
    const queue = back.virtualHost.queues.get('log')!;
    back.publish('', 'log', 'm5');
    const reader = read(queue, from(3));
    expect(reader.bodies()).toEqual(['m3', 'm4', 'm5']);
    const offsets = reader.entries.map((entry) => toPlainTable(propertiesOf(entry.message).headers ?? [])['x-stream-offset']);
    expect(offsets).toEqual([3, 4, 5]);
  });

  it('refuses what a log cannot do', () => {
    const broker = testBroker();
    const queue = declareStream(broker);
    expect(() => queue.get(true)).toThrow('NOT_IMPLEMENTED');
    expect(() => queue.purge()).toThrow('NOT_IMPLEMENTED');
    expect(() => queue.consume(new TestConsumer('auto', true), { arguments: [], prefetchCount: 1 })).toThrow('NOT_IMPLEMENTED');
    expect(() => queue.consume(new TestConsumer(), { arguments: [], prefetchCount: 0 })).toThrow('prefetch count is not set');
    expect(() => queue.consume(new TestConsumer(), { arguments: from('yesterday'), prefetchCount: 1 })).toThrow(
      "invalid arg 'x-stream-offset'",
    );
    fill(broker, 1);
    expect(queue.removeById([1])).toEqual([false]);
  });

  it('takes messages along with other queues of the same route', () => {
    const broker = testBroker();
    const { virtualHost, consumer } = broker;
    const queue = declareStream(broker);
    const plain = virtualHost.declareQueue(consumer.declaration('plain'));
    virtualHost.declareExchange({ ...consumer.exchange('all'), type: 'fanout' });
    for (const destination of ['log', 'plain']) virtualHost.bindQueue({ source: 'all', destination, routingKey: '', arguments: [] }, null);
    broker.publish('all', '', 'transient');
    broker.publish('all', '', 'persistent', { deliveryMode: 2 });
    expect([queue.persistentCount, plain.persistentCount, plain.readyCount]).toEqual([2, 1, 2]);
  });
});
