import { CircleCheck } from 'lucide-react';
import { Link } from '@/components/ui/link';
import { MeaningMark } from '@/components/ui/meaning';
import { MonoName } from '@/components/ui/mono-name';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import type { DeadLetterTarget } from '@/lib/model/dead-letter-targets';
import { pagePath, queuePath } from '@/lib/model/page-path';
import { formatCount, formatCounted } from '@/lib/model/quantity';

const TARGET_COUNT_MAX = 6;

/** Queues that hold dead letters, largest first; the desk for them is a page of its own. */
export function DeadLetterList({ broker, targets }: { broker: string; targets: readonly DeadLetterTarget[] | undefined }) {
  const filled = targets?.filter(({ queue }) => (queue.totalCount ?? 0) > 0);
  const actions = (
    <Link href={pagePath([broker, 'dead-letters'])} className="text-accent hover:underline">
      All dead letters
    </Link>
  );
  return (
    <Section title="Dead letters" actions={actions}>
      {filled === undefined ? <Skeleton className="h-8 w-full" /> : null}
      {filled?.length === 0 ? (
        <p className="flex items-center gap-2 py-1 text-ink-muted">
          <CircleCheck aria-hidden className="size-4 text-good" />
          No dead letters are waiting.
        </p>
      ) : null}
      <ul>
        {filled?.slice(0, TARGET_COUNT_MAX).map(({ queue, sources }) => (
          <li
            key={`${queue.virtualHost} ${queue.name}`}
            className="flex min-h-8 items-center gap-3 border-b border-line/60 last:border-b-0"
          >
            <MeaningMark meaning="dead-lettered" />
            <span className="flex min-w-0 flex-1 items-baseline gap-2">
              <MonoName name={queue.name} href={queuePath(broker, queue, { tab: 'messages' })} />
              <span className="text-small whitespace-nowrap text-ink-faint">from {formatCounted(sources.length, 'queue')}</span>
            </span>
            <span className="font-medium">{formatCount(queue.totalCount)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
