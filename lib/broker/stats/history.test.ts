import { expect, it } from 'vitest';
import { History } from './history';
import { RateWindow } from './rate-window';

function historyOf(count: number): History {
  const history = new History(2);
  const window = new RateWindow(2, 0);
  for (let index = 0; index < count; index++) {
    window.add(index * 5_000, Float64Array.from([index, 1]));
    history.add(index * 5_000, window);
  }
  return history;
}

it('gives samples newest first, at multiples of the step', () => {
  expect(historyOf(10).read([0], 20_000, 5_000, 46_000)).toEqual([
    { sample: 9, timestamp: 45_000 },
    { sample: 8, timestamp: 40_000 },
    { sample: 7, timestamp: 35_000 },
    { sample: 6, timestamp: 30_000 },
  ]);
  expect(historyOf(10).read([0, 1], 60_000, 20_000, 46_000)).toEqual([
    { sample: 9, timestamp: 40_000 },
    { sample: 5, timestamp: 20_000 },
    { sample: 1, timestamp: 0 },
  ]);
});

it('ends where the record begins, also after the ring has turned', () => {
  expect(historyOf(3).read([0], 60_000, 5_000, 11_000)).toHaveLength(3);
  expect(historyOf(0).read([0], 60_000, 5_000, 11_000)).toEqual([]);
  const turned = historyOf(1_000).read([0], 3_600_000, 5_000, 999 * 5_000);
  expect([turned.length, turned[0]?.sample, turned.at(-1)?.sample]).toEqual([720, 999, 280]);
});
