import type { Column } from '@/components/data-table/column';
import { Badge, type Tone } from '@/components/ui/badge';
import { FeatureChips } from '@/components/ui/feature-chips';
import { MonoName } from '@/components/ui/mono-name';
import { RateCell } from '@/components/ui/rate-cell';
import { queuePath } from '@/lib/model/page-path';
import { ABSENT } from '@/lib/model/quantity';
import { conditionLabels, type QueueHealth, queueHealth } from '@/lib/model/queue-health';
import type { Queue } from '@/lib/model/resources';
import { DepthSparkline } from './depth-sparkline';
import { queueDetailColumns } from './queue-detail-columns';
import { queueFeatures } from './queue-features';

const tones: Record<QueueHealth['level'], Tone> = { danger: 'danger', warning: 'warning', note: 'neutral', good: 'good' };
/** Sorting by health puts the worst first. */
const ranks: Record<QueueHealth['level'], number> = { danger: 0, warning: 1, note: 2, good: 3 };
const PERCENT = 100;

type IsTarget = (queue: Queue) => boolean;

function HealthBadge({ health: { level, condition, sentence } }: { health: QueueHealth }) {
  return (
    <span title={sentence}>
      <Badge tone={tones[level]}>{conditionLabels[condition]}</Badge>
    </span>
  );
}

const rate = (
  id: 'publish' | 'deliver' | 'acknowledge' | 'redeliver',
  header: string,
  term: 'published' | 'delivered' | 'acknowledged' | 'redelivered',
): Column<Queue> => ({
  id,
  header,
  term,
  width: 92,
  align: 'end',
  filter: 'number',
  priority: 3,
  value: (queue) => queue.rates[id],
  cell: (queue) => <RateCell perSecond={queue.rates[id]} />,
});

const identity = (broker: string, hasSeveralVirtualHosts: boolean, isTarget: IsTarget): readonly Column<Queue>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 180,
    grow: 3,
    priority: 1,
    filter: 'text',
    value: (queue) => queue.name,
    cell: (queue) => <MonoName name={queue.name} href={queuePath(broker, queue)} tabIndex={-1} />,
  },
  {
    id: 'vhost',
    header: 'Virtual host',
    term: 'virtual host',
    width: 104,
    filter: 'choice',
    isMono: true,
    isHidden: !hasSeveralVirtualHosts,
    priority: 3,
    value: (queue) => queue.virtualHost,
  },
  { id: 'type', header: 'Type', width: 76, filter: 'choice', priority: 3, value: (queue) => queue.type },
  {
    id: 'health',
    header: 'Health',
    width: 108,
    priority: 2,
    filter: 'choice',
    value: (queue) => conditionLabels[queueHealth(queue, isTarget(queue)).condition],
    sortValue: (queue) => ranks[queueHealth(queue, isTarget(queue)).level],
    cell: (queue) => <HealthBadge health={queueHealth(queue, isTarget(queue))} />,
  },
];

const traffic = (broker: string): readonly Column<Queue>[] => [
  {
    id: 'ready',
    header: 'Ready',
    term: 'ready',
    width: 88,
    align: 'end',
    filter: 'number',
    priority: 1,
    value: (queue) => queue.readyCount,
  },
  {
    id: 'unacknowledged',
    header: 'Unacked',
    term: 'unacknowledged',
    width: 96,
    align: 'end',
    filter: 'number',
    priority: 2,
    value: (queue) => queue.unacknowledgedCount,
  },
  {
    id: 'depth',
    header: '15 min',
    width: 92,
    priority: 3,
    isSortable: false,
    value: () => null,
    cell: (queue) => <DepthSparkline broker={broker} queue={queue} />,
  },
  { id: 'total', header: 'Total', width: 88, align: 'end', filter: 'number', isHidden: true, value: (queue) => queue.totalCount },
  rate('publish', 'Publish/s', 'published'),
  rate('deliver', 'Deliver/s', 'delivered'),
  rate('acknowledge', 'Ack/s', 'acknowledged'),
  { ...rate('redeliver', 'Redeliver/s', 'redelivered'), isHidden: true },
  {
    id: 'consumers',
    header: 'Consumers',
    term: 'consumer',
    width: 104,
    align: 'end',
    filter: 'number',
    priority: 3,
    value: (queue) => queue.consumerCount,
  },
  {
    id: 'utilisation',
    header: 'Utilisation',
    term: 'consumer utilisation',
    width: 92,
    align: 'end',
    isHidden: true,
    filter: 'number',
    value: (queue) => (queue.consumerUtilisation === null ? null : Math.round(queue.consumerUtilisation * PERCENT)),
    cell: (queue) => (queue.consumerUtilisation === null ? ABSENT : `${Math.round(queue.consumerUtilisation * PERCENT)} %`),
  },
  {
    id: 'features',
    header: 'Features',
    width: 140,
    grow: 2,
    filter: 'text',
    priority: 3,
    isSortable: false,
    value: (queue) =>
      queueFeatures(queue)
        .map((feature) => feature.label)
        .join(', '),
    cell: (queue) => <FeatureChips features={queueFeatures(queue)} />,
  },
];

/** Columns of the queues table; `hasSeveralVirtualHosts` shows whose queue it is only where that is a question. */
export const queueColumns = (broker: string, hasSeveralVirtualHosts: boolean, isTarget: IsTarget): readonly Column<Queue>[] => [
  ...identity(broker, hasSeveralVirtualHosts, isTarget),
  ...traffic(broker),
  ...queueDetailColumns,
];
