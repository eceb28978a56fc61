import { describe, expect, it } from 'vitest';
import type { Exchange, Queue } from '../resources';
import { policyEffect } from './policy-effect';
import type { ScopedPolicy } from './policy-scope';

const queue = (name: string, other: Partial<Queue> = {}): Queue =>
  ({ virtualHost: '/', name, type: 'classic', arguments: {}, readyCount: 0, ...other }) as Queue;
const exchange = (name: string, other: Partial<Exchange> = {}): Exchange =>
  ({ virtualHost: '/', name, arguments: {}, ...other }) as Exchange;
const policy = (name: string, other: Partial<ScopedPolicy> = {}): ScopedPolicy => ({
  virtualHost: '/',
  scope: 'user',
  name,
  pattern: '',
  applyTo: 'queues',
  priority: 0,
  definition: { 'max-length': 10 },
  ...other,
});
const world = (input: { queues?: readonly Queue[]; exchanges?: readonly Exchange[]; policies?: readonly ScopedPolicy[] }) => ({
  queues: [],
  exchanges: [],
  policies: [],
  ...input,
  isMatch: ({ pattern }: ScopedPolicy, name: string) => name.startsWith(pattern),
});

describe('a policy that is set', () => {
  it('changes what it matches in its virtual host, and says what is lost by it', () => {
    const queues = [queue('orders', { readyCount: 14 }), queue('mail'), queue('orders', { virtualHost: 'other' })];
    const effect = policyEffect(world({ queues }), null, policy('short', { pattern: 'ord' }));
    expect(effect).toMatchObject({ queueCount: 1, changedCount: 1, droppedMessageCount: 4, overriddenCount: 0 });
    expect(effect.changes).toEqual([
      { kind: 'queue', name: 'orders', overriddenBy: null, settings: [{ key: 'x-max-length', before: null, after: 10 }] },
    ]);
  });

  it('changes nothing where a stronger one is in force, or an argument is smaller', () => {
    const queues = [queue('a'), queue('b', { arguments: { 'x-max-length': 3 } })];
    const stronger = policy('strong', { pattern: 'a', priority: 5, definition: { 'max-length': 1 } });
    const effect = policyEffect(world({ queues, policies: [stronger] }), null, policy('weak'));
    expect(effect).toMatchObject({ queueCount: 2, changedCount: 0, overriddenCount: 1, droppedMessageCount: 0 });
  });

  it('as an operator’s bounds what a user’s policy says', () => {
    const own = policy('own', { definition: { 'max-length': 100, 'message-ttl': 5 } });
    const bound = policy('bound', { scope: 'operator', definition: { 'max-length': 50 } });
    const effect = policyEffect(world({ queues: [queue('a')], policies: [own] }), null, bound);
    expect(effect.changes[0]?.settings).toEqual([{ key: 'x-max-length', before: 100, after: 50 }]);
  });

  it('reaches exchanges when it is meant for them, the default exchange never', () => {
    const exchanges = [exchange(''), exchange('logs'), exchange('own', { arguments: { 'alternate-exchange': 'mine' } })];
    const spill = policy('spill', { applyTo: 'exchanges', definition: { 'alternate-exchange': 'rest' } });
    const effect = policyEffect(world({ queues: [queue('logs')], exchanges }), null, spill);
    expect(effect).toMatchObject({ queueCount: 0, exchangeCount: 2, changedCount: 1 });
    expect(effect.changes[0]).toMatchObject({ name: 'logs', settings: [{ key: 'alternate-exchange', before: null, after: 'rest' }] });
  });
});

it('a removed policy gives way to the next one that matches', () => {
  const strong = policy('strong', { priority: 5, definition: { 'max-length': 1 } });
  const weak = policy('weak', { definition: { 'max-length': 9 } });
  const effect = policyEffect(world({ queues: [queue('a')], policies: [strong, weak] }), strong, null);
  expect(effect.changes[0]).toMatchObject({ overriddenBy: 'weak', settings: [{ key: 'x-max-length', before: 1, after: 9 }] });
});

it('names the first fifty changes and counts them all', () => {
  const queues = Array.from({ length: 60 }, (_, index) => queue(`q${index}`));
  const effect = policyEffect(world({ queues }), null, policy('all'));
  expect(effect.changes).toHaveLength(50);
  expect(effect.changedCount).toBe(60);
});
