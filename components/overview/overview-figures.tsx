import { Figure, FigureRow } from '@/components/ui/figure';
import { MeaningMark } from '@/components/ui/meaning';
import { Skeleton } from '@/components/ui/skeleton';
import { Term } from '@/components/ui/term';
import { formatCount, formatCountShort, formatRate, RATE_UNIT } from '@/lib/model/quantity';
import type { Overview } from '@/lib/model/resources';

/** The numbers of the whole broker in one line. */
export function OverviewFigures({ overview }: { overview: Overview | undefined }) {
  if (!overview) return <Skeleton className="h-[44px] w-full" />;
  const { rates } = overview;
  return (
    <FigureRow>
      <Figure
        mark={<MeaningMark meaning="ready" />}
        label={<Term word="ready">Ready</Term>}
        value={formatCountShort(overview.readyCount)}
      />
      <Figure
        mark={<MeaningMark meaning="unacknowledged" />}
        label={<Term word="unacknowledged">Unacknowledged</Term>}
        value={formatCountShort(overview.unacknowledgedCount)}
      />
      <Figure
        mark={<MeaningMark meaning="published" />}
        label={<Term word="published">Published</Term>}
        value={formatRate(rates.publish)}
        unit={RATE_UNIT}
      />
      <Figure
        mark={<MeaningMark meaning="delivered" />}
        label={<Term word="delivered">Delivered</Term>}
        value={formatRate(rates.deliver)}
        unit={RATE_UNIT}
      />
      <Figure
        mark={<MeaningMark meaning="acknowledged" />}
        label={<Term word="acknowledged">Acknowledged</Term>}
        value={formatRate(rates.acknowledge)}
        unit={RATE_UNIT}
      />
      <Figure label="Queues" value={formatCount(overview.queueCount)} />
      <Figure label={<Term word="consumer">Consumers</Term>} value={formatCount(overview.consumerCount)} />
      <Figure label={<Term word="connection">Connections</Term>} value={formatCount(overview.connectionCount)} />
    </FigureRow>
  );
}
