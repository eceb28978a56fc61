import { describe, expect, it } from 'vitest';
import { SpreadSample } from './spread-sample';

const sampleOf = (length: number, countMax: number): readonly number[] => {
  const sample = new SpreadSample<number>(countMax);
  for (let item = 0; item < length; item += 1) if (sample.takesNext()) sample.take(item);
  return sample.taken;
};

describe('SpreadSample', () => {
  it('keeps all of a short run', () => {
    expect(sampleOf(4, 10)).toEqual([0, 1, 2, 3]);
  });

  it.each([11, 100, 1_000, 98_765])('spreads over a run of %i', (length) => {
    const taken = sampleOf(length, 10);
    expect(taken.length).toBeGreaterThanOrEqual(5);
    expect(taken.length).toBeLessThanOrEqual(10);
    expect(taken[0]).toBe(0);
    const steps = taken.slice(1).map((item, index) => item - (taken[index] ?? 0));
    expect(new Set(steps).size).toBe(1); // even
    expect(taken.at(-1)! + steps[0]!).toBeGreaterThanOrEqual(length - steps[0]!); // to the end
  });
});
