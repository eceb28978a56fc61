import type { Column } from '@/components/data-table/column';
import { FeatureChips } from '@/components/ui/feature-chips';
import { MonoName } from '@/components/ui/mono-name';
import { RateCell } from '@/components/ui/rate-cell';
import { exchangePath } from '@/lib/model/page-path';
import type { Exchange } from '@/lib/model/resources';
import { exchangeFeatures, exchangeTitle } from './exchange-words';

/** An exchange with how many bindings lead out of it. */
export type ExchangeRow = { readonly exchange: Exchange; readonly bindingCount: number };

export const exchangeColumns = (broker: string): readonly Column<ExchangeRow>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 180,
    grow: 2,
    priority: 1,
    filter: 'text',
    value: ({ exchange }) => exchangeTitle(exchange),
    cell: ({ exchange }) => <MonoName name={exchangeTitle(exchange)} href={exchangePath(broker, exchange)} tabIndex={-1} />,
  },
  {
    id: 'vhost',
    header: 'Virtual host',
    term: 'virtual host',
    width: 112,
    filter: 'choice',
    isMono: true,
    priority: 3,
    value: ({ exchange }) => exchange.virtualHost,
  },
  { id: 'type', header: 'Type', width: 104, filter: 'choice', priority: 1, value: ({ exchange }) => exchange.type },
  {
    id: 'bindings',
    header: 'Bindings',
    term: 'binding',
    width: 96,
    align: 'end',
    filter: 'number',
    priority: 2,
    value: ({ bindingCount }) => bindingCount,
  },
  {
    id: 'in',
    header: 'In/s',
    term: 'published',
    width: 88,
    align: 'end',
    filter: 'number',
    priority: 2,
    value: ({ exchange }) => exchange.publishInRate,
    cell: ({ exchange }) => <RateCell perSecond={exchange.publishInRate} />,
  },
  {
    id: 'out',
    header: 'Out/s',
    width: 88,
    align: 'end',
    filter: 'number',
    priority: 3,
    value: ({ exchange }) => exchange.publishOutRate,
    cell: ({ exchange }) => <RateCell perSecond={exchange.publishOutRate} />,
  },
  {
    id: 'features',
    header: 'Features',
    width: 160,
    grow: 2,
    filter: 'text',
    priority: 3,
    isSortable: false,
    value: ({ exchange }) =>
      exchangeFeatures(exchange)
        .map((feature) => feature.label)
        .join(', '),
    cell: ({ exchange }) => <FeatureChips features={exchangeFeatures(exchange)} />,
  },
];
