'use client';

import { ScrollText } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { Column } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { ExactTime } from '@/components/ui/relative-time';
import type { AuditEntry } from '@/lib/model/console';
import { formatCounted } from '@/lib/model/quantity';
import { useAudit } from '@/lib/queries/audit';
import { AuditEntryDialog } from './audit-entry-dialog';
import { AuditFilterBar } from './audit-filter-bar';
import { auditParsers } from './audit-params';
import { OutcomeBadge } from './outcome-badge';

const rowKey = (entry: AuditEntry): string => entry.id;
const columns: readonly Column<AuditEntry>[] = [
  { id: 'when', header: 'When', width: 176, priority: 1, value: (entry) => entry.atMs, cell: ({ atMs }) => <ExactTime atMs={atMs} /> },
  { id: 'who', header: 'Who', width: 88, grow: 1, priority: 1, value: (entry) => entry.personName },
  { id: 'act', header: 'Act', width: 126, grow: 1, priority: 1, isMono: true, isName: true, value: (entry) => entry.act },
  { id: 'subject', header: 'On what', width: 200, grow: 3, priority: 3, value: (entry) => entry.subject },
  {
    id: 'outcome',
    header: 'Outcome',
    width: 96,
    priority: 2,
    value: (entry) => entry.outcome,
    cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
  },
  { id: 'reason', header: 'Reason', width: 160, grow: 2, priority: 3, value: (entry) => entry.reason },
  { id: 'broker', header: 'Broker', width: 112, priority: 3, isHidden: true, value: (entry) => entry.brokerId },
];

/** Every change and every refusal, newest first: who, when, what, before and after. */
export function AuditPage() {
  const [params, setParams] = useQueryStates(auditParsers, { history: 'replace' });
  const { person, act, outcome, broker, text } = params;
  const audit = useAudit({ person, act, outcome, broker, q: text });
  const entries = audit.data?.entries;
  const open = useMemo(() => entries?.find((entry) => entry.id === params.entry), [entries, params.entry]);
  const knownActs = useMemo(() => [...new Set(entries?.map((entry) => entry.act))].sort(), [entries]);
  const hasFilter = [person, act, outcome, broker, text].some((value) => value !== null);
  const clear = () => void setParams({ person: null, act: null, outcome: null, broker: null, text: null });
  const total = audit.data?.totalCount ?? 0;
  const more = audit.hasNextPage ? (
    <div className="flex justify-center p-3">
      <Button isBusy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
        Older entries
      </Button>
    </div>
  ) : null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title="Audit log"
        sentence={
          audit.data
            ? `${formatCounted(total, 'entry', 'entries')}${hasFilter ? ' match.' : ': every change and every refusal.'}`
            : 'Loading the log.'
        }
      />
      <AuditFilterBar params={params} knownActs={knownActs} onChange={(change) => void setParams(change)} />
      <DataTable
        id="audit"
        label="Audit entries"
        rows={entries}
        rowKey={rowKey}
        columns={columns}
        error={audit.error}
        onRetry={() => void audit.refetch()}
        totalCount={total}
        searchPlaceholder="Filter the loaded entries"
        onOpen={(entry) => void setParams({ entry: entry.id })}
        footer={more}
        empty={
          <EmptyState
            icon={ScrollText}
            title={hasFilter ? 'Nothing matches' : 'Nothing has been changed yet'}
            action={hasFilter ? <Button onClick={clear}>Clear the filters</Button> : null}
          >
            {hasFilter
              ? 'The log has entries, but none matches what you filter by.'
              : 'Each change made through the console appears here, with who made it, when, and what it was before.'}
          </EmptyState>
        }
      />
      {open ? <AuditEntryDialog entry={open} onClose={() => void setParams({ entry: null })} /> : null}
    </div>
  );
}
