import { describe, expect, it } from 'vitest';
import { MemoryWatch } from './memory-watch';

const roomyHeap = { usedBytes: 10, limitBytes: 1_000 };

describe('the memory watch', () => {
  it('raises its alarm above the limit and ends it with some room below', () => {
    const figures = { accountedBytes: 0, residentBytes: 0, heap: roomyHeap };
    const alarms: boolean[] = [];
    const watch = new MemoryWatch(
      1_000,
      () => figures,
      (isAlarmed) => alarms.push(isAlarmed),
    );
    for (const accountedBytes of [900, 1_001, 1_002, 960, 950, 900]) {
      figures.accountedBytes = accountedBytes;
      watch.check();
    }
    expect(alarms).toEqual([true, false]);
  });

  it('heeds the size of the process only while something is kept', () => {
    const figures = { accountedBytes: 50, residentBytes: 5_000, heap: roomyHeap };
    const watch = new MemoryWatch(
      1_000,
      () => figures,
      () => {},
    );
    watch.check();
    expect(watch.isAlarmed).toBe(false);
    figures.accountedBytes = 200;
    watch.check();
    expect(watch.isAlarmed).toBe(true);
  });

  it('raises its alarm before there are more objects than the process may have', () => {
    const heap = { usedBytes: 740, limitBytes: 1_000 };
    const alarms: boolean[] = [];
    const watch = new MemoryWatch(
      1_000,
      () => ({ accountedBytes: 0, residentBytes: 0, heap }),
      (isAlarmed) => alarms.push(isAlarmed),
    );
    for (const usedBytes of [740, 760, 740, 700]) {
      heap.usedBytes = usedBytes;
      watch.check();
    }
    expect(alarms).toEqual([true, false]);
  });
});
