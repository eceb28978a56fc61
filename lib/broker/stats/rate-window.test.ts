import { expect, it } from 'vitest';
import { RateWindow } from './rate-window';

const sample = (...figures: number[]) => Float64Array.from(figures);

it('shows a burst with the first tick and forgets it when the window has passed', () => {
  const window = new RateWindow(1, 0);
  window.add(1_000, sample(100));
  expect(window.rate(0)).toBe(100);
  for (let second = 2; second <= 4; second++) window.add(second * 1_000, sample(100));
  expect(window.rate(0)).toBe(25);
  expect(window.isStill).toBe(false);
  window.add(5_000, sample(100));
  expect(window.rate(0)).toBe(0);
  expect(window.isStill).toBe(true);
});

it('uses the time that really passed, not the tick that was meant', () => {
  const window = new RateWindow(2, 0);
  window.add(2_500, sample(50, 0));
  window.add(5_000, sample(100, 10));
  expect(window.rate(0)).toBe(20);
  expect(window.rate(1)).toBe(2);
});

it('falls when a level falls', () => {
  const window = new RateWindow(1, 0);
  window.rebase(0, sample(1_000_000));
  expect(window.rate(0)).toBe(0);
  window.add(1_000, sample(999_000));
  expect(window.rate(0)).toBe(-1_000);
});

it('says whether a figure moved', () => {
  const window = new RateWindow(2, 0);
  expect(window.add(1, sample(0, 1))).toBe(true);
  expect(window.add(2, sample(0, 1))).toBe(false);
  expect(window.add(3, sample(0, 0))).toBe(true);
});
