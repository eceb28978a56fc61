'use client';

import { Layers } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { PageBody } from '@/components/shell/page-body';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { useThrottled } from '@/components/ui/throttled';
import { brokerHealth } from '@/lib/model/broker-health';
import { pagePath } from '@/lib/model/page-path';
import { useBroker } from '@/lib/queries/brokers';
import { useDeadLetterTargets } from '@/lib/queries/dead-letter-targets';
import { useLiveOverview, useLiveRows } from '@/lib/queries/live';
import { AttentionList } from './attention-list';
import { ChartsSkeleton } from './charts-skeleton';
import { DeadLetterList } from './dead-letter-list';
import { NodeList } from './node-list';
import { OverviewFigures } from './overview-figures';

/** Charts bring what draws them and what keeps their range in the address; the figures above do not wait for that. */
const OverviewCharts = dynamic(() => import('./overview-charts').then((module) => module.OverviewCharts), {
  ssr: false,
  loading: () => <ChartsSkeleton />,
});

/** Sentences may change at a reader's pace. */
const HEALTH_INTERVAL_MS = 1_000;

/** What matters now, in words first; then figures, time, and where to look. */
export function OverviewPage({ broker }: { broker: string }) {
  const overview = useLiveOverview(broker);
  const queues = useLiveRows(broker, 'queues');
  const name = useBroker(broker)?.name;
  const settled = useThrottled(queues, HEALTH_INTERVAL_MS);
  const deadLetters = useDeadLetterTargets(broker);
  const health = useMemo(
    () => (overview && settled && deadLetters ? brokerHealth(overview, settled, deadLetters.isTarget) : null),
    [overview, settled, deadLetters],
  );
  const product = overview ? `${overview.product} ${overview.version} · ${overview.clusterName}` : null;
  return (
    <>
      <PageHeader
        title={name ?? 'Overview'}
        sentence={health ? <span className="text-lead text-ink">{health.sentence}</span> : <Skeleton className="my-1 h-4 w-[320px]" />}
        detail={product ? <span className="text-small text-ink-faint">{product}</span> : <Skeleton className="my-0.5 h-3 w-[180px]" />}
      />
      <PageBody>
        <OverviewFigures overview={overview} />
        <OverviewCharts broker={broker} />
        {overview && overview.queueCount === 0 ? (
          <EmptyState
            icon={Layers}
            title="No queues yet"
            action={<ButtonLink href={pagePath([broker, 'queues'], { dialog: 'new' })}>New queue</ButtonLink>}
          >
            Queues appear here as soon as a client declares one. Point a client at the broker, or make the first queue yourself.
          </EmptyState>
        ) : (
          <div className="grid min-h-[172px] items-start gap-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            {health ? <AttentionList broker={broker} findings={health.findings} /> : <Skeleton className="h-[160px] w-full" />}
            <DeadLetterList broker={broker} targets={deadLetters?.map.targets} />
          </div>
        )}
        {overview ? <NodeList nodes={overview.nodes} /> : <Skeleton className="h-[72px] w-full" />}
      </PageBody>
    </>
  );
}
