// Goal: every publish is answered exactly once, in order, never before its group and all earlier ones are durable; and what
// may be said in one basic.ack is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfirmLedger } from './confirm-ledger';

type Step = { kind: 'publish'; stored: boolean; refused: boolean } | { kind: 'sync' } | { kind: 'turn' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('publish' as const), stored: fc.boolean(), refused: fc.nat(9).map((n) => n === 0) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'sync' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'turn' }) },
);

describe('the confirm ledger', () => {
  it('answers each publish once, in order, and not too early', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const ledger = new ConfirmLedger();
        const published: { group: number; refused: boolean }[] = [];
        let openGroup = 1;
        let answered = 0;
        const listener = {
          confirmed: (sequence: number, multiple: boolean) => {
            expect(sequence).toBeGreaterThan(answered);
            expect(multiple).toBe(sequence > answered + 1);
            for (let index = answered; index < sequence; index++) {
              expect(published[index]?.refused).toBe(false);
              expect(published[index]?.group).toBeLessThan(openGroup);
            }
            answered = sequence;
          },
          refused: (sequence: number) => {
            expect(sequence).toBe(answered + 1);
            expect(published[sequence - 1]?.refused).toBe(true);
            answered = sequence;
          },
        };
        for (const each of steps) {
          if (each.kind === 'sync') openGroup++;
          else if (each.kind === 'turn') ledger.settle(openGroup - 1, listener);
          else if (each.refused) {
            ledger.refused();
            published.push({ group: 0, refused: true });
          } else {
            const group = each.stored ? openGroup : 0;
            ledger.published(group);
            published.push({ group, refused: false });
          }
          expect(ledger.owedCount).toBe(published.length - answered);
        }
        openGroup++;
        ledger.settle(openGroup - 1, listener);
        expect(answered).toBe(published.length);
        expect(ledger.waitsForGroup).toBe(-1);
      }),
      { numRuns: 500 },
    );
  });

  it('says many in one', () => {
    const ledger = new ConfirmLedger();
    for (let count = 0; count < 1_000; count++) ledger.published(count % 2);
    const said: [number, boolean][] = [];
    ledger.settle(1, { confirmed: (...said1) => said.push(said1), refused: () => {} });
    expect(said).toEqual([[1_000, true]]);
  });
});
