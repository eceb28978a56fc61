'use client';

import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { type QueuePlace, useIntrusiveness } from '@/lib/queries/messages';
import { FilteredMessages } from './filtered-messages';
import { MessagesBrowser } from './messages-browser';
import { useQueueFilter } from './use-queue-filter';

/**
 * The messages of a queue: list, preview and the open message side by side. It fills its parent, which must have a height.
 * What looking changes is known before anything is read.
 *   <MessagesView broker={broker} virtualHost={virtualHost} queue={name} />
 */
export function MessagesView({ broker, virtualHost, queue }: QueuePlace) {
  const place = { broker, virtualHost, queue };
  const intrusiveness = useIntrusiveness(place);
  const [filter] = useQueueFilter();
  if (filter !== null) return <FilteredMessages key={JSON.stringify(place)} place={place} />;
  if (intrusiveness.error)
    return <ErrorState what="The messages" cause={intrusiveness.error} onRetry={() => void intrusiveness.refetch()} />;
  if (intrusiveness.data === undefined) return <MessagesSkeleton />;
  return <MessagesBrowser key={JSON.stringify(place)} place={place} intrusiveness={intrusiveness.data} />;
}

const skeletonRows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

function MessagesSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-2 p-4">
      <span className="sr-only">Loading messages</span>
      <Skeleton className="h-7 w-80 max-w-full" />
      {skeletonRows.map((row) => (
        <Skeleton key={row} className="h-6 w-full" />
      ))}
    </div>
  );
}
