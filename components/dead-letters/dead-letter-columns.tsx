import type { Column } from '@/components/data-table/column';
import { MeaningMark } from '@/components/ui/meaning';
import { MonoName } from '@/components/ui/mono-name';
import { RelativeTime } from '@/components/ui/relative-time';
import type { DeadLetterTarget } from '@/lib/model/dead-letter-targets';
import { queuePath } from '@/lib/model/page-path';
import { formatCount, formatCounted } from '@/lib/model/quantity';
import { ReasonsCell } from './reasons-cell';

const sourcesShownMax = 2;

const sourceNames = (target: DeadLetterTarget): string => target.sources.map((source) => source.queue.name).join(', ');

function Sources({ target }: { target: DeadLetterTarget }) {
  const shown = target.sources.slice(0, sourcesShownMax);
  const more = target.sources.length - shown.length;
  return (
    <span className="truncate font-mono" title={sourceNames(target)}>
      {shown.map((source) => source.queue.name).join(', ')}
      {more > 0 ? <span className="font-sans text-ink-muted"> and {formatCounted(more, 'more', 'more')}</span> : null}
    </span>
  );
}

export const deadLetterColumns = (broker: string, hasSeveralHosts: boolean): readonly Column<DeadLetterTarget>[] => [
  {
    id: 'name',
    header: 'Queue',
    width: 200,
    grow: 2,
    priority: 1,
    filter: 'text',
    value: (target) => target.queue.name,
    cell: ({ queue }) => (
      <span className="flex min-w-0 items-center gap-2">
        {(queue.totalCount ?? 0) > 0 ? (
          <MeaningMark meaning="dead-lettered" label="holds dead letters" />
        ) : (
          <span className="size-2.5 shrink-0" />
        )}
        <MonoName name={queue.name} href={queuePath(broker, queue, { tab: 'messages' })} tabIndex={-1} />
      </span>
    ),
  },
  ...(hasSeveralHosts
    ? [
        {
          id: 'host',
          header: 'Virtual host',
          width: 110,
          filter: 'choice' as const,
          isMono: true,
          value: (target: DeadLetterTarget) => target.queue.virtualHost,
        },
      ]
    : []),
  {
    id: 'messages',
    header: 'Messages',
    width: 116,
    align: 'end',
    priority: 1,
    filter: 'number',
    value: (target) => target.queue.totalCount,
    cell: ({ queue }) => <span className={queue.totalCount ? 'font-semibold' : 'text-ink-faint'}>{formatCount(queue.totalCount)}</span>,
  },
  {
    id: 'oldest',
    header: 'Oldest',
    width: 96,
    align: 'end',
    priority: 3,
    value: (target) => target.queue.headMessageAtMs,
    cell: ({ queue }) => (queue.headMessageAtMs === null ? '–' : <RelativeTime atMs={queue.headMessageAtMs} isAge />),
  },
  {
    id: 'reasons',
    header: 'Why, of the newest',
    width: 260,
    grow: 3,
    priority: 2,
    isSortable: false,
    value: () => null,
    cell: ({ queue }) => <ReasonsCell broker={broker} queue={queue} />,
  },
  {
    id: 'sources',
    header: 'From',
    width: 180,
    grow: 2,
    priority: 3,
    filter: 'text',
    value: sourceNames,
    cell: (target) => <Sources target={target} />,
  },
  { id: 'consumers', header: 'Consumers', width: 104, align: 'end', priority: 3, value: (target) => target.queue.consumerCount },
];
