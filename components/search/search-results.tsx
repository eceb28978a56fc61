'use client';

import { ArrowUpRight, SearchX, X } from 'lucide-react';
import { useMemo } from 'react';
import type { Column } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { MessageDetail } from '@/components/message-view/message-detail';
import { ButtonLink } from '@/components/ui/button-link';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { bodyPreview } from '@/lib/model/body-preview';
import { queuePath } from '@/lib/model/page-path';
import { formatBytes } from '@/lib/model/quantity';
import type { Search, SearchMatch } from '@/lib/model/search';
import { useBroker } from '@/lib/queries/brokers';
import { SearchProgress } from './search-progress';

const matchKey = (match: SearchMatch): string =>
  JSON.stringify([match.virtualHost, match.queue, match.message.id ?? match.message.position]);

const columns: readonly Column<SearchMatch>[] = [
  { id: 'queue', header: 'Queue', width: 150, grow: 1, isMono: true, priority: 1, filter: 'choice', value: (match) => match.queue },
  { id: 'position', header: 'Position', width: 84, align: 'end', priority: 3, value: (match) => match.message.position + 1 },
  {
    id: 'key',
    header: 'Routing key',
    term: 'routing key',
    width: 140,
    grow: 1,
    isMono: true,
    priority: 2,
    value: (match) => match.message.routingKey,
  },
  { id: 'preview', header: 'Body', width: 220, grow: 3, isMono: true, priority: 1, value: (match) => bodyPreview(match.message) },
  {
    id: 'age',
    header: 'In the queue',
    width: 104,
    align: 'end',
    priority: 3,
    value: (match) => match.message.enqueuedAtMs,
    cell: ({ message }) => (message.enqueuedAtMs === null ? '–' : <RelativeTime atMs={message.enqueuedAtMs} isAge />),
  },
  {
    id: 'size',
    header: 'Size',
    width: 76,
    align: 'end',
    priority: 3,
    value: (match) => match.message.bodySizeBytes,
    cell: (match) => formatBytes(match.message.bodySizeBytes),
  },
];

/** Matches as they come in, the open one beside them. */
export function SearchResults({
  broker,
  search,
  openKey,
  onOpen,
}: {
  broker: string;
  search: Search;
  openKey: string | null;
  onOpen: (key: string | null) => void;
}) {
  const canLoadById = useBroker(broker)?.capabilities.includes('message-by-id') ?? false;
  const open = useMemo(() => search.matches.find((match) => matchKey(match) === openKey) ?? null, [search.matches, openKey]);
  const isOver = search.state === 'completed';
  return (
    <>
      <SearchProgress broker={broker} search={search} />
      <div className={classNames('grid min-h-[320px] flex-1', open ? 'grid-cols-2 max-md:grid-cols-1' : 'grid-cols-1')}>
        <div className={classNames('flex min-h-0 min-w-0 flex-col', open && 'max-md:hidden')}>
          <DataTable
            id="search-matches"
            label="Matches"
            rows={search.matches}
            rowKey={matchKey}
            columns={columns}
            searchPlaceholder="Filter the matches"
            openKey={openKey}
            onOpen={(match) => onOpen(matchKey(match))}
            empty={
              <EmptyState icon={SearchX} title={isOver ? 'Nothing found' : 'No match so far'}>
                {isOver
                  ? 'Every message of the chosen queues was looked at. It may have been consumed before: consumed messages are not kept.'
                  : 'The search has not looked at everything yet.'}
              </EmptyState>
            }
          />
        </div>
        {open ? <OpenMatch broker={broker} match={open} canLoadById={canLoadById} onClose={() => onOpen(null)} /> : null}
      </div>
    </>
  );
}

function OpenMatch({
  broker,
  match,
  canLoadById,
  onClose,
}: {
  broker: string;
  match: SearchMatch;
  canLoadById: boolean;
  onClose: () => void;
}) {
  const { virtualHost, queue, message } = match;
  return (
    <aside aria-label="Open match" className="flex min-h-0 min-w-0 flex-col border-l bg-surface max-md:border-l-0">
      <div className="flex shrink-0 items-center gap-2 border-b px-4 py-1.5">
        <ButtonLink
          size="small"
          icon={ArrowUpRight}
          href={queuePath(broker, { virtualHost, name: queue }, { tab: 'messages', message: message.id })}
        >
          Open in {queue}
        </ButtonLink>
        <span className="flex-1" />
        <IconButton size="small" label="Close the match" icon={X} onClick={onClose} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <MessageDetail message={message} place={{ broker, virtualHost, queue }} canLoadById={canLoadById} />
      </div>
    </aside>
  );
}
