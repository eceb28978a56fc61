'use client';

import { History, Search as SearchIcon } from 'lucide-react';
import { SearchMatches } from '@/components/message-search/search-matches';
import { useStartSearch } from '@/components/message-search/use-start-search';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { useBrokers } from '@/lib/queries/brokers';
import { errorSentence } from '@/lib/queries/client';
import { useSearch } from '@/lib/queries/search';
import { useWhyNot } from '@/lib/queries/session';
import { OtherSearch } from './other-search';
import { RecentSearches } from './recent-searches';
import { SearchForm } from './search-form';
import { paramsOf, requestOf, type SearchParams, scopesOf, useSearchParams } from './search-params';

/** Find one message among queues, virtual hosts and brokers; what was looked at is always said. */
export function SearchPage({ broker }: { broker: string }) {
  const [params, setParams] = useSearchParams();
  const brokerIds = useBrokers().data?.map(({ id }) => id) ?? [broker];
  const whyNot = useWhyNot('message.read-body');
  const search = useSearch(params.search);
  const starting = useStartSearch((id) => void setParams({ search: id, message: null }, { history: 'push' }));
  const scopes = scopesOf(params, broker, brokerIds);
  const change = (changed: Partial<SearchParams>) => void setParams(changed);
  return (
    <div className="flex min-h-0 flex-1 flex-col max-md:overflow-y-auto">
      <PageHeader
        title="Search"
        sentence="Looks through the messages that lie in queues now. It runs on the server; the link of the page shows others the same search."
        actions={
          params.search === null ? null : (
            <Button icon={History} onClick={() => void setParams({ search: null, message: null }, { history: 'push' })}>
              Recent searches
            </Button>
          )
        }
      />
      <SearchForm
        broker={broker}
        params={params}
        scopes={scopes}
        whyNot={whyNot}
        isBusy={starting.isBusy}
        onChange={change}
        onSearch={() => starting.start(requestOf(params, scopes))}
      />
      {starting.dialog}
      {starting.error ? (
        <div className="px-4 pt-3">
          <Notice tone="danger">{errorSentence(starting.error)}</Notice>
        </div>
      ) : null}
      {search.error ? <ErrorState what="The search" cause={search.error} onRetry={() => void search.refetch()} /> : null}
      {search.data ? (
        <OtherSearch
          found={search.data.request}
          params={params}
          requestOf={(some) => requestOf(some, scopesOf(some, broker, brokerIds))}
          onShow={change}
        />
      ) : null}
      {search.data ? (
        <SearchMatches
          search={search.data}
          openKey={params.message}
          onOpen={(message) => void setParams({ message }, { history: 'push' })}
        />
      ) : params.search === null ? (
        <div className="min-h-0 flex-1 md:overflow-y-auto">
          <EmptyState icon={SearchIcon} title="Which message?">
            An order number, a customer, a header: type what you know. Every result says how much was looked at, and nothing in the queues
            changes where the broker can be read without taking.
          </EmptyState>
          <RecentSearches
            isWanted={whyNot === null}
            onOpen={({ id, request }) => void setParams({ ...paramsOf(request), search: id, message: null }, { history: 'push' })}
            onRepeat={({ request }) => {
              change(paramsOf(request));
              starting.start({ ...request, scopes: request.scopes.map((scope) => ({ ...scope, acceptsEffects: false })) });
            }}
          />
        </div>
      ) : null}
    </div>
  );
}
