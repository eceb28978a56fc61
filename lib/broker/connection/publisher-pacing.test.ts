// Goal: pacing holds a publisher only while fast consumers catch up, and never for long: slow consumers hold nobody.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Queue } from '../queue/queue';
import { MessageCounters } from '../stats/message-counters';
import { pacingLimits } from './flow-limits';
import { PublisherPacing } from './publisher-pacing';

const publisher = {
  isHeld: false,
  holdForPacing: () => {
    publisher.isHeld = true;
  },
  releaseFromPacing: () => {
    publisher.isHeld = false;
  },
};
let nowMs = 0;
let pacing: PublisherPacing;
let queue: { kind: 'queue'; consumerCount: number; readyCount: number; readyBytes: number; counters: MessageCounters };

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 1_000;
  publisher.isHeld = false;
  pacing = new PublisherPacing(() => nowMs);
  queue = { kind: 'queue', consumerCount: 1, readyCount: pacingLimits.behindCount + 1, readyBytes: 0, counters: new MessageCounters() };
});
afterEach(() => vi.useRealTimers());

const publish = (): void => pacing.afterPublish(publisher, [queue as unknown as Queue]);
function tick(deliveries: number): void {
  queue.counters.deliver += deliveries;
  nowMs += pacingLimits.tickMs;
  vi.advanceTimersByTime(pacingLimits.tickMs);
}

describe('pacing', () => {
  it('holds a publisher until fast consumers have caught up', () => {
    publish();
    expect(publisher.isHeld).toBe(true);
    tick(pacingLimits.fastDeliveriesPerTick);
    expect(publisher.isHeld).toBe(true);
    queue.readyCount = pacingLimits.caughtUpCount;
    pacing.endOfTurn();
    expect(publisher.isHeld).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets it go after a few ticks even if they have not', () => {
    publish();
    for (let count = 0; count < pacingLimits.ticksMax; count++) tick(1_000);
    expect(publisher.isHeld).toBe(false);
    publish();
    expect(publisher.isHeld).toBe(true);
  });

  it('does not wait for consumers that are slow, and leaves their queue alone for a while', () => {
    publish();
    tick(pacingLimits.fastDeliveriesPerTick - 1);
    expect(publisher.isHeld).toBe(false);
    publish();
    expect(publisher.isHeld).toBe(false);
    nowMs += pacingLimits.leftAloneMs;
    publish();
    expect(publisher.isHeld).toBe(true);
  });

  it.each([
    ['nobody consumes', { consumerCount: 0 }],
    ['little waits', { readyCount: pacingLimits.behindCount }],
  ])('does not hold when %s', (_, state) => {
    Object.assign(queue, state);
    publish();
    expect(publisher.isHeld).toBe(false);
  });

  it('forgets a publisher that is gone', () => {
    publish();
    pacing.forget(publisher);
    expect(vi.getTimerCount()).toBe(0);
  });
});
