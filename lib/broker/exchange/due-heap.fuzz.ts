// Goal: whatever comes, goes and is cancelled, the heap gives what a sorted list would give.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueHeap, type DueItem } from './due-heap';

it('gives the soonest first, like a sorted list, without taking them out', () => {
  const operation = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), at: fc.nat({ max: 20 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'pop' as const), at: fc.nat({ max: 20 }) }) },
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), fc.nat({ max: 70 }), (operations, limit) => {
      const heap = new DueHeap();
      let model: DueItem[] = [];
      for (const [sequence, step] of operations.entries()) {
        if (step.do === 'push') {
          const item: DueItem = { dueMs: step.at, sequence, segment: -1, slot: -1, message: null };
          heap.push(item);
          model.push(item);
          model.sort((left, right) => left.dueMs - right.dueMs || left.sequence - right.sequence);
        } else if (step.do === 'cancel') {
          expect(heap.remove(step.at)?.sequence).toBe(model.find((item) => item.sequence === step.at)?.sequence);
          model = model.filter((item) => item.sequence !== step.at);
        } else {
          const due = (model[0]?.dueMs ?? 21) <= step.at ? model.shift() : undefined;
          expect(heap.popDue(step.at)?.sequence).toBe(due?.sequence);
        }
        expect(heap.soonest(limit)).toEqual(model.slice(0, limit));
        expect(heap.size).toBe(model.length);
      }
    }),
  );
});
