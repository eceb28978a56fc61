'use client';

import { ScrollText } from 'lucide-react';
import { parseAsInteger, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { Column } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { ledgerWords } from '@/components/message-view/outcome-bar';
import { PageSteps } from '@/components/message-view/page-steps';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { ExactTime } from '@/components/ui/relative-time';
import { Select } from '@/components/ui/select';
import { Tooltip } from '@/components/ui/tooltip';
import type { LedgerEntry, LedgerState, Operation } from '@/lib/model/operations';
import { formatCount } from '@/lib/model/quantity';
import { ledgerPageLimit, useLedger } from '@/lib/queries/operations';

const states = Object.keys(ledgerWords) as readonly LedgerState[];
const anyState = 'any';
const entryKey = (entry: LedgerEntry): string => String(entry.index);

function StateCell({ entry }: { entry: LedgerEntry }) {
  const words = ledgerWords[entry.state];
  return (
    <Tooltip content={words.meaning}>
      <span className="flex items-center gap-1.5">
        <span aria-hidden className={classNames('size-2 shrink-0 rounded-small', words.fill)} />
        <span>
          {words.word}
          {entry.cameBackCount > 0 ? ` × ${formatCount(entry.cameBackCount)}` : ''}
          {entry.isDuplicatePossible ? <span className="text-warning"> · may be double</span> : null}
        </span>
      </span>
    </Tooltip>
  );
}

const columns: readonly Column<LedgerEntry>[] = [
  {
    id: 'index',
    header: 'No.',
    width: 72,
    align: 'end',
    priority: 1,
    isSortable: false,
    value: (entry) => entry.index + 1,
    cell: (entry) => formatCount(entry.index + 1),
  },
  {
    id: 'state',
    header: 'State',
    width: 170,
    priority: 1,
    isSortable: false,
    value: (entry) => ledgerWords[entry.state].word,
    cell: (entry) => <StateCell entry={entry} />,
  },
  {
    id: 'message',
    header: 'Message',
    width: 130,
    grow: 1,
    isMono: true,
    priority: 2,
    isSortable: false,
    value: (entry) => entry.messageId,
  },
  {
    id: 'destination',
    header: 'To',
    width: 150,
    grow: 1,
    isMono: true,
    priority: 2,
    isSortable: false,
    value: (entry) => entry.destination,
  },
  { id: 'detail', header: 'Detail', width: 180, grow: 2, priority: 3, isSortable: false, value: (entry) => entry.detail },
  { id: 'replay-id', header: 'Replay id', width: 150, isMono: true, isHidden: true, isSortable: false, value: (entry) => entry.replayId },
  {
    id: 'at',
    header: 'When',
    width: 190,
    align: 'end',
    priority: 3,
    isSortable: false,
    value: (entry) => entry.atMs,
    cell: (entry) => <ExactTime atMs={entry.atMs} />,
  },
];

/** What became of each message, in the order of the queue. */
export function LedgerTable({ broker, operation }: { broker: string; operation: Operation }) {
  const [params, setParams] = useQueryStates(
    { from: parseAsInteger.withDefault(0), state: parseAsStringLiteral(states) },
    { history: 'replace' },
  );
  const ledger = useLedger(broker, operation, Math.max(0, params.from), params.state);
  const showAll = () => void setParams({ state: null, from: null });
  return (
    <DataTable
      id="ledger"
      label="Ledger"
      rows={ledger.data?.entries}
      rowKey={entryKey}
      columns={columns}
      error={ledger.error}
      onRetry={() => void ledger.refetch()}
      searchPlaceholder="Filter this page"
      toolbar={
        <div className="w-44">
          <Select
            size="small"
            ariaLabel="Messages in the state"
            value={params.state ?? anyState}
            options={[{ value: anyState, label: 'In any state' }, ...states.map((value) => ({ value, label: ledgerWords[value].word }))]}
            onChange={(value) => void setParams({ state: states.find((each) => each === value) ?? null, from: null })}
          />
        </div>
      }
      empty={
        <EmptyState
          icon={ScrollText}
          title={params.state === null ? 'No messages' : `None is ${ledgerWords[params.state].word}`}
          action={params.state === null ? null : <Button onClick={showAll}>Show all</Button>}
        >
          {params.state === null ? 'The operation had no message to act on.' : 'No message of this operation is in the chosen state now.'}
        </EmptyState>
      }
      footer={
        ledger.data ? (
          <PageSteps
            label="Pages of the ledger"
            from={params.from}
            limit={ledgerPageLimit}
            shownCount={ledger.data.entries.length}
            totalCount={ledger.data.totalCount}
            onGo={(from) => void setParams({ from })}
          />
        ) : null
      }
    />
  );
}
