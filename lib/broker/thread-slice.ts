import { getPriority } from 'node:os';
import type { Log } from './log';

/** Linux 6.12 and later; on earlier ones the call succeeds and changes nothing. Numbers of sched_setattr(2) by architecture. */
const SCHED_SETATTR: Readonly<Record<string, number>> = { x64: 314, arm64: 274 };
const KEEP_POLICY = 0x08n;
const ATTRIBUTES_BYTES = 48;
const CALLING_THREAD = 0;

/** Below the kernel's own (0.7 ms times 1 + log2 of the processors, at most 2.8 ms), so that the broker's thread may interrupt. */
const BROKER_SLICE_MICROSECONDS = 500;
/** Above it, so that whoever wakes beside the console's thread may interrupt that. Its share of the processors stays the same. */
const CONSOLE_SLICE_MICROSECONDS = 10_000;

/**
 * Has the scheduler run the calling thread, the broker's, soon after it wakes: a thread that asks for a short slice may
 * interrupt one with a longer slice, which it would otherwise let run for 0.7 to 3 ms first. Neither gets more or less time
 * in sum. As a worker, the console's thread (the process's first) gets a long slice as well. Where that can't be had
 * (another system, koffi absent, a sandbox), nothing changes and the log says so at level info.
 */
export async function askForShortSlice(isWorker: boolean, log: Log): Promise<void> {
  const number = SCHED_SETATTR[process.arch];
  if (process.platform !== 'linux' || number === undefined) return;
  try {
    const { errno, load } = await import('koffi');
    const call = load(null).func('long syscall(long number, int thread, void *attributes, uint flags)');
    const setSlice = (thread: number, microseconds: number): void => {
      if (call(number, thread, sliceAttributes(getPriority(thread), microseconds), 0) !== 0) throw new Error(`errno ${errno()}`);
    };
    setSlice(CALLING_THREAD, BROKER_SLICE_MICROSECONDS);
    if (isWorker) setSlice(process.pid, CONSOLE_SLICE_MICROSECONDS);
  } catch (error) {
    log.info(`The broker's thread keeps the system's usual time slice: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * struct sched_attr of sched_setattr(2), little-endian. The nice value is set by the same call, so it is given as it was.
 *
 *   0      4        8       16      20         24        32         40       48
 *   | size | policy | flags | nice  | priority | runtime | deadline | period |
 */
export function sliceAttributes(nice: number, sliceMicroseconds: number): Buffer {
  const attributes = Buffer.alloc(ATTRIBUTES_BYTES);
  attributes.writeUInt32LE(ATTRIBUTES_BYTES, 0);
  attributes.writeBigUInt64LE(KEEP_POLICY, 8);
  attributes.writeInt32LE(nice, 16);
  attributes.writeBigUInt64LE(BigInt(sliceMicroseconds) * 1_000n, 24);
  return attributes;
}
