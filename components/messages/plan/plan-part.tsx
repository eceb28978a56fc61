'use client';

import { RotateCw } from 'lucide-react';
import { PlanReview } from '@/components/message-view/plan-review';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { errorSentence } from '@/lib/queries/client';
import type { usePlan } from './use-plan';

export type Planning = ReturnType<typeof usePlan>;

/** The plan as far as it is: still to be named, being made, refused, too old, or there to be reviewed. */
export function PlanPart({ planning, missing }: { planning: Planning; missing: string | null }) {
  if (missing !== null) return <p className="text-ink-muted">{missing}</p>;
  if (planning.error)
    return (
      <Notice
        tone="danger"
        action={
          <Button size="small" onClick={planning.planAgain}>
            Try again
          </Button>
        }
      >
        {errorSentence(planning.error)}
      </Notice>
    );
  if (planning.plan === undefined)
    return (
      <div aria-busy="true" className="flex flex-col gap-2">
        <span className="sr-only">Planning</span>
        <Skeleton className="h-6 w-3/4" />
        <Skeleton className="h-20 w-full" />
      </div>
    );
  return (
    <>
      {planning.isExpired ? (
        <div className="mb-3">
          <Notice
            tone="warning"
            action={
              <Button size="small" icon={RotateCw} onClick={planning.planAgain}>
                Plan again
              </Button>
            }
          >
            This plan is too old to run: queues and bindings may have changed since.
          </Notice>
        </div>
      ) : null}
      <PlanReview plan={planning.plan} />
    </>
  );
}
