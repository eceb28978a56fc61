import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from 'amqplib';

const pauseMs = 5;

/** The longest that a client which asks after `queue` all the time waits for an answer, in ms, while `work` goes on. */
export async function longestAnswerMs(channel: Channel, queue: string, work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let isOver = false;
  const working = work().finally(() => (isOver = true));
  while (!isOver) {
    const askedAt = performance.now();
    // Where the broker ends, so does the work, and no answer comes any more.
    await Promise.race([channel.checkQueue(queue), working]);
    longest = Math.max(longest, performance.now() - askedAt);
    await sleep(pauseMs);
  }
  await working;
  return longest;
}
