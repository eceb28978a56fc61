'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorSentence, isForbidden } from '@/lib/queries/client';
import { Button } from './button';
import { NotPermitted } from './not-permitted';

/**
 * What could not be shown (`what`: 'The queues'), what happened and what it means (the server's sentence), what to do.
 * A 403 becomes NotPermitted, so a view needs only this one.
 */
export function ErrorState({
  what,
  cause,
  onRetry,
  children,
}: {
  what: string;
  cause: unknown;
  onRetry?: (() => void) | undefined;
  children?: ReactNode;
}) {
  if (isForbidden(cause)) return <NotPermitted reason={errorSentence(cause)} />;
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <CircleAlert aria-hidden className="size-6 text-danger" />
      <h2 className="text-lead font-semibold">{what} can’t be shown</h2>
      <p className="max-w-[480px] text-ink-muted">{errorSentence(cause)}</p>
      {children}
      {onRetry ? (
        <Button icon={RotateCw} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
