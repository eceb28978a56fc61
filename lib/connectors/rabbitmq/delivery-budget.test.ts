import { describe, expect, it } from 'vitest';
import { DeliveryBudget } from './delivery-budget';
import { rabbitmqLimits } from './rabbitmq-limits';

const queue = { virtualHost: '/', name: 'q' };

describe('the budget of looks at a queue with a delivery limit', () => {
  it('is used up three deliveries before the limit, and stays so until the queue is surely empty', () => {
    let nowMs = 1_000;
    const budget = new DeliveryBudget({ nowMs: () => nowMs });
    expect(budget.note(queue, 16, 20)).toBe(false);
    expect(budget.isExhausted(queue, 5)).toBe(false);
    expect(budget.note(queue, 17, 20)).toBe(true);
    expect(budget.isExhausted(queue, 5)).toBe(true);
    expect(budget.isExhausted({ ...queue, name: 'other' }, 5)).toBe(false);
    expect(budget.isExhausted(queue, 0)).toBe(true); // one zero is no proof
    nowMs += rabbitmqLimits.emptyForMs;
    expect(budget.isExhausted(queue, 5)).toBe(true); // it was not empty after all
    expect(budget.isExhausted(queue, 0)).toBe(true);
    nowMs += rabbitmqLimits.emptyForMs;
    expect(budget.isExhausted(queue, 0)).toBe(false);
    expect(budget.isExhausted(queue, 5)).toBe(false);
  });

  it('is whole again when the queue was emptied from here', () => {
    const budget = new DeliveryBudget();
    budget.note(queue, 17, 20);
    budget.forget(queue);
    expect(budget.isExhausted(queue, 5)).toBe(false);
  });

  it('does not exist without a limit', () => {
    const budget = new DeliveryBudget();
    expect(budget.note(queue, 1_000, null)).toBe(false);
    expect(budget.note(queue, null, 20)).toBe(false);
  });

  it('remembers a bounded number of queues', () => {
    const budget = new DeliveryBudget();
    const named = (index: number) => ({ virtualHost: '/', name: `q${index}` });
    for (let index = 0; index <= rabbitmqLimits.rememberedQueuesMax; index++) budget.note(named(index), 20, 20);
    expect(budget.isExhausted(named(0), 1)).toBe(false);
    expect(budget.isExhausted(named(1), 1)).toBe(true);
  });
});
