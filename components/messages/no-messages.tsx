'use client';

import { Inbox } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useTimeZone } from '@/components/ui/time-zone';
import { formatDateTime } from '@/lib/model/quantity';

/** An empty queue, a time after its last message, or a page beyond the end of one that has become shorter. */
export function NoMessages({
  totalCount,
  since,
  onStart,
  onFollow,
  onRead,
}: {
  totalCount: number;
  since: Date | null;
  onStart: () => void;
  /** Null where following would change the queue. */
  onFollow: (() => void) | null;
  onRead: () => void;
}) {
  const [zone] = useTimeZone();
  const follow =
    onFollow === null ? null : (
      <Button key="follow" onClick={onFollow}>
        Follow the queue
      </Button>
    );
  const start = (
    <Button key="start" onClick={onStart}>
      Go to the first page
    </Button>
  );
  if (totalCount > 0 && since !== null)
    return (
      <EmptyState icon={Inbox} title="Nothing has come in since then" action={[start, follow]}>
        All messages of the queue came in before {formatDateTime(since.getTime(), zone)}.
      </EmptyState>
    );
  if (totalCount > 0)
    return (
      <EmptyState icon={Inbox} title="No message at this place" action={start}>
        The queue has become shorter since this page was chosen.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={Inbox}
      title="Nothing is waiting"
      action={[
        <Button key="again" onClick={onRead}>
          Look again
        </Button>,
        follow,
      ]}
    >
      Messages appear here as soon as they are published to this queue and until a consumer has acknowledged them.
    </EmptyState>
  );
}
