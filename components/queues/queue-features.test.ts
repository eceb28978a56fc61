import { expect, it } from 'vitest';
import type { Queue } from '@/lib/model/resources';
import { queueFeatures } from './queue-features';

const queue = {
  isDurable: false,
  isAutoDelete: true,
  isExclusive: false,
  arguments: { 'x-queue-type': 'classic', 'x-message-ttl': 60_000, 'x-dead-letter-exchange': 'dlx', 'x-odd': true },
  policy: 'limits',
  operatorPolicy: null,
  effectivePolicy: { 'message-ttl': 5_000, 'max-length': 10_000 },
} as unknown as Queue;

it('says in words what is particular about a queue, arguments before policies, each with its unit', () => {
  expect(queueFeatures(queue).map((feature) => feature.label)).toEqual([
    'transient',
    'auto-delete',
    'TTL 1 min',
    'dead letters → dlx',
    'x-odd',
    'max 10,000',
  ]);
  expect(queueFeatures(queue).at(-1)?.explanation).toContain('policy limits');
});
