'use client';

import { Button } from '@/components/ui/button';
import type { Plan } from '@/lib/model/operations';
import { formatCounted } from '@/lib/model/quantity';
import type { Planning } from './plan-part';

/** Why the plan can't run now, or null. */
function whyNotRun({ plan, isPlanning, isExpired }: Planning, movableCount: number, missingName: string | null): string | null {
  if (plan === undefined) return isPlanning ? 'The plan is being made.' : 'There is no plan yet.';
  if (isExpired) return 'Plan again first.';
  if (movableCount === 0) return 'No message would move.';
  return missingName === null ? null : `Type ${missingName} first.`;
}

type RunButtonProps = {
  planning: Planning;
  missingName: string | null;
  verb: string;
  isBusy: boolean;
  isDiscard: boolean;
  onRun: (plan: Plan) => void;
};

/** Runs the reviewed plan; says in numbers what it will move. */
export function RunButton(props: RunButtonProps) {
  const { plan } = props.planning;
  const movable = plan?.movableCount ?? 0;
  const reason = whyNotRun(props.planning, movable, props.missingName);
  return (
    <Button
      variant={props.isDiscard ? 'danger' : 'primary'}
      isBusy={props.isBusy}
      disabledReason={reason}
      onClick={() => plan && props.onRun(plan)}
    >
      {plan === undefined ? props.verb : `${props.verb} ${formatCounted(movable, 'message')}`}
    </Button>
  );
}
