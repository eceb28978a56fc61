/** Goal: following a queue shows every message once, in order, within its bounds, and says what it left out. */
import { describe, expect, it } from 'vitest';
import type { BrowsedMessage } from './message';
import { emptyTail, receive, release, tailLimits } from './tail';

const messages = (newest: number, count: number): BrowsedMessage[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(newest - index) }) as BrowsedMessage);
const answer = (newest: number, count: number, skippedCount = 0) => ({ messages: messages(newest, count), totalCount: 0, skippedCount });
const ids = (list: readonly BrowsedMessage[]) => list.map(({ id }) => Number(id));

describe('a tail', () => {
  const started = receive(emptyTail, answer(10, 3, 7), true, 1_000);

  it('begins with the newest and calls nothing older skipped', () => {
    expect(started).toMatchObject({ newestId: '10', skippedCount: 0, seenCount: 0, startedAtMs: 1_000 });
    expect(ids(started.shown)).toEqual([10, 9, 8]);
  });

  it('puts what comes on top while the person follows', () => {
    const next = receive(started, answer(12, 2), true, 2_000);
    expect(ids(next.shown)).toEqual([12, 11, 10, 9, 8]);
    expect(next).toMatchObject({ newestId: '12', seenCount: 2, waitingCount: 0 });
    expect(receive(next, answer(0, 0), true, 3_000)).toEqual(next);
  });

  it('leaves the list alone while the person reads, and gives it all back in order', () => {
    const reading = receive(receive(started, answer(12, 2), false, 2_000), answer(15, 2, 1), false, 3_000);
    expect(ids(reading.shown)).toEqual([10, 9, 8]);
    expect(reading).toMatchObject({ waitingCount: 5, skippedCount: 1, newestId: '15' });
    expect(ids(release(reading).shown)).toEqual([15, 14, 12, 11, 10, 9, 8]);
    expect(release(release(reading))).toEqual(release(reading));
  });

  it('keeps no more than it may, read or not', () => {
    let tail = started;
    for (let look = 1; look <= 20; look += 1) tail = receive(tail, answer(10 + look * 100, 100), look > 10, look);
    expect(tail.shown).toHaveLength(tailLimits.keptCountMax);
    expect(ids(tail.shown)[0]).toBe(2_010);
    for (let look = 21; look <= 40; look += 1) tail = receive(tail, answer(10 + look * 100, 100), false, look);
    expect(tail.waiting).toHaveLength(tailLimits.keptCountMax);
    expect(tail.waitingCount).toBe(2_000);
  });
});
