'use client';

import { Search as SearchIcon } from 'lucide-react';
import { FilterInput } from '@/components/message-search/filter-input';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { SearchScope } from '@/lib/model/search';
import { PlainBoxes } from './plain-boxes';
import { ScopeField } from './scope-field';
import { inCel, type SearchParams, whyNoSearch } from './search-params';

export type SearchFormProps = {
  readonly broker: string;
  readonly params: SearchParams;
  readonly scopes: readonly SearchScope[];
  readonly whyNot: string | null;
  readonly isBusy: boolean;
  readonly onChange: (change: Partial<SearchParams>) => void;
  readonly onSearch: () => void;
};

/** What to look for, by plain boxes or in the filter language, and where. */
export function SearchForm({ broker, params, scopes, whyNot, isBusy, onChange, onSearch }: SearchFormProps) {
  const reason = whyNot ?? whyNoSearch(params);
  const submit = () => reason === null && !isBusy && onSearch();
  return (
    <form
      className="flex shrink-0 flex-col gap-3 border-b px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div>
        <SegmentedControl
          ariaLabel="How to say what to look for"
          value={params.by}
          onChange={(by) => onChange(by === 'cel' ? inCel(params) : { by })}
          options={[
            { value: 'boxes', label: 'Boxes' },
            { value: 'cel', label: 'Filter language' },
          ]}
        />
      </div>
      {params.by === 'cel' ? (
        <FilterInput value={params.filter} scopes={scopes} onChange={(filter) => onChange({ filter })} onSubmit={submit} />
      ) : (
        <>
          <PlainBoxes params={params} onChange={onChange} />
          {params.filter === '' ? null : (
            <Notice
              tone="neutral"
              action={
                <Button size="small" onClick={() => onChange({ filter: '' })}>
                  Drop it
                </Button>
              }
            >
              This filter must hold as well: <code>{params.filter}</code>
            </Notice>
          )}
        </>
      )}
      <ScopeField broker={broker} params={params} onChange={onChange} />
      <div>
        <Button type="submit" variant="primary" icon={SearchIcon} isBusy={isBusy} disabledReason={reason}>
          {labelOf(params, scopes)}
        </Button>
      </div>
    </form>
  );
}

function labelOf({ where }: SearchParams, scopes: readonly SearchScope[]): string {
  if (where === 'all') return scopes.length === 1 ? 'Search all brokers' : `Search all ${scopes.length} brokers`;
  const queues = scopes[0]?.queues ?? [];
  if (where === 'broker' || queues.length === 0) return where === 'broker' ? 'Search all queues' : 'Search';
  return queues.length === 1 ? `Search ${queues[0]?.name}` : `Search ${queues.length} queues`;
}
