import { describe, expect, it } from 'vitest';
import type { OperationCounts } from '../../model/operations';
import type { Queue } from '../../model/resources';
import { type BrakeFacts, reasonToBrake } from './brake';

const counts: OperationCounts = {
  total: 100,
  held: 50,
  unknown: 0,
  published: 40,
  consumed: 10,
  cameBack: 0,
  quarantined: 0,
  returned: 0,
  binned: 0,
  recalled: 0,
  gone: 0,
};
const queue = { name: 'orders', virtualHost: '/', readyCount: 40, consumerCount: 1 } as Queue;
const facts = (change: Partial<BrakeFacts>, options: Partial<BrakeFacts['operation']['options']> = {}): BrakeFacts => ({
  operation: { counts, options: { ratePerSecond: null, canary: false, targetReadyMax: null, ...options } },
  sentCount: 50,
  cameBackCount: 0,
  targets: [queue],
  ...change,
});

describe('reasonToBrake', () => {
  it('lets a healthy run go on', () => {
    expect(reasonToBrake(facts({}, { canary: true, targetReadyMax: 41 }))).toBeNull();
  });

  it('stops when too many came back', () => {
    expect(reasonToBrake(facts({ cameBackCount: 5 }))).toMatch(/5 of 50 messages came back/);
  });

  it('bears a few that come back', () => {
    expect(reasonToBrake(facts({ cameBackCount: 4 }))).toBeNull();
  });

  it('stops at the first of a canary that comes back', () => {
    expect(reasonToBrake(facts({ sentCount: 1, cameBackCount: 1 }))).toMatch(/1 of 1/);
  });

  it('stops when the target is full', () => {
    expect(reasonToBrake(facts({}, { targetReadyMax: 40 }))).toMatch(/orders holds 40/);
  });

  it('stops a canary when nobody consumes', () => {
    const operation = { counts: { ...counts, consumed: 0 }, options: { ratePerSecond: null, canary: true, targetReadyMax: null } };
    expect(reasonToBrake(facts({ operation, targets: [{ ...queue, consumerCount: 0 }] }))).toMatch(/Nothing consumes from orders/);
  });
});
