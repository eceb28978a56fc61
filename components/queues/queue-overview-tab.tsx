'use client';

import { depthLines, rateLines } from '@/components/charts/chart-lines';
import { RangeControl, useChartMinutes } from '@/components/charts/range-control';
import { TimeChart } from '@/components/charts/time-chart';
import { PageBody } from '@/components/shell/page-body';
import { Section } from '@/components/ui/section';
import { queueSubject } from '@/lib/model/live';
import { formatCountShort, formatRate } from '@/lib/model/quantity';
import type { Queue } from '@/lib/model/resources';
import { useSeries } from '@/lib/queries/live';
import { QueueFigures } from './queue-figures';
import { QueueNeighbours } from './queue-neighbours';

/** A queue has no unroutable messages of its own. */
const lines = rateLines.filter((line) => line.field !== 'unroutable');

export function QueueOverviewTab({ broker, queue }: { broker: string; queue: Queue }) {
  const minutes = useChartMinutes();
  const { data, error, refetch } = useSeries(broker, queueSubject(queue.virtualHost, queue.name), minutes);
  const shared = { group: 'queue', series: data, error, onRetry: () => void refetch(), minutes };
  return (
    <div className="flex min-h-0 flex-1 flex-col pt-4">
      <PageBody>
        <QueueFigures queue={queue} />
        <Section title="Traffic" actions={<RangeControl />}>
          <div className="grid gap-6 xl:grid-cols-2">
            <TimeChart {...shared} title="Messages in the queue" lines={depthLines} format={formatCountShort} height={220} />
            <TimeChart {...shared} title="Messages a second" lines={lines} format={formatRate} height={220} />
          </div>
        </Section>
        <QueueNeighbours broker={broker} queue={queue} />
      </PageBody>
    </div>
  );
}
