import { expect, it } from 'vitest';
import type { StoredPoint } from '../../db/series-points';
import type { SeriesBatch, SeriesRepository } from '../../db/series-repository';
import type { BrokerSnapshot } from '../../model/live';
import { SeriesStore } from './series-store';

const rates = { publish: 10, confirm: null, deliver: 0, redeliver: 0, acknowledge: 0, unroutable: 0 };
const queue = (name: string, totalCount: number) => ({
  virtualHost: '/',
  name,
  readyCount: totalCount,
  unacknowledgedCount: 0,
  totalCount,
  consumerCount: 0,
  rates: { ...rates, publish: 0 },
});
const snapshot = (ready: number, queues: object[] = []) =>
  ({ overview: { readyCount: ready, unacknowledgedCount: null, consumerCount: 1, rates }, queues }) as unknown as BrokerSnapshot;

/** Keeps batches in a list, with the real repository's reading of times. */
class MemoryRepository implements Pick<SeriesRepository, 'append' | 'read'> {
  readonly batches: SeriesBatch[] = [];
  async append(_brokerId: string, batches: readonly SeriesBatch[]): Promise<void> {
    this.batches.push(...batches);
  }
  async read(_brokerId: string, subject: string, sinceMs: number): Promise<{ atMs: number; point: StoredPoint }[]> {
    return this.batches
      .filter((batch) => batch.subject === subject)
      .flatMap((batch) => batch.points.map((point, index) => ({ atMs: batch.startMs + index * 10_000, point })))
      .filter(({ atMs }) => atMs >= sinceMs);
  }
}

function setUp() {
  const world = { nowMs: 1_800_000_000_000 };
  const repository = new MemoryRepository();
  const makeStore = () => new SeriesStore('b', repository as unknown as SeriesRepository, { nowMs: () => world.nowMs });
  const store = makeStore();
  const poll = (given: BrokerSnapshot, seconds = 1) => {
    store.observe(given, world.nowMs);
    world.nowMs += seconds * 1_000;
  };
  return { world, repository, store, poll, makeStore };
}

it('keeps every poll of the last 15 minutes and folds older ones to 10 s: rates averaged, depths as last seen', async () => {
  const { store, poll, repository } = setUp();
  for (let second = 0; second < 25; second++) poll(snapshot(second));
  const fine = await store.read('overview', 15);
  expect(fine.fields.ready).toEqual(Array.from({ length: 25 }, (_, second) => second));
  expect(fine.fields.unacknowledged.every((value) => value === null)).toBe(true);
  await store.flush(false);
  expect(repository.batches).toHaveLength(1);
  expect(repository.batches[0]!.points.map((point) => [point.ready, point.publish, point.confirm])).toEqual([
    [9, 10, null],
    [19, 10, null],
  ]);
  expect((await store.read('overview', 60)).fields.ready).toEqual([9, 19]);
  await store.flush(true);
  expect((await store.read('overview', 60)).fields.ready).toEqual([9, 19, 24]);
});

it('gives a restarted console the points from before, then its own polls', async () => {
  const { store, poll, makeStore, world } = setUp();
  for (let second = 0; second < 20; second++) poll(snapshot(1));
  await store.flush(true);
  const next = makeStore();
  next.observe(snapshot(5), world.nowMs);
  next.observe(snapshot(6), world.nowMs + 1_000);
  expect((await next.read('overview', 15)).fields.ready).toEqual([1, 1, 5, 6]);
});

it('begins a new batch after a long silence instead of drawing a line through it', async () => {
  const { store, poll, repository } = setUp();
  poll(snapshot(1), 30);
  poll(snapshot(2), 600);
  poll(snapshot(3));
  await store.flush(true);
  expect(repository.batches.map((batch) => batch.points.map((point) => point.ready))).toEqual([[1, null, null, 2], [3]]);
});

it('records queues with something in them and those that somebody watches, up to a bound', async () => {
  const { store, poll, world } = setUp();
  poll(snapshot(1, [queue('busy', 3), queue('idle', 0)]));
  expect(store.latest('queue:%2F/busy')?.values.ready).toBe(3);
  expect(store.latest('queue:%2F/idle')).toBeNull();
  store.watch('queue:%2F/idle');
  poll(snapshot(1, [queue('idle', 0)]));
  expect(store.latest('queue:%2F/idle')?.values.ready).toBe(0);

  poll(
    snapshot(
      1,
      Array.from({ length: 400 }, (_, index) => queue(`q${index}`, 1)),
    ),
  );
  expect(store.latest('queue:%2F/q399')).toBeNull();
  store.watch('queue:%2F/q399');
  poll(snapshot(1, [queue('q399', 1)]));
  expect(store.latest('queue:%2F/q399')?.values.ready).toBe(1);
  expect(store.latest('queue:%2F/idle')).not.toBeNull();
  world.nowMs += 16 * 60_000;
  poll(snapshot(1, [queue('new', 1)]));
  expect(store.latest('queue:%2F/new')?.values.ready).toBe(1);
});
