import { Layers, Split } from 'lucide-react';
import type { Column } from '@/components/data-table/column';
import { MonoName } from '@/components/ui/mono-name';
import { exchangePath, queuePath } from '@/lib/model/page-path';
import type { Binding } from '@/lib/model/resources';
import { exchangeTitle } from './exchange-words';

const argumentsText = (binding: Binding): string =>
  Object.entries(binding.arguments)
    .map(([key, value]) => `${key} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

const keyColumns: readonly Column<Binding>[] = [
  {
    id: 'key',
    header: 'Routing key',
    term: 'routing key',
    width: 140,
    grow: 2,
    priority: 1,
    filter: 'text',
    isMono: true,
    value: (binding) => binding.routingKey,
  },
  {
    id: 'arguments',
    header: 'Arguments',
    width: 140,
    grow: 2,
    priority: 3,
    filter: 'text',
    isMono: true,
    isSortable: false,
    value: argumentsText,
  },
];

/** Bindings that lead out: where to. */
export const outgoingColumns = (broker: string): readonly Column<Binding>[] => [
  {
    id: 'to',
    header: 'To',
    width: 180,
    grow: 2,
    priority: 1,
    filter: 'text',
    value: (binding) => binding.destination,
    cell: ({ virtualHost, destination: name, destinationType }) => {
      const isQueue = destinationType === 'queue';
      const Icon = isQueue ? Layers : Split;
      return (
        <span className="flex min-w-0 items-center gap-2">
          <Icon aria-label={destinationType} role="img" className="size-3.5 shrink-0 text-ink-faint" />
          <MonoName
            name={name}
            href={isQueue ? queuePath(broker, { virtualHost, name }) : exchangePath(broker, { virtualHost, name })}
            tabIndex={-1}
          />
        </span>
      );
    },
  },
  { id: 'kind', header: 'Kind', width: 88, priority: 3, filter: 'choice', value: (binding) => binding.destinationType },
  ...keyColumns,
];

/** Bindings that lead in: where from. */
export const incomingColumns = (broker: string): readonly Column<Binding>[] => [
  {
    id: 'from',
    header: 'From exchange',
    width: 180,
    grow: 2,
    priority: 1,
    filter: 'text',
    value: (binding) => exchangeTitle({ name: binding.source }),
    cell: ({ virtualHost, source: name }) => (
      <MonoName name={exchangeTitle({ name })} href={exchangePath(broker, { virtualHost, name })} tabIndex={-1} />
    ),
  },
  ...keyColumns,
];
