// Goal: whether they are few or many, what came back is known as a map would know it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReturnedSlots } from './returned-slots';

const slotCount = 300;
const step = fc.record({ slot: fc.nat(slotCount - 1), word: fc.nat(9), kind: fc.constantFrom('set', 'set', 'set', 'delete') });

it('is a map of slots, few or many', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const slots = new ReturnedSlots();
      const model = new Map<number, number>();
      for (const { slot, word, kind } of steps) {
        if (kind === 'set') {
          slots.set(slot, word, slotCount);
          model.set(slot, word);
        } else {
          slots.delete(slot);
          model.delete(slot);
        }
        expect(slots.get(slot)).toBe(model.get(slot));
        expect(slots.size).toBe(model.size);
      }
      const seen = new Map<number, number>();
      slots.forEach((slot, word) => {
        seen.set(slot, word);
      });
      expect([...seen].sort()).toEqual([...model].sort());
    }),
  );
});

it('takes slots that the segment got since', () => {
  const slots = new ReturnedSlots();
  for (let slot = 0; slot < 10_000; slot += 1) slots.set(slot, slot % 7, slot + 1);
  expect(slots.size).toBe(10_000);
  expect(slots.get(9_999)).toBe(9_999 % 7);
  expect(slots.get(10_000)).toBeUndefined();
});
