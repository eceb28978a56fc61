// Goal: the ring with its stragglers behaves like a plain ordered map of tags, whatever is added, taken or left for long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueEntry } from '../queue-entry';
import { OutstandingDeliveries } from './outstanding-deliveries';
import { type DeliveryHolder, Unacknowledged } from './unacknowledged';

type Step = { kind: 'add'; skip: number; count: number } | { kind: 'take' | 'takeUpTo' | 'tagsUpTo'; at: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      skip: fc.integer({ min: 0, max: 300 }),
      count: fc.integer({ min: 1, max: 200 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take' as const), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('takeUpTo' as const, 'tagsUpTo' as const), at: fc.nat() }) },
);

// Of what it keeps, the ring looks at the size only: tags stand in for entries.
const entryOf = (tag: number): QueueEntry => ({ sequence: tag, message: { start: 0, end: tag } }) as QueueEntry;
const holder = {} as DeliveryHolder;
const boundless = (): OutstandingDeliveries => new OutstandingDeliveries(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, () => {});

describe('unacknowledged deliveries', () => {
  it('behave like an ordered map', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ring = new Unacknowledged(boundless());
        const model = new Set<number>();
        let last = 0;
        for (const each of steps) {
          if (each.kind === 'add') {
            last += each.skip;
            for (let count = 0; count < each.count; count++) {
              last++;
              ring.add(last, entryOf(last), holder);
              model.add(last);
            }
            continue;
          }
          const tag = last === 0 ? 1 : (each.at % last) + 1;
          expect(ring.has(tag)).toBe(model.has(tag));
          const seen: number[] = [];
          const visit = (entry: QueueEntry): void => void seen.push(entry.sequence);
          const expected = [...model].filter((known) => (each.kind === 'take' ? known === tag : known <= tag));
          if (each.kind === 'tagsUpTo') {
            expect(ring.tagsUpTo(tag)).toEqual(expected);
            continue;
          }
          if (each.kind === 'take') expect(ring.take(tag, visit)).toBe(model.has(tag));
          else expect(ring.takeUpTo(tag, visit)).toBe(expected.length);
          expect(seen).toEqual(expected);
          for (const taken of expected) model.delete(taken);
          expect(ring.count).toBe(model.size);
        }
        const rest: number[] = [];
        ring.takeAll((entry) => rest.push(entry.sequence));
        expect(rest).toEqual([...model]);
      }),
      { numRuns: 300 },
    );
  });

  it('do not grow with the age of one that is never settled', () => {
    const ring = new Unacknowledged(boundless());
    for (let tag = 1; tag <= 200_000; tag++) {
      ring.add(tag, entryOf(tag), holder);
      if (tag > 1) ring.take(tag, () => {});
    }
    expect(ring.capacity).toBeLessThanOrEqual(8_192);
    expect(ring.has(1)).toBe(true);
    expect(ring.tagsUpTo(200_000)).toEqual([1]);
  });
});
