import { Figure, FigureRow } from '@/components/ui/figure';
import { MeaningMark } from '@/components/ui/meaning';
import { Term } from '@/components/ui/term';
import { formatBytes, formatCount, formatRate, RATE_UNIT } from '@/lib/model/quantity';
import type { Queue } from '@/lib/model/resources';

export function QueueFigures({ queue }: { queue: Queue }) {
  const { rates } = queue;
  return (
    <FigureRow>
      <Figure mark={<MeaningMark meaning="ready" />} label={<Term word="ready">Ready</Term>} value={formatCount(queue.readyCount)} />
      <Figure
        mark={<MeaningMark meaning="unacknowledged" />}
        label={<Term word="unacknowledged">Unacknowledged</Term>}
        value={formatCount(queue.unacknowledgedCount)}
      />
      <Figure label="Size" value={formatBytes(queue.bytes)} />
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
      <Figure
        mark={<MeaningMark meaning="redelivered" />}
        label={<Term word="redelivered">Redelivered</Term>}
        value={formatRate(rates.redeliver)}
        unit={RATE_UNIT}
      />
      <Figure label={<Term word="consumer">Consumers</Term>} value={formatCount(queue.consumerCount)} />
    </FigureRow>
  );
}
