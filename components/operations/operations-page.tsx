'use client';

import { ListChecks } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import type { Operation } from '@/lib/model/operations';
import { pagePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';
import { useOperations } from '@/lib/queries/operations';
import { operationColumns, operationPath } from './operation-columns';

const defaultSort: Sort = { column: 'started', direction: 'descending' };
const operationKey = (operation: Operation): string => operation.id;

/** Everything that was done to messages in bulk: who, what, how far, and what became of each. */
export function OperationsPage({ broker }: { broker: string }) {
  const router = useRouter();
  const { rows, error, refetch } = useOperations(broker);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Operations" sentence={sentenceOf(rows)} />
      <DataTable
        id="operations"
        label="Operations"
        rows={rows}
        rowKey={operationKey}
        columns={operationColumns}
        defaultSort={defaultSort}
        error={error}
        onRetry={refetch}
        searchPlaceholder="Filter by queue, kind or person"
        onOpen={(operation) => router.push(operationPath(broker, operation.id))}
        empty={
          <EmptyState
            icon={ListChecks}
            title="No operations yet"
            action={<ButtonLink href={pagePath([broker, 'dead-letters'])}>Look at the dead letters</ButtonLink>}
          >
            A replay, move, copy or discard of messages becomes an operation: planned first, run on the server, and recorded message by
            message.
          </EmptyState>
        }
      />
    </div>
  );
}

function sentenceOf(operations: readonly Operation[] | undefined): string {
  if (operations === undefined) return 'Loading the operations.';
  const running = operations.filter((operation) => operation.state === 'running').length;
  const braked = operations.filter((operation) => operation.state === 'braked').length;
  if (braked > 0) return `${formatCounted(braked, 'operation')} stopped by itself and wait${braked === 1 ? 's' : ''} for somebody.`;
  if (running > 0) return `${formatCounted(running, 'operation')} under way.`;
  return operations.length === 0 ? 'Nothing has been replayed, moved or discarded yet.' : 'Nothing is under way.';
}
