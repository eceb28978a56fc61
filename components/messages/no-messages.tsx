'use client';

import { Inbox } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** An empty queue, or a page beyond the end of one that has become shorter. */
export function NoMessages({ totalCount, onStart, onRead }: { totalCount: number; onStart: () => void; onRead: () => void }) {
  if (totalCount > 0)
    return (
      <EmptyState icon={Inbox} title="No message at this place" action={<Button onClick={onStart}>Go to the first page</Button>}>
        The queue has become shorter since this page was chosen.
      </EmptyState>
    );
  return (
    <EmptyState icon={Inbox} title="Nothing is waiting" action={<Button onClick={onRead}>Look again</Button>}>
      Messages appear here as soon as they are published to this queue and until a consumer has acknowledged them.
    </EmptyState>
  );
}
