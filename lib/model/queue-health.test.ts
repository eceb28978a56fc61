import { describe, expect, it } from 'vitest';
import { queueHealth } from './queue-health';
import type { MessageRates, Queue } from './resources';

const still: MessageRates = { publish: 0, confirm: 0, deliver: 0, redeliver: 0, acknowledge: 0, unroutable: 0 };
const queue = (change: Partial<Queue>, rates: Partial<MessageRates> = {}): Queue => ({
  virtualHost: '/',
  name: 'orders',
  type: 'classic',
  isDurable: true,
  isAutoDelete: false,
  isExclusive: false,
  arguments: {},
  policy: null,
  operatorPolicy: null,
  effectivePolicy: {},
  state: 'running',
  readyCount: 0,
  unacknowledgedCount: 0,
  totalCount: 0,
  bytes: 0,
  memoryBytes: 0,
  consumerCount: 2,
  consumerUtilisation: null,
  idleSinceMs: null,
  headMessageAtMs: null,
  node: null,
  ...change,
  rates: { ...still, ...rates },
});
const judge = (change: Partial<Queue>, rates: Partial<MessageRates> = {}) => {
  const { condition, sentence } = queueHealth(queue(change, rates));
  return `${condition}: ${sentence}`;
};

describe('queue health', () => {
  it('is calm about an empty queue, with and without consumers', () => {
    expect(judge({})).toBe('idle: Nothing is waiting.');
    expect(judge({ consumerCount: 0 })).toBe('idle: Nothing is waiting, and nobody consumes.');
  });

  it('does not call a queue idle through which messages flow', () => {
    expect(judge({}, { publish: 20, deliver: 20, acknowledge: 20 })).toBe('flowing: Nothing is waiting; 20/s pass through.');
    expect(judge({}, { publish: 20, deliver: 20 })).toBe('flowing: Nothing is waiting; 20/s pass through.');
    expect(judge({}, { deliver: 0.01, acknowledge: 0.01 })).toContain('idle');
  });

  it('does not call an empty queue growing because a sample caught more coming than going', () => {
    expect(judge({}, { publish: 20, deliver: 14, acknowledge: 14 })).toContain('flowing');
  });

  it('says when nobody consumes, how fast it grows and when it is full', () => {
    expect(judge({ readyCount: 8_412, consumerCount: 0 })).toBe('unconsumed: 8,412 messages wait and nobody consumes.');
    const limited = {
      readyCount: 5_000,
      consumerCount: 0,
      arguments: { 'x-max-length': 10_000 },
      effectivePolicy: { 'max-length': 8_600 },
    };
    expect(judge(limited, { publish: 1 })).toBe('unconsumed: 5,000 messages wait and nobody consumes. Growing by 1/s. Full in 1 h.');
  });

  it('lets dead letters wait for a person without alarm', () => {
    expect(queueHealth(queue({ readyCount: 3, consumerCount: 0 }), true)).toMatchObject({
      condition: 'dead-letters',
      level: 'note',
      sentence: '3 dead letters wait for somebody to look at them.',
    });
    expect(queueHealth(queue({ readyCount: 3, consumerCount: 0, state: 'stopped' }), true).level).toBe('danger');
  });

  it('finds consumers that hold messages and acknowledge none', () => {
    expect(judge({ readyCount: 5, unacknowledgedCount: 30, consumerCount: 3 }, { publish: 2 })).toBe(
      'stuck: 3 consumers hold 30 messages and acknowledge none; 5 wait.',
    );
  });

  it('tells growth from noise and counts automatic acknowledgement as leaving', () => {
    expect(judge({ readyCount: 10, unacknowledgedCount: 3 }, { publish: 100, deliver: 88, acknowledge: 88 })).toBe(
      'growing: Growing by 12/s. 2 consumers.',
    );
    expect(judge({ readyCount: 10, unacknowledgedCount: 3 }, { publish: 100, deliver: 98, acknowledge: 98 })).toContain('steady');
    expect(judge({ readyCount: 10 }, { publish: 100, deliver: 100 })).toContain('steady');
  });

  it('forecasts the end of a backlog', () => {
    expect(judge({ readyCount: 600 }, { publish: 5, deliver: 10, acknowledge: 10 })).toBe(
      'draining: Shrinking by 5/s. Empty in 2 min at this rate.',
    );
  });

  it('notices repeats', () => {
    expect(judge({ readyCount: 1, unacknowledgedCount: 1 }, { publish: 5, deliver: 10, redeliver: 5, acknowledge: 5 })).toContain(
      'redelivering: 50 %',
    );
  });

  it('never takes absent figures for zero', () => {
    expect(judge({ readyCount: null })).toContain('unknown');
    const silent = queue({ readyCount: 4, unacknowledgedCount: 2 }, { publish: null, deliver: null, acknowledge: null, redeliver: null });
    expect(queueHealth(silent)).toMatchObject({ condition: 'steady', netPerSecond: null });
  });

  it('puts a stopped queue before everything else', () => {
    expect(judge({ state: 'stopped', readyCount: 9, consumerCount: 0 })).toContain('down: The queue is stopped');
  });
});
