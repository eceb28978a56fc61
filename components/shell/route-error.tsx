'use client';

import { ErrorState } from '../ui/error-state';

/** What a route shows when its page broke: body of every error.tsx. */
export function RouteError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState what="This page" cause={error} onRetry={reset} />;
}
