import { describe, expect, it } from 'vitest';
import { operationLimits } from './operation-limits';
import { Pace } from './pace';

const options = { ratePerSecond: null, canary: false, targetReadyMax: null };

describe('Pace', () => {
  it('goes in full batches when nothing holds it back', () => {
    expect(new Pace(options, 0, 0).next(0)).toBe(operationLimits.batchSizeMax);
  });

  it('sings the canary: 1, 10, 100, then all', () => {
    const pace = new Pace({ ...options, canary: true }, 0, 0);
    const sizes: number[] = [];
    const stops: boolean[] = [];
    for (let round = 0; round < 4; round += 1) {
      const size = pace.next(0);
      sizes.push(size);
      pace.taken(size);
      stops.push(pace.isAtCanaryStop);
    }
    expect(sizes).toEqual([1, 10, 100, operationLimits.batchSizeMax]);
    expect(stops).toEqual([true, true, true, false]);
  });

  it('goes on where it stopped after a restart', () => {
    const pace = new Pace({ ...options, canary: true }, 0, 5);
    expect(pace.next(0)).toBe(6);
  });

  it.each([1, 7, 50, 1_000])('keeps a rate of %d a second', (ratePerSecond) => {
    const pace = new Pace({ ...options, ratePerSecond }, 0, 0);
    let sent = 0;
    for (let nowMs = 0; nowMs <= 10_000; nowMs += 10) {
      const size = pace.next(nowMs);
      pace.taken(size);
      sent += size;
    }
    const burst = 1 + ratePerSecond / 10;
    expect(sent).toBeGreaterThanOrEqual(ratePerSecond * 10 - burst - 1);
    expect(sent).toBeLessThanOrEqual(ratePerSecond * 10 + burst + 1);
  });
});
