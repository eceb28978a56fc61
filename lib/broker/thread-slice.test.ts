import { readFileSync } from 'node:fs';
import { getPriority, release } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askForShortSlice, sliceAttributes } from './thread-slice';

const [major = 0, minor = 0] = release().split('.').map(Number);
const hasSlices = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && (major > 6 || (major === 6 && minor >= 12));

/** Nanoseconds, as the scheduler itself tells. Null: the kernel does not tell. */
function ownSlice(): number | null {
  try {
    const told = /^se\.slice\s*:\s*(\d+)$/m.exec(readFileSync('/proc/thread-self/sched', 'utf8'));
    return told === null ? null : Number(told[1]);
  } catch {
    return null;
  }
}

const silent = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };

describe("the time slice of the broker's thread", () => {
  afterEach(() => {
    vi.doUnmock('koffi');
    vi.clearAllMocks();
  });

  it.runIf(hasSlices && ownSlice() !== null)('is half a millisecond once asked for, with the nice value as it was', async () => {
    const nice = getPriority();
    await askForShortSlice(false, silent);
    expect(silent.info).not.toHaveBeenCalled();
    expect(ownSlice()).toBe(500_000);
    expect(getPriority()).toBe(nice);
  });

  it.runIf(process.platform === 'linux')('stays as it is, and that is said, where the call cannot be made', async () => {
    vi.doMock('koffi', () => {
      throw new Error('no native code here');
    });
    await askForShortSlice(false, silent);
    expect(silent.info).toHaveBeenCalledWith(expect.stringMatching(/^The broker's thread keeps the system's usual time slice: /));
  });

  it('is asked for as sched_setattr(2) lays it out', () => {
    const attributes = sliceAttributes(-5, 500);
    expect(attributes).toHaveLength(48);
    expect(attributes.readUInt32LE(0)).toBe(48);
    expect(attributes.readBigUInt64LE(8)).toBe(8n);
    expect(attributes.readInt32LE(16)).toBe(-5);
    expect(attributes.readBigUInt64LE(24)).toBe(500_000n);
    expect(attributes.subarray(32).every((octet) => octet === 0)).toBe(true);
  });
});
