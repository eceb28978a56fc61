'use client';

import { Search as SearchIcon, X } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { FilterInput } from '@/components/message-search/filter-input';
import { SearchMatches } from '@/components/message-search/search-matches';
import { useStartSearch } from '@/components/message-search/use-start-search';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Notice } from '@/components/ui/notice';
import { errorSentence } from '@/lib/queries/client';
import type { QueuePlace } from '@/lib/queries/messages';
import { useSearch } from '@/lib/queries/search';
import { useWhyNot } from '@/lib/queries/session';
import { useFilterSearch, useQueueFilter } from './use-queue-filter';

/** The messages of the whole queue that match a filter, with how much of it was looked at; all of them can be acted on. */
export function FilteredMessages({ place }: { place: QueuePlace }) {
  const [filter, setFilter] = useQueueFilter();
  const [searchId, setSearchId] = useFilterSearch();
  const [message, setMessage] = useQueryState('message', parseAsString.withOptions({ history: 'push' }));
  const search = useSearch(searchId);
  const starting = useStartSearch((id) => void setSearchId(id));
  const whyNot = useWhyNot('message.read-body');
  const text = filter ?? '';
  const scopes = [{ brokerId: place.broker, queues: [{ virtualHost: place.virtualHost, name: place.queue }], acceptsEffects: false }];
  const reason = whyNot ?? (text.trim() === '' ? 'Write a filter first.' : null);
  const submit = () => reason === null && starting.start({ scopes, filter: text.trim(), plain: null });
  const close = () => {
    void setSearchId(null);
    void setMessage(null);
    void setFilter(null, { history: 'push' });
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col max-md:overflow-y-auto">
      <div className="flex shrink-0 flex-col gap-2 border-b px-4 py-3">
        <FilterInput value={text} scopes={scopes} onChange={(changed) => void setFilter(changed)} onSubmit={submit} />
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" size="small" icon={SearchIcon} isBusy={starting.isBusy} disabledReason={reason} onClick={submit}>
            Filter all of {place.queue}
          </Button>
          <Button size="small" icon={X} onClick={close}>
            Show the queue by position
          </Button>
        </div>
        {starting.error ? <Notice tone="danger">{errorSentence(starting.error)}</Notice> : null}
      </div>
      {starting.dialog}
      {search.error ? <ErrorState what="The filtered messages" cause={search.error} onRetry={() => void search.refetch()} /> : null}
      {search.data ? <SearchMatches search={search.data} openKey={message} onOpen={(key) => void setMessage(key)} /> : null}
    </div>
  );
}
