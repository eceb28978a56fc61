import { describe, expect, it, vi } from 'vitest';
import { createMessage } from '../create-message';
import { testBroker } from '../vhost/testing/test-broker';
import { EntryDeque } from './entry-deque';
import { Page } from './page';
import type { Queue } from './queue';

/**
 * Goal: publishing and taking cost the same however much lies in the queue. Counted in steps of the parts that hold the
 * messages, not in time, so that a busy machine can't decide it.
 */
const ROUNDS = 1_000;
const steps: readonly (readonly [object, readonly string[]])[] = [
  [Page.prototype, ['append', 'remove', 'unpack', 'firstLive', 'liveAt', 'indexOf', 'sequenceAt', 'isGone']],
  [EntryDeque.prototype, ['push', 'shift', 'unshift', 'insert', 'at']],
];

function countSteps(work: () => void): number {
  const spies = steps.flatMap(([prototype, names]) =>
    names.map((name) => vi.spyOn(prototype as unknown as Record<string, () => unknown>, name)),
  );
  try {
    work();
    return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

function fill(depth: number): { queue: Queue; publish: () => void } {
  const { virtualHost, consumer } = testBroker({ workingSetBytes: 1_000_000_000 });
  const queue = virtualHost.declareQueue(consumer.declaration('deep'));
  const exchange = virtualHost.getExchange('');
  const message = createMessage('', 'deep', {}, Buffer.alloc(16));
  const publish = (): void => void virtualHost.publishTo(exchange, message);
  for (let count = 0; count < depth; count += 1) publish();
  return { queue, publish };
}

describe('the cost of an operation', () => {
  const depths = [5_000, 100_000, 1_000_000];
  const costs = depths.map((depth) => {
    const { queue, publish } = fill(depth);
    const publishing = countSteps(() => {
      for (let round = 0; round < ROUNDS; round += 1) publish();
    });
    const taking = countSteps(() => {
      for (let round = 0; round < ROUNDS; round += 1) queue.get(true);
    });
    const returning = countSteps(() => {
      for (let round = 0; round < ROUNDS; round += 1) queue.requeue([queue.get(false)!]);
    });
    const peeking = countSteps(() => {
      queue.peek(Math.floor(depth / 2), 50, 'oldest');
    });
    expect(queue.readyCount).toBe(depth);
    return { publishing, taking, returning, peeking };
  });

  it.each(['publishing', 'taking', 'returning', 'peeking'] as const)('%s does not grow with depth', (operation) => {
    const [shallow, ...deeper] = costs.map((cost) => cost[operation]);
    expect(shallow).toBeGreaterThan(0);
    // Where in a page a run begins may differ: a few steps, not a factor.
    for (const cost of deeper) expect(Math.abs(cost - shallow!)).toBeLessThanOrEqual(shallow! * 0.1 + 10);
  });
});
