'use client';

import { ArrowUp } from 'lucide-react';
import { ExactTime } from '@/components/ui/relative-time';
import { formatCount, formatCounted } from '@/lib/model/quantity';
import { type Tail, tailLimits } from '@/lib/model/tail';

/** Since when, how much came, and what could not be shown, in one line below the list. */
export function TailStatus({ tail, isFollowing }: { tail: Tail; isFollowing: boolean }) {
  return (
    <p className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 border-t px-4 py-1 text-small text-ink-muted">
      <span className={isFollowing ? 'text-good' : 'text-warning'}>{isFollowing ? 'Following' : 'Paused while you read'}</span>
      {tail.startedAtMs === null ? null : (
        <span>
          since <ExactTime atMs={tail.startedAtMs} />
        </span>
      )}
      <span>{formatCounted(tail.seenCount, 'new message')}</span>
      {tail.skippedCount === 0 ? null : (
        <span className="text-warning">
          {formatCount(tail.skippedCount)} skipped: more than {tailLimits.lookCountMax} came in a second
        </span>
      )}
      <span>
        One look a second, the newest {tailLimits.keptCountMax} are kept. Messages stay here when consumers take them; those taken between
        two looks are not seen.
      </span>
    </p>
  );
}

/** Over the list, when something came while the person reads further down. */
export function NewMessagesButton({ count, onClick }: { count: number; onClick: () => void }) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      onClick={onClick}
      className="absolute top-24 left-1/2 z-20 inline-flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line-strong bg-raised px-3 text-small font-medium shadow-raised hover:bg-hover"
    >
      <ArrowUp aria-hidden className="size-3.5 text-accent" />
      {formatCounted(count, 'new message')}
    </button>
  );
}
