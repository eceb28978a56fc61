'use client';

import { RotateCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { errorSentence, RequestError } from '@/lib/queries/client';

/** Why the plan was not started; one that no longer holds is made anew and looked at again. */
export function RunError({ cause, onPlanAgain }: { cause: unknown; onPlanAgain: () => void }) {
  const isExpired = cause instanceof RequestError && cause.code === 'plan-expired';
  return (
    <Notice
      tone="danger"
      action={
        isExpired ? (
          <Button size="small" icon={RotateCw} onClick={onPlanAgain}>
            Plan again
          </Button>
        ) : null
      }
    >
      {errorSentence(cause)}
    </Notice>
  );
}
