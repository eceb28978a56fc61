'use client';

import { Notice } from '@/components/ui/notice';
import type { PublishOutcome } from '@/lib/model/message';

/** What the broker said to the message: confirmed, returned as unroutable, refused, or nothing; and what to do then. */
export function OutcomeNotice({ outcome }: { outcome: PublishOutcome }) {
  return (
    <div aria-live="polite">
      <Notice tone={outcome.outcome === 'confirmed' ? 'good' : 'danger'}>{sentenceOf(outcome)}</Notice>
    </div>
  );
}

function sentenceOf(outcome: PublishOutcome): string {
  switch (outcome.outcome) {
    case 'confirmed':
      return 'Confirmed: the broker has the message.';
    case 'returned':
      return `Returned: ${outcome.replyText} (${outcome.replyCode}). No queue took it and nothing was kept. Add a binding for this key, or choose another exchange or key.`;
    case 'refused':
      return `Refused: ${outcome.reason}. A full queue that rejects publishes is the usual reason; see the queues on the right.`;
    case 'unknown':
      return `No answer: ${outcome.reason} It may have arrived or not. Look into the queue before you publish again.`;
  }
}
