import type { LedgerRecord } from '../../db/ledger-repository';
import type { LedgerState, OperationCounts } from '../../model/operations';

const fieldOf: Record<LedgerState, Exclude<keyof OperationCounts, 'total'>> = {
  held: 'held',
  published: 'published',
  unknown: 'unknown',
  consumed: 'consumed',
  'came-back': 'cameBack',
  quarantined: 'quarantined',
  returned: 'returned',
  binned: 'binned',
  recalled: 'recalled',
  gone: 'gone',
};

/** In the journal a message can be on its way; to people it is then still held, and published once that is confirmed. */
export const shownState = (state: LedgerRecord['state']): LedgerState =>
  state === 'publishing' ? 'held' : state === 'settling' ? 'published' : state;

/** The states of the journal that people see as this one. */
export const storedStates = (shown: LedgerState): readonly LedgerRecord['state'][] =>
  shown === 'held' ? ['held', 'publishing'] : shown === 'published' ? ['published', 'settling'] : [shown];

/** Counts by ledger state, kept by adding and taking away, so that a page of progress costs nothing. */
export class LedgerCounts {
  private readonly counts = new Map<LedgerState, number>();

  constructor(initial: ReadonlyMap<LedgerRecord['state'], number>) {
    for (const [state, count] of initial) this.add(state, count);
  }

  add(state: LedgerRecord['state'], count: number): void {
    const shown = shownState(state);
    this.counts.set(shown, (this.counts.get(shown) ?? 0) + count);
  }

  change(from: LedgerRecord['state'], to: LedgerRecord['state']): void {
    this.add(from, -1);
    this.add(to, 1);
  }

  of(state: LedgerState): number {
    return this.counts.get(state) ?? 0;
  }

  toOperationCounts(): OperationCounts {
    const result = {
      total: 0,
      held: 0,
      published: 0,
      unknown: 0,
      consumed: 0,
      cameBack: 0,
      quarantined: 0,
      returned: 0,
      binned: 0,
      recalled: 0,
      gone: 0,
    };
    for (const [state, count] of this.counts) {
      result[fieldOf[state]] += count;
      result.total += count;
    }
    return result;
  }
}
