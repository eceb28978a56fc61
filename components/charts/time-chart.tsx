'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { Series } from '@/lib/model/live';
import { formatTime } from '@/lib/model/quantity';
import { ErrorState } from '../ui/error-state';
import { MeaningMark, meanings } from '../ui/meaning';
import { Skeleton } from '../ui/skeleton';
import { Term } from '../ui/term';
import { useTimeZone } from '../ui/time-zone';
import type { ChartLine } from './chart-lines';
import { chartSummary } from './chart-summary';
import { withGaps } from './series-gaps';

const Plot = dynamic(() => import('./plot'), { ssr: false });

function Legend({
  series,
  lines,
  index,
  format,
}: {
  series: Series | undefined;
  lines: readonly ChartLine[];
  index: number | null;
  format: (value: number | null) => string;
}) {
  const at = index ?? (series?.timesMs.length ?? 0) - 1;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
      {lines.map((line) => (
        <span key={line.field} className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <MeaningMark meaning={line.meaning} />
          <span className="text-ink-muted">
            <Term word={line.meaning}>{meanings[line.meaning].label}</Term>
          </span>
          <span className="min-w-[24px] font-medium">{format(series?.fields[line.field][at] ?? null)}</span>
        </span>
      ))}
    </div>
  );
}

/** The time that the legend tells of: under the crosshair, else now. */
function Moment({ timeMs }: { timeMs: number | undefined }) {
  const [zone] = useTimeZone();
  return <span className="text-small text-ink-faint">{timeMs === undefined ? 'now' : formatTime(timeMs, zone)}</span>;
}

/**
 * Lines over time with one axis for all charts of a `group`: the crosshair moves in all of them. Gaps stay gaps.
 *   <TimeChart title="Rates" group={broker} series={series} error={error} lines={rateLines} minutes={15} format={formatRate} />
 * `lines` and `format` must be stable.
 */
export function TimeChart({
  title,
  group,
  series: given,
  error,
  onRetry,
  lines,
  minutes,
  format,
  height = 180,
}: {
  title: ReactNode;
  group: string;
  series: Series | undefined;
  error?: unknown;
  onRetry?: () => void;
  lines: readonly ChartLine[];
  minutes: number;
  format: (value: number | null) => string;
  height?: number;
}) {
  const [index, setIndex] = useState<number | null>(null);
  const series = useMemo(() => given && withGaps(given), [given]);
  const onCursor = useCallback((next: number | null) => setIndex(next), []);
  if (error && !series) return <ErrorState what="The chart" cause={error} onRetry={onRetry} />;
  return (
    <figure className="flex min-w-0 flex-col justify-end">
      <figcaption className="mb-1 flex flex-1 flex-col gap-1">
        <div className="flex items-baseline justify-between gap-4">
          <h3 className="font-medium">{title}</h3>
          <Moment timeMs={index === null ? undefined : series?.timesMs[index]} />
        </div>
        <Legend series={series} lines={lines} index={index} format={format} />
      </figcaption>
      <div style={{ height }}>
        {series ? (
          <Plot series={series} lines={lines} minutes={minutes} height={height} syncKey={group} format={format} onCursor={onCursor} />
        ) : (
          <Skeleton className="h-full w-full" />
        )}
      </div>
      {series ? <p className="sr-only">{chartSummary(series, lines, format)}</p> : null}
    </figure>
  );
}
