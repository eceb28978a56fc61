import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Connector, ConnectorError } from '../../connectors/connector';
import type { BrokerSnapshot, Freshness } from '../../model/live';
import { Collector } from './collector';

/** A broker of which only the snapshot counts; `answer` decides what the next poll gives. */
function setUp() {
  const polls: { atMs: number; withTopology: boolean }[] = [];
  const world = { answer: (): Promise<BrokerSnapshot> => Promise.resolve(snapshot(1)), intervalMs: 1_000, failureCount: 0 };
  const freshness: Freshness[] = [];
  const connector = {
    readSnapshot: ({ withTopology }: { withTopology: boolean }) => {
      polls.push({ atMs: Date.now(), withTopology });
      return world.answer();
    },
  } as Pick<Connector, 'readSnapshot'> as Connector;
  const collector = new Collector({
    connect: () => Promise.resolve(connector),
    pace: () => ({ intervalMs: world.intervalMs, topologyIntervalMs: 30_000 }),
    onSnapshot: () => {},
    onFreshness: (now) => freshness.push(now),
    onFailure: () => {
      world.failureCount += 1;
    },
    clock: { nowMs: () => Date.now() },
  });
  return { collector, polls, world, freshness };
}
const snapshot = (queueCount: number) => ({ overview: { queueCount, exchangeCount: 7 } }) as BrokerSnapshot;
const unreachable = () => Promise.reject(new ConnectorError('unreachable', 'The broker is gone.'));

beforeEach(() => void vi.useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }));
afterEach(() => void vi.useRealTimers());

it('polls at its pace, with topology first and then only now and then', async () => {
  const { collector, polls, freshness } = setUp();
  collector.start();
  await vi.advanceTimersByTimeAsync(35_500);
  await collector.stop();
  expect(polls).toHaveLength(36);
  expect(polls.filter((poll) => poll.withTopology).map((poll) => poll.atMs)).toEqual([0, 30_000]);
  expect(freshness.at(-1)).toEqual({ state: 'live', atMs: 35_000 });
});

it('fetches the topology at once when a queue came or went, and soon after a nudge', async () => {
  const { collector, polls, world } = setUp();
  collector.start();
  await vi.advanceTimersByTimeAsync(1_500);
  world.answer = () => Promise.resolve(snapshot(2));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(polls.map((poll) => [poll.atMs, poll.withTopology])).toEqual([
    [0, true],
    [1_000, false],
    [2_000, false],
    [2_250, true],
  ]);
  collector.nudge(true);
  await vi.advanceTimersByTimeAsync(100);
  await collector.stop();
  expect(polls.at(-1)).toEqual({ atMs: 2_500, withTopology: true });
});

it('backs off while the broker is away, says since when and why, logs it once, and recovers', async () => {
  const { collector, polls, world, freshness } = setUp();
  collector.start();
  await vi.advanceTimersByTimeAsync(500);
  world.answer = unreachable;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(polls.slice(1).map((poll) => poll.atMs)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 31_000, 46_000]);
  expect(freshness.at(-1)).toEqual({ state: 'stale', sinceMs: 0, reason: 'The broker is gone.' });
  expect(world.failureCount).toBe(1);
  world.answer = () => Promise.resolve(snapshot(1));
  await vi.advanceTimersByTimeAsync(1_000);
  await collector.stop();
  expect(freshness.at(-1)).toEqual({ state: 'live', atMs: 61_000 });
});

it('gives a slow broker as much rest as its answer took', async () => {
  const { collector, polls, world } = setUp();
  world.answer = () => new Promise((resolve) => setTimeout(() => resolve(snapshot(1)), 3_000));
  collector.start();
  await vi.advanceTimersByTimeAsync(12_500);
  expect(polls.map((poll) => poll.atMs)).toEqual([0, 6_000, 12_000]);
  const stopped = collector.stop();
  await vi.advanceTimersByTimeAsync(3_000);
  await stopped;
});
