'use client';

import { classNames } from '@/components/ui/class-names';
import type { LedgerState, OperationCounts } from '@/lib/model/operations';
import { formatCount } from '@/lib/model/quantity';

/** Word, explanation and look of each state a message of an operation can be in; the order is that of the bar. */
export const ledgerWords: Readonly<Record<LedgerState, { word: string; meaning: string; fill: string; text: string }>> = {
  consumed: {
    word: 'acknowledged',
    meaning: 'Delivered, and a consumer acknowledged it.',
    fill: 'bg-acknowledged',
    text: 'text-acknowledged',
  },
  published: {
    word: 'confirmed',
    meaning: 'The broker confirmed that it has it; no consumer has acknowledged it yet.',
    fill: 'bg-published',
    text: 'text-published',
  },
  unknown: {
    word: 'not known',
    meaning: 'Confirmed, but the broker was restarted since and has forgotten: it waits in the target, or a consumer had it before.',
    fill: 'bg-ink-faint',
    text: 'text-ink-muted',
  },
  binned: {
    word: 'in the bin',
    meaning: 'Taken out of the queue; it can still be restored.',
    fill: 'bg-unroutable',
    text: 'text-unroutable',
  },
  recalled: { word: 'recalled', meaning: 'Brought back to where it was.', fill: 'bg-delivered', text: 'text-delivered' },
  'came-back': {
    word: 'came back',
    meaning: 'Died again after it had been replayed.',
    fill: 'bg-dead-lettered',
    text: 'text-dead-lettered',
  },
  quarantined: {
    word: 'in quarantine',
    meaning: 'Came back so often that it is no longer replayed with the others.',
    fill: 'bg-danger',
    text: 'text-danger',
  },
  returned: { word: 'returned', meaning: 'No queue took it; it is still in the source.', fill: 'bg-redelivered', text: 'text-redelivered' },
  gone: {
    word: 'gone',
    meaning: 'Was no longer in the source when its turn came.',
    fill: 'bg-unacknowledged',
    text: 'text-unacknowledged',
  },
  held: { word: 'waiting', meaning: 'Planned and not touched yet: still in the source.', fill: 'bg-line-strong', text: 'text-ink-muted' },
};

const countOf = (counts: OperationCounts, state: LedgerState): number => (state === 'came-back' ? counts.cameBack : counts[state]);
const statesInOrder = Object.keys(ledgerWords) as readonly LedgerState[];

/** Every message of an operation in one bar, each state a length; the words below carry the figures. */
export function OutcomeBar({ counts, hasLegend = true }: { counts: OperationCounts; hasLegend?: boolean }) {
  const parts = statesInOrder.map((state) => ({ state, count: countOf(counts, state) })).filter((part) => part.count > 0);
  const touched = counts.total - counts.held;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div
        role="progressbar"
        aria-label="Messages dealt with"
        aria-valuemin={0}
        aria-valuemax={counts.total}
        aria-valuenow={touched}
        aria-valuetext={`${formatCount(touched)} of ${formatCount(counts.total)} messages`}
        className="flex h-2 w-full overflow-hidden rounded-small bg-sunken"
      >
        {parts.map((part) => (
          <span
            key={part.state}
            className={classNames('h-full border-r border-surface last:border-r-0', ledgerWords[part.state].fill)}
            style={{ width: `${(part.count / counts.total) * 100}%` }}
          />
        ))}
      </div>
      {hasLegend ? (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small">
          {parts.map((part) => (
            <li key={part.state} className="flex items-center gap-1.5">
              <span aria-hidden className={classNames('size-2 rounded-small', ledgerWords[part.state].fill)} />
              <span className="font-medium">{formatCount(part.count)}</span>
              <span className="text-ink-muted">{ledgerWords[part.state].word}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
