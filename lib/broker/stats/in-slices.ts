import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';

/** Longest stretch of statistics or management work between two turns of the loop. */
export const sliceMs = 2;
/** A turn of the loop that takes longer than this has traffic to carry. */
const busyTurnMs = 0.5;
const restMs = 4;

/**
 * Runs over `items` without holding the thread: after sliceMs of work the loop turns, so that deliveries go on.
 * Whatever `visit` reads may change between two slices.
 */
export async function inSlices<Item>(items: Iterable<Item>, visit: (item: Item) => void): Promise<void> {
  let sliceEndsAt = performance.now() + sliceMs;
  for (const item of items) {
    visit(item);
    if (performance.now() < sliceEndsAt) continue;
    await letOthersRun();
    sliceEndsAt = performance.now() + sliceMs;
  }
}

/** A turn of the loop; and when that shows that there is traffic, a rest, so that it gets most of the thread. */
export async function letOthersRun(): Promise<void> {
  const before = performance.now();
  await nextTurn();
  if (performance.now() - before > busyTurnMs) await delay(restMs);
}
