import { getPriority, setPriority } from 'node:os';

/** A third of the weight beside a thread at 0: the console still gets a quarter of a processor that both want all the time. */
const NICE_STEP = 5;
const NICE_MAX = 19;

/**
 * Lowers the console's thread once below the broker's and its clients', so that a large page does not delay deliveries
 * and confirms. Call the result on the console's thread when the broker is ready: threads begin with the nice value of
 * the one that starts them, and the broker's is to keep its own. (One that is started again after a crash begins with the
 * console's, as only a privileged process may lower it.) Linux alone has nice values of threads; elsewhere nothing happens.
 */
export function createYieldToBroker(): () => void {
  let hasYielded = process.platform !== 'linux';
  return () => {
    if (hasYielded) return;
    hasYielded = true;
    try {
      setPriority(Math.min(NICE_MAX, getPriority() + NICE_STEP));
    } catch {
      // A sandbox may forbid it: then both threads are as urgent as each other, and nothing else changes.
    }
  };
}
