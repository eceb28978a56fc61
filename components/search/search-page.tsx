'use client';

import { useMutation } from '@tanstack/react-query';
import { Search as SearchIcon } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { errorSentence } from '@/lib/queries/client';
import { useLiveRows } from '@/lib/queries/live';
import { startSearch, useSearch } from '@/lib/queries/search';
import { useWhyNot } from '@/lib/queries/session';
import { SearchForm } from './search-form';
import { requestOf, useSearchParams } from './search-params';
import { SearchResults } from './search-results';

/** Find one message among all of a broker's queues; what was looked at is always said. */
export function SearchPage({ broker }: { broker: string }) {
  const [params, setParams] = useSearchParams();
  const queues = useLiveRows(broker, 'queues');
  const whyNot = useWhyNot('message.read-body');
  const search = useSearch(broker, params.search);
  const start = useMutation({
    mutationFn: () => startSearch(broker, requestOf(params)),
    onSuccess: ({ id }) => void setParams({ search: id, message: null }, { history: 'push' }),
  });
  const queueNames = queues?.flatMap((queue) => (queue.virtualHost === params.vhost ? [queue.name] : [])) ?? [];
  return (
    <div className="flex min-h-0 flex-1 flex-col max-md:overflow-y-auto">
      <PageHeader
        title="Search"
        sentence="Looks through the messages that lie in queues now. It runs on the server; the link of the page shows others the same search."
      />
      <SearchForm
        params={params}
        setParams={setParams}
        queueNames={queueNames}
        whyNot={whyNot}
        isBusy={start.isPending}
        onSearch={() => start.mutate()}
      />
      {start.error ? (
        <div className="px-4 pt-3">
          <Notice tone="danger">{errorSentence(start.error)}</Notice>
        </div>
      ) : null}
      {search.error ? <ErrorState what="The search" cause={search.error} onRetry={() => void search.refetch()} /> : null}
      {search.data ? (
        <SearchResults
          broker={broker}
          search={search.data}
          openKey={params.message}
          onOpen={(message) => void setParams({ message }, { history: 'push' })}
        />
      ) : params.search === null ? (
        <EmptyState icon={SearchIcon} title="Which message?">
          An order number, a customer, a header: type what you know. Every result says how much was looked at, and nothing in the queues
          changes where the broker can be read without taking.
        </EmptyState>
      ) : null}
    </div>
  );
}
