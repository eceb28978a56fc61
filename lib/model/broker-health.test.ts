import { expect, it } from 'vitest';
import { brokerHealth } from './broker-health';
import type { Node, Overview, Queue } from './resources';

const rates = { publish: 0, confirm: 0, deliver: 0, redeliver: 0, acknowledge: 0, unroutable: 0 };
const queue = (name: string, change: Partial<Queue>) =>
  ({
    virtualHost: '/',
    name,
    state: 'running',
    arguments: {},
    effectivePolicy: {},
    readyCount: 0,
    unacknowledgedCount: 0,
    totalCount: 0,
    consumerCount: 1,
    consumerUtilisation: null,
    rates,
    ...change,
  }) as Queue;
const node: Node = {
  name: 'a',
  isRunning: true,
  memoryUsedBytes: 900,
  memoryLimitBytes: 800,
  hasMemoryAlarm: false,
  diskFreeBytes: 1,
  diskLimitBytes: 1,
  hasDiskAlarm: false,
  uptimeMs: 1,
};
const overview = (change: Partial<Overview>) =>
  ({ queueCount: 2, totalCount: 0, readyCount: 0, unacknowledgedCount: 0, nodes: [node], ...change }) as Overview;

const none = () => false;

it('says in a sentence what matters, worst queues first', () => {
  const queues = [
    queue('growing', { readyCount: 10, totalCount: 10, rates: { ...rates, publish: 10, deliver: 1, acknowledge: 1 } }),
    queue('small', { readyCount: 1, totalCount: 1, consumerCount: 0 }),
    queue('large', { readyCount: 9, totalCount: 9, consumerCount: 0 }),
    queue('fine', {}),
  ];
  const health = brokerHealth(
    overview({}),
    [...queues, queue('failed', { readyCount: 5, consumerCount: 0 })],
    (each) => each.name === 'failed',
  );
  expect(health.sentence).toBe('2 queues have messages and no consumer. 1 queue is growing.');
  expect(health.findings.map((finding) => finding.queue.name)).toEqual(['large', 'small', 'growing']);
  expect(health.level).toBe('danger');
});

it('is calm when nothing is wrong', () => {
  expect(brokerHealth(overview({}), [queue('a', {})], none)).toMatchObject({ sentence: 'Nothing is waiting. All is well.', level: 'good' });
  expect(brokerHealth(overview({ queueCount: 0 }), [], none).sentence).toBe('No queues yet.');
  expect(brokerHealth(overview({ totalCount: 3, readyCount: 2, unacknowledgedCount: 1 }), [], none).sentence).toBe(
    'All is well: 2 messages waiting, 1 message in work.',
  );
});

it('puts an alarm before everything', () => {
  const health = brokerHealth(overview({ nodes: [{ ...node, hasMemoryAlarm: true }] }), [], none);
  expect(health.level).toBe('danger');
  expect(health.sentence).toBe('a is short of memory (900 B of 800 B): publishers are blocked.');
});
