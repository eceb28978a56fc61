import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeSlotRanges, encodeSlotRanges } from './slot-ranges';

function roundTrip(slots: readonly number[]): { words: number[]; decoded: number[] } {
  const words: number[] = [];
  encodeSlotRanges(Uint32Array.from(slots), (word) => words.push(word));
  const decoded: number[] = [];
  decodeSlotRanges(Uint32Array.from(words), 0, words.length, (start, end) => {
    for (let slot = start; slot < end; slot++) decoded.push(slot);
  });
  return { words, decoded };
}

it('gives back any ascending slots', () => {
  const slotSets = fc.uniqueArray(fc.oneof(fc.nat(200), fc.nat(3_000_000)), { maxLength: 300 });
  fc.assert(
    fc.property(slotSets, (slots) => {
      const ascending = slots.toSorted((left, right) => left - right);
      expect(roundTrip(ascending).decoded).toEqual(ascending);
    }),
  );
});

it('takes one word for a run, more only beyond 16 bits', () => {
  const run = Array.from({ length: 1_000 }, (_, index) => index + 5);
  expect(roundTrip(run).words).toHaveLength(1);
  const long = Array.from({ length: 70_000 }, (_, index) => index + 200_000);
  const { words, decoded } = roundTrip(long);
  expect(words).toHaveLength(5);
  expect(decoded).toEqual(long);
});
