'use client';

import { depthLines, rateLines } from '@/components/charts/chart-lines';
import { RangeControl, useChartMinutes } from '@/components/charts/range-control';
import { TimeChart } from '@/components/charts/time-chart';
import { Section } from '@/components/ui/section';
import { formatCountShort, formatRate } from '@/lib/model/quantity';
import { useSeries } from '@/lib/queries/live';

/** Throughput and depth of the whole broker on one time axis. */
export function OverviewCharts({ broker }: { broker: string }) {
  const minutes = useChartMinutes();
  const { data, error, refetch } = useSeries(broker, 'overview', minutes);
  const shared = { group: 'overview', series: data, error, onRetry: () => void refetch(), minutes };
  return (
    <Section title="Traffic" actions={<RangeControl />}>
      <div className="grid gap-6 xl:grid-cols-2">
        <TimeChart {...shared} title="Messages a second" lines={rateLines} format={formatRate} />
        <TimeChart {...shared} title="Messages in queues" lines={depthLines} format={formatCountShort} />
      </div>
    </Section>
  );
}
