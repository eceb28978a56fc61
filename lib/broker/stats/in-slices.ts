import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest stretch of statistics or management work between two turns of the loop. */
export const sliceMs = 3;

/**
 * Runs over `items` without holding the thread: after sliceMs of work the loop turns, so that deliveries go on.
 * Whatever `visit` reads may change between two slices.
 */
export async function inSlices<Item>(items: Iterable<Item>, visit: (item: Item) => void): Promise<void> {
  let sliceEndsAt = performance.now() + sliceMs;
  for (const item of items) {
    visit(item);
    if (performance.now() < sliceEndsAt) continue;
    await nextTurn();
    sliceEndsAt = performance.now() + sliceMs;
  }
}
