import { CircleCheck } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import { MonoName } from '@/components/ui/mono-name';
import { Section } from '@/components/ui/section';
import type { QueueFinding } from '@/lib/model/broker-health';
import { pagePath, queuePath } from '@/lib/model/page-path';
import { formatCount } from '@/lib/model/quantity';
import { conditionLabels } from '@/lib/model/queue-health';

/** The overview names the worst; the queues page has all of them. */
const FINDING_COUNT_MAX = 8;

export function AttentionList({ broker, findings }: { broker: string; findings: readonly QueueFinding[] }) {
  const rest = findings.length - FINDING_COUNT_MAX;
  return (
    <Section title="Needs attention">
      {findings.length === 0 ? (
        <p className="flex items-center gap-2 py-1 text-ink-muted">
          <CircleCheck aria-hidden className="size-4 text-good" />
          Every queue is empty, steady or shrinking.
        </p>
      ) : (
        <ul>
          {findings.slice(0, FINDING_COUNT_MAX).map(({ queue, health }) => (
            <li
              key={`${queue.virtualHost} ${queue.name}`}
              className="grid min-h-8 grid-cols-[96px_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5 border-b border-line/60 py-1 last:border-b-0 md:grid-cols-[96px_minmax(0,208px)_minmax(0,1fr)]"
            >
              <span>
                <Badge tone={health.level === 'danger' ? 'danger' : 'warning'}>{conditionLabels[health.condition]}</Badge>
              </span>
              <span className="min-w-0">
                <MonoName name={queue.name} href={queuePath(broker, queue)} />
              </span>
              <span className="min-w-0 text-ink-muted max-md:col-span-2">{health.sentence}</span>
            </li>
          ))}
        </ul>
      )}
      {rest > 0 ? (
        <Link href={pagePath([broker, 'queues'], { sort: 'health' })} className="mt-1 inline-block text-accent hover:underline">
          {formatCount(rest)} more
        </Link>
      ) : null}
    </Section>
  );
}
