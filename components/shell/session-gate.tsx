'use client';

import { type ReactNode, useEffect } from 'react';
import { isNotSignedIn } from '@/lib/queries/client';
import { useSession } from '@/lib/queries/session';
import { ErrorState } from '../ui/error-state';
import { PageSkeleton } from './page-skeleton';

/**
 * Shows the console to those who are signed in; the others go to the sign-in page and come back here after it.
 * Only a convenience: every answer of the server is guarded on its own.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const { error, data, refetch } = useSession();
  const isOut = isNotSignedIn(error);
  useEffect(() => {
    if (isOut) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }, [isOut]);
  if (isOut) return null;
  if (error && !data) return <ErrorState what="The console" cause={error} onRetry={() => void refetch()} />;
  return <>{children}</>;
}

/**
 * The page itself, once it is known who looks. It is drawn by the browser alone: a page that the server had drawn without
 * figures would be brought to life when the shell has already got some, and the two would differ.
 */
export function SignedIn({ children }: { children: ReactNode }) {
  const { data } = useSession();
  return data ? children : <PageSkeleton />;
}
