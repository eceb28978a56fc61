import type { Column } from '@/components/data-table/column';
import { OperationStateBadge } from '@/components/message-view/operation-figures';
import { OutcomeBar } from '@/components/message-view/outcome-bar';
import { MonoName } from '@/components/ui/mono-name';
import { RelativeTime } from '@/components/ui/relative-time';
import { destinationText, kindWord } from '@/lib/model/operation-words';
import type { Operation } from '@/lib/model/operations';
import { pagePath } from '@/lib/model/page-path';
import { formatCount } from '@/lib/model/quantity';

export const operationPath = (broker: string, id: string): string => pagePath([broker, 'operations', id]);

export const operationColumns: readonly Column<Operation>[] = [
  { id: 'what', header: 'What', width: 110, priority: 1, filter: 'choice', value: (operation) => kindWord(operation.request.kind) },
  {
    id: 'queue',
    header: 'Queue',
    width: 160,
    grow: 2,
    priority: 1,
    filter: 'text',
    value: (operation) => operation.request.queue,
    cell: (operation) => (operation.request.queue === '' ? '–' : <MonoName name={operation.request.queue} />),
  },
  { id: 'to', header: 'To', width: 160, grow: 1, priority: 3, value: (operation) => destinationText(operation.request) },
  {
    id: 'state',
    header: 'State',
    width: 104,
    priority: 1,
    filter: 'choice',
    value: (operation) => operation.state,
    cell: (operation) => <OperationStateBadge state={operation.state} />,
  },
  {
    id: 'messages',
    header: 'Messages',
    width: 92,
    align: 'end',
    priority: 2,
    value: (operation) => operation.counts.total,
    cell: (operation) => formatCount(operation.counts.total),
  },
  {
    id: 'outcome',
    header: 'What became of them',
    term: 'ledger',
    width: 180,
    grow: 2,
    priority: 3,
    isSortable: false,
    value: () => null,
    cell: (operation) => (
      <span className="block w-full">
        <OutcomeBar counts={operation.counts} hasLegend={false} />
      </span>
    ),
  },
  { id: 'by', header: 'By', width: 120, priority: 3, filter: 'choice', value: (operation) => operation.startedBy },
  {
    id: 'started',
    header: 'Started',
    width: 104,
    align: 'end',
    priority: 2,
    value: (operation) => operation.startedAtMs,
    cell: (operation) => <RelativeTime atMs={operation.startedAtMs} />,
  },
];
