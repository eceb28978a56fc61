'use client';

import { Badge, type Tone } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import { operationSentence } from '@/lib/model/operation-sentence';
import type { Operation, OperationState } from '@/lib/model/operations';
import { formatCount, formatDuration, formatRate, RATE_UNIT } from '@/lib/model/quantity';
import { OutcomeBar } from './outcome-bar';

const tones: Record<OperationState, Tone> = {
  running: 'accent',
  paused: 'warning',
  braked: 'danger',
  completed: 'good',
  cancelled: 'neutral',
  failed: 'danger',
};

export function OperationStateBadge({ state }: { state: OperationState }) {
  return <Badge tone={tones[state]}>{state}</Badge>;
}

/** How far an operation is and what became of its messages: sentence, bar, speed, remaining time, and why it stopped. */
export function OperationFigures({ operation }: { operation: Operation }) {
  const { counts, perSecond, remainingSeconds, state, stateReason } = operation;
  const isStopped = state === 'braked' || state === 'failed' || state === 'paused' || state === 'cancelled';
  return (
    <div className="flex flex-col gap-3">
      <p aria-live="polite" className="text-lead">
        {operationSentence(operation)}
      </p>
      <OutcomeBar counts={counts} />
      <p className="flex min-h-5 flex-wrap items-center gap-x-3 text-small text-ink-muted">
        <OperationStateBadge state={state} />
        <span>
          {formatCount(counts.total - counts.held)} of {formatCount(counts.total)}
        </span>
        {state === 'running' && perSecond !== null ? (
          <span>
            {formatRate(perSecond)}
            {RATE_UNIT}
          </span>
        ) : null}
        {state === 'running' && remainingSeconds !== null ? <span>about {formatDuration(remainingSeconds)} left</span> : null}
      </p>
      {isStopped && stateReason !== null ? (
        <Notice tone={state === 'braked' || state === 'failed' ? 'danger' : 'warning'}>{stateReason}</Notice>
      ) : null}
    </div>
  );
}
