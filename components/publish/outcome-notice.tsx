'use client';

import { Notice } from '@/components/ui/notice';
import type { PublishOutcome } from '@/lib/model/message';
import { formatCount, formatCounted } from '@/lib/model/quantity';

/** What the broker said to each message: confirmed, returned as unroutable, refused, or nothing; and what to do then. */
export function OutcomeNotice({ outcomes, count, isRunning }: { outcomes: readonly PublishOutcome[]; count: number; isRunning: boolean }) {
  const confirmed = outcomes.filter((each) => each.outcome === 'confirmed').length;
  const returned = outcomes.find((each) => each.outcome === 'returned');
  const returnedCount = outcomes.filter((each) => each.outcome === 'returned').length;
  const refused = outcomes.find((each) => each.outcome === 'refused');
  const refusedCount = outcomes.filter((each) => each.outcome === 'refused').length;
  const unknown = outcomes.find((each) => each.outcome === 'unknown');
  const unknownCount = outcomes.filter((each) => each.outcome === 'unknown').length;
  const isGood = returnedCount + refusedCount + unknownCount === 0;
  return (
    <div aria-live="polite">
      <Notice tone={isGood ? 'good' : 'danger'}>
        {isRunning ? `${formatCount(outcomes.length)} of ${formatCounted(count, 'message')} published so far. ` : null}
        {confirmed > 0 ? (
          <p>
            {count === 1
              ? 'Confirmed: the broker has the message.'
              : `${formatCounted(confirmed, 'message')} confirmed: the broker has them.`}
          </p>
        ) : null}
        {returned?.outcome === 'returned' ? (
          <p>
            {formatCounted(returnedCount, 'message')} returned: {returned.replyText} ({returned.replyCode}). No queue took{' '}
            {returnedCount === 1 ? 'it' : 'them'} and nothing was kept. Add a binding for this key, or choose another exchange or key.
          </p>
        ) : null}
        {refused?.outcome === 'refused' ? (
          <p>
            {formatCounted(refusedCount, 'message')} refused: {refused.reason}. A full queue that rejects publishes is the usual reason; see
            the queues on the right.
          </p>
        ) : null}
        {unknown?.outcome === 'unknown' ? (
          <p>
            {formatCounted(unknownCount, 'message')} without an answer: {unknown.reason} {unknownCount === 1 ? 'It' : 'They'} may have
            arrived or not. Look into the queue before you publish again.
          </p>
        ) : null}
      </Notice>
    </div>
  );
}
