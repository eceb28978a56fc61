import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BrokerSnapshot } from '../../model/live';
import type { WatchRequest } from '../../services/context';
import { LiveFeed } from './live-feed';

const queue = (name: string, readyCount: number) => ({ virtualHost: '/', name, readyCount });
const snapshot = (...queues: object[]) => ({ overview: { product: 'Warren' }, queues }) as unknown as BrokerSnapshot;
const topics = ['overview', 'queues'] as const;

/** What one browser has received so far, event by event. */
function watch(feed: LiveFeed, request: Partial<WatchRequest> = {}) {
  const events: { event: string; data: unknown }[] = [];
  const stream = feed.subscribe({ topics: ['queues'], series: [], isStillAllowed: async () => true, ...request });
  const decoder = new TextDecoder();
  let isEnded = false;
  void (async () => {
    for await (const chunk of stream) {
      const [, event = '', data = 'null'] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(decoder.decode(chunk)) ?? [];
      if (event !== '') events.push({ event, data: JSON.parse(data) });
    }
    isEnded = true;
  })();
  return { events, isEnded: () => isEnded };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

it('gives each browser the whole list first and then only what changed', async () => {
  const feed = new LiveFeed(() => {});
  feed.publishSnapshot(snapshot(queue('a', 1), queue('b', 1)), topics);
  const { events } = watch(feed);
  const second = watch(feed);
  await settle();
  expect(second.events).toEqual(events);
  expect(events).toEqual([
    { event: 'freshness', data: { state: 'connecting' } },
    { event: 'reset', data: { topic: 'queues', rows: [queue('a', 1), queue('b', 1)] } },
  ]);
  feed.publishSnapshot(snapshot(queue('a', 2), queue('c', 0)), topics);
  feed.publishSnapshot(snapshot(queue('a', 2), queue('c', 0)), topics);
  await settle();
  expect(events.slice(2)).toEqual([
    { event: 'delta', data: { topic: 'queues', upsert: [queue('a', 2), queue('c', 0)], remove: ['%2F/b'] } },
  ]);
});

it('sends the rows that the console makes at most four times a second', async () => {
  const feed = new LiveFeed(() => {});
  const { events } = watch(feed, { topics: ['operations'] });
  for (let step = 0; step < 100; step++) {
    feed.setOperation('o1', { id: 'o1', step });
    await vi.advanceTimersByTimeAsync(10);
  }
  feed.setOperation('o1', null);
  await vi.advanceTimersByTimeAsync(250);
  const deltas = events.filter(({ event }) => event === 'delta');
  expect(deltas.length).toBeLessThanOrEqual(5);
  expect(deltas.at(-1)?.data).toEqual({ topic: 'operations', upsert: [], remove: ['o1'] });
});

it('ends the stream of somebody who may no longer watch, and of nobody else', async () => {
  const feed = new LiveFeed(() => {});
  const gone = watch(feed, { isStillAllowed: async () => false });
  const unclear = watch(feed, { isStillAllowed: () => Promise.reject(new Error('the database is away')) });
  const stays = watch(feed);
  await vi.advanceTimersByTimeAsync(15_000);
  expect([gone.isEnded(), unclear.isEnded(), stays.isEnded()]).toEqual([true, true, false]);
  expect(feed.hasAudience).toBe(true);
  feed.close();
  await settle();
  expect(stays.isEnded()).toBe(true);
  expect(feed.hasAudience).toBe(false);
});

it('tells who came and went with their series, and refuses more watchers than its bound', () => {
  const changes: { joined: boolean; series: readonly string[] }[] = [];
  const feed = new LiveFeed((change) => changes.push(change));
  watch(feed, { series: ['overview'] });
  feed.close();
  expect(changes).toEqual([
    { joined: true, series: ['overview'] },
    { joined: false, series: ['overview'] },
  ]);
  for (let count = 0; count < 500; count++) watch(feed);
  expect(() => watch(feed)).toThrow(/500 pages watch this broker already/);
  feed.close();
});

it('hands its operations on when a broker is connected anew', async () => {
  const former = new LiveFeed(() => {});
  former.setOperation('o1', { id: 'o1' });
  const next = new LiveFeed(() => {});
  next.adoptOperations(former);
  expect(next.rows('operations')).toEqual([{ id: 'o1' }]);
  await vi.advanceTimersByTimeAsync(250);
});
