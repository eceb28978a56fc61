import type { Column } from '@/components/data-table/column';
import { EnvironmentBadge } from '@/components/shell/environment';
import { Badge } from '@/components/ui/badge';
import { Tooltip } from '@/components/ui/tooltip';
import type { BrokerSummary } from '@/lib/model/console';
import { ABSENT } from '@/lib/model/quantity';

const stateWords = { live: 'live', stale: 'no answer', connecting: 'connecting' } as const;

function State({ broker: { freshness } }: { broker: BrokerSummary }) {
  const tone = freshness.state === 'live' ? 'good' : freshness.state === 'stale' ? 'warning' : 'neutral';
  return (
    <Tooltip content={freshness.state === 'stale' ? freshness.reason : undefined}>
      <span>
        <Badge tone={tone}>{stateWords[freshness.state]}</Badge>
      </span>
    </Tooltip>
  );
}

export const brokerColumns: readonly Column<BrokerSummary>[] = [
  { id: 'name', header: 'Name', width: 160, grow: 2, priority: 1, filter: 'text', value: (broker) => broker.name },
  {
    id: 'environment',
    header: 'Environment',
    width: 128,
    priority: 1,
    filter: 'choice',
    value: (broker) => broker.environment,
    cell: ({ environment }) => <EnvironmentBadge environment={environment} />,
  },
  {
    id: 'product',
    header: 'Product',
    width: 160,
    grow: 1,
    priority: 3,
    filter: 'text',
    value: ({ product, version }) => (product ? `${product} ${version ?? ''}` : ABSENT),
  },
  {
    id: 'state',
    header: 'State',
    width: 112,
    priority: 1,
    filter: 'choice',
    value: (broker) => stateWords[broker.freshness.state],
    cell: (broker) => <State broker={broker} />,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: 104,
    priority: 3,
    filter: 'choice',
    value: (broker) => (broker.isEmbedded ? 'embedded' : 'connected'),
  },
];
