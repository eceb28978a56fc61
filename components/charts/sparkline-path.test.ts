import { expect, it } from 'vitest';
import { sparklinePath, thinned } from './sparkline-path';

it('draws from the bottom up and breaks at what is not known', () => {
  expect(sparklinePath([0, 10, null, 5], 30, 10)).toBe('M0 10L10 0M30 5');
  expect(sparklinePath([], 30, 10)).toBe('');
  expect(sparklinePath([0, 0], 10, 10)).toBe('M0 10L10 10');
});

it('keeps peaks when it thins out', () => {
  expect(thinned([1, 9, 2, 3, null, null], 3)).toEqual([9, 3, null]);
  expect(thinned([1, 2], 3)).toEqual([1, 2]);
});
