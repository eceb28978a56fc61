'use client';

import { ListChecks } from 'lucide-react';
import { OperationFigures } from '@/components/message-view/operation-figures';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { MonoName } from '@/components/ui/mono-name';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { destinationText, kindWord, selectionText } from '@/lib/model/operation-words';
import type { Operation } from '@/lib/model/operations';
import { pagePath, queuePath } from '@/lib/model/page-path';
import { formatCounted } from '@/lib/model/quantity';
import { isNotFound } from '@/lib/queries/client';
import { useOperation } from '@/lib/queries/operations';
import { LedgerTable } from './ledger-table';
import { OperationActs } from './operation-acts';

const fromOutside = ({ request, counts }: Operation): string =>
  request.kind === 'publish' ? formatCounted(counts.total, 'time') : 'of a file';

/** One operation: how far it is, what became of its messages in sum and one by one, and what can still be done. */
export function OperationPage({ broker, id }: { broker: string; id: string }) {
  const { operation, error, refetch } = useOperation(broker, id);
  if (error && isNotFound(error))
    return (
      <EmptyState
        icon={ListChecks}
        title="No such operation"
        action={<ButtonLink href={pagePath([broker, 'operations'])}>All operations</ButtonLink>}
      >
        The address names an operation that this broker never had.
      </EmptyState>
    );
  if (error && operation === undefined) return <ErrorState what="The operation" cause={error} onRetry={refetch} />;
  if (operation === undefined) return <OperationSkeleton />;
  const { request } = operation;
  return (
    <div className="flex min-h-0 flex-1 flex-col max-md:overflow-y-auto">
      <PageHeader
        title={
          <>
            {kindWord(request.kind)} {request.kind === 'import' && request.queue !== '' ? 'into ' : ''}
            {request.queue === '' ? (
              fromOutside(operation)
            ) : (
              <MonoName
                name={request.queue}
                href={queuePath(broker, { virtualHost: request.virtualHost, name: request.queue }, { tab: 'messages' })}
              />
            )}
          </>
        }
        sentence={<OperationDetail operation={operation} />}
        actions={<OperationActs broker={broker} operation={operation} />}
      />
      <div className="shrink-0 px-4 pb-4">
        <OperationFigures operation={operation} />
      </div>
      <div className="flex min-h-[320px] flex-1 flex-col border-t">
        <LedgerTable broker={broker} operation={operation} />
      </div>
    </div>
  );
}

function OperationDetail({ operation }: { operation: Operation }) {
  const { request, options, startedBy, startedAtMs } = operation;
  return (
    <>
      {selectionText(request)} to {destinationText(request)}, started by {startedBy} <RelativeTime atMs={startedAtMs} />
      {options.ratePerSecond === null ? '' : `, at most ${options.ratePerSecond} a second`}
      {options.canary ? ', beginning with one' : ''}
    </>
  );
}

function OperationSkeleton() {
  return (
    <div role="status" aria-label="Loading the operation" className="flex flex-col gap-3 p-4">
      <Skeleton className="h-6 w-64 max-w-full" />
      <Skeleton className="h-4 w-96 max-w-full" />
      <Skeleton className="h-2 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
