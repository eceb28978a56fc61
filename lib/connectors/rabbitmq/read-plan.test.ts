import { describe, expect, it } from 'vitest';
import { planReading, type QueueFacts } from './read-plan';

const plain: QueueFacts = {
  product: 'RabbitMQ',
  version: '3.10.8',
  type: 'classic',
  isAutoDelete: false,
  isSingleActiveConsumer: false,
  consumerCount: 0,
  readyCount: 10,
  hasTimeToLive: false,
  lengthMax: null,
  hasDeadLetterExchange: false,
  deliveryLimit: null,
  isRetryDelayed: false,
};
const planOf = (facts: Partial<QueueFacts>) => planReading({ ...plain, ...facts });

describe('what reading a queue changes', () => {
  it.each([
    ['classic queue, nobody consumes', {}, 'get', 'close-channel', 'marks-redelivered'],
    ['classic queue with consumers: they go first', { consumerCount: 2 }, 'consume', 'close-channel', 'may-reorder'],
    [
      'auto-delete queue: a consumer that leaves would delete it',
      { consumerCount: 2, isAutoDelete: true },
      'get',
      'close-channel',
      'may-reorder',
    ],
    ['messages with a time to live expire while held', { hasTimeToLive: true }, 'get', 'close-channel', 'may-lose'],
    ['a nearly full queue', { lengthMax: 12 }, 'get', 'close-channel', 'may-lose'],
    ['a queue with room', { lengthMax: 100 }, 'get', 'close-channel', 'marks-redelivered'],
    ['quorum 3.x without a limit: nack would put it at the tail', { type: 'quorum' }, 'consume', 'close-channel', 'marks-redelivered'],
    ['quorum 3.x with a limit', { type: 'quorum', deliveryLimit: 5 }, 'get', 'nack', 'may-lose'],
    ['quorum 4.0: a limit of 20 by default', { type: 'quorum', version: '4.0.9' }, 'get', 'nack', 'may-lose'],
    [
      'quorum 4.2 without a limit on purpose',
      { type: 'quorum', version: '4.2.1', deliveryLimit: -1 },
      'consume',
      'close-channel',
      'marks-redelivered',
    ],
    ['quorum 4.3: giving back is not counted', { type: 'quorum', version: '4.3.5', deliveryLimit: 20 }, 'get', 'nack', 'may-reorder'],
    ['a stream', { type: 'stream', consumerCount: 3, hasTimeToLive: true }, 'stream', 'nothing', 'none'],
    [
      'LavinMQ counts deliveries where a limit is set',
      { product: 'LavinMQ', version: '2.9.1', deliveryLimit: 3 },
      'get',
      'nack',
      'may-lose',
    ],
    ['LavinMQ without a limit', { product: 'LavinMQ', version: '2.9.1' }, 'get', 'nack', 'marks-redelivered'],
  ] as const)('%s', (_name, facts, verb, giveBack, level) => {
    const plan = planOf(facts);
    expect([plan.verb, plan.giveBack, plan.intrusiveness.level]).toEqual([verb, giveBack, level]);
    expect(plan.refusal).toBeNull();
    expect(plan.intrusiveness.effects.length).toBeGreaterThan(0);
  });

  it('walks in batches where that deletes nothing and goes past nobody', () => {
    expect(planOf({}).walk).toBe('batches');
    expect(planOf({ type: 'quorum' }).walk).toBe('batches');
    expect(planOf({ consumerCount: 1 }).walk).toBe('gets');
    expect(planOf({ isAutoDelete: true }).walk).toBe('gets');
    expect(planOf({ product: 'LavinMQ', version: '2.9.1' }).walk).toBe('gets');
  });

  it('refuses a queue with a single active consumer, but not a stream', () => {
    expect(planOf({ isSingleActiveConsumer: true }).refusal).toContain('single active consumer');
    expect(planOf({ type: 'quorum', isSingleActiveConsumer: true }).refusal).not.toBeNull();
    expect(planOf({ type: 'stream', isSingleActiveConsumer: true }).refusal).toBeNull();
  });

  it('names the worst first', () => {
    const { effects } = planOf({ consumerCount: 1, hasTimeToLive: true }).intrusiveness;
    expect(effects[0]).toContain('time to live');
    expect(effects).toHaveLength(3);
  });

  it('says what becomes of a message that reaches its limit', () => {
    const limited = { type: 'quorum', deliveryLimit: 20 } as const;
    expect(planOf(limited).intrusiveness.effects.join()).toContain('drops it');
    expect(planOf({ ...limited, hasDeadLetterExchange: true }).intrusiveness.effects.join()).toContain('dead-letters it');
  });
});
