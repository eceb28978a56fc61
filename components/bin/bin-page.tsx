'use client';

import { ArchiveRestore } from 'lucide-react';
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import type { Column } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import type { Selected } from '@/components/data-table/table-props';
import { PageSteps } from '@/components/message-view/page-steps';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { notify, notifyError } from '@/components/ui/toast';
import type { BinEntry } from '@/lib/model/operations';
import { formatBytes, formatCounted } from '@/lib/model/quantity';
import { binPageLimit, useBin, useRestore } from '@/lib/queries/bin';
import { useWhyNot } from '@/lib/queries/session';
import { UsageBar, usageSentence } from './bin-usage';
import { NothingBinned } from './nothing-binned';

const entryKey = (entry: BinEntry): string => entry.id;

const columns: readonly Column<BinEntry>[] = [
  { id: 'queue', header: 'From queue', width: 160, grow: 2, isMono: true, priority: 1, value: (entry) => entry.queue },
  {
    id: 'key',
    header: 'Routing key',
    term: 'routing key',
    width: 140,
    grow: 1,
    isMono: true,
    priority: 2,
    value: (entry) => entry.routingKey,
  },
  { id: 'exchange', header: 'Exchange', width: 120, grow: 1, isMono: true, priority: 3, value: (entry) => entry.exchange || '(default)' },
  {
    id: 'why',
    header: 'Why it is here',
    width: 150,
    priority: 2,
    filter: 'choice',
    value: (entry) => (entry.isOriginal ? 'original of an edited one' : 'discarded'),
  },
  {
    id: 'size',
    header: 'Size',
    width: 84,
    align: 'end',
    priority: 2,
    value: (entry) => entry.bodySizeBytes,
    cell: (entry) => formatBytes(entry.bodySizeBytes),
  },
  {
    id: 'discarded',
    header: 'Discarded',
    width: 110,
    align: 'end',
    priority: 2,
    value: (entry) => entry.discardedAtMs,
    cell: (entry) => <RelativeTime atMs={entry.discardedAtMs} />,
  },
  {
    id: 'expires',
    header: 'Gone for good',
    width: 110,
    align: 'end',
    priority: 1,
    value: (entry) => entry.expiresAtMs,
    cell: (entry) => <RelativeTime atMs={entry.expiresAtMs} />,
  },
];

/** What was discarded or purged and can still be brought back, with the bounds of the bin in plain sight. */
export function BinPage({ broker }: { broker: string }) {
  const [params, setParams] = useQueryStates(
    { queue: parseAsString.withDefault(''), from: parseAsInteger.withDefault(0) },
    { history: 'replace' },
  );
  const bin = useBin(broker, params.queue === '' ? null : params.queue, Math.max(0, params.from));
  const usage = bin.data?.usage;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title="Bin"
        sentence={usage ? usageSentence(usage) : 'Loading the bin.'}
        detail={usage ? <UsageBar usage={usage} /> : null}
      />
      <DataTable
        id="bin"
        label="Discarded messages"
        rows={bin.data?.entries}
        rowKey={entryKey}
        columns={columns}
        error={bin.error}
        onRetry={() => void bin.refetch()}
        searchPlaceholder="Filter this page"
        toolbar={
          <div className="w-52">
            <Input
              size="small"
              isMono
              aria-label="Only from the queue"
              placeholder="Only from the queue …"
              value={params.queue}
              onChange={(event) => void setParams({ queue: event.target.value || null, from: null })}
            />
          </div>
        }
        selectionActions={(selected) => <RestoreButton broker={broker} selected={selected} />}
        empty={<NothingBinned queue={params.queue} onClear={() => void setParams({ queue: null, from: null })} />}
        footer={
          bin.data ? (
            <PageSteps
              label="Pages of the bin"
              from={params.from}
              limit={binPageLimit}
              shownCount={bin.data.entries.length}
              totalCount={bin.data.totalCount}
              onGo={(from) => void setParams({ from })}
            />
          ) : null
        }
      />
    </div>
  );
}

function RestoreButton({ broker, selected }: { broker: string; selected: Selected<BinEntry> }) {
  const whyNot = useWhyNot('message.discard');
  const restore = useRestore(broker);
  const run = () =>
    restore.mutate(
      selected.rows.map((entry) => entry.id),
      {
        onSuccess: ({ restoredCount, failed }) => {
          const [first] = failed;
          const left = first === undefined ? '' : ` ${formatCounted(failed.length, 'message')} not: ${first.reason}`;
          notify(`Restored ${formatCounted(restoredCount, 'message')} to where they were.${left}`);
          selected.clear();
        },
        onError: notifyError,
      },
    );
  return (
    <Button size="small" variant="primary" icon={ArchiveRestore} isBusy={restore.isPending} disabledReason={whyNot} onClick={run}>
      Restore {formatCounted(selected.count, 'message')}
    </Button>
  );
}
