'use client';

import { Search as SearchIcon } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextArea } from '@/components/ui/text-area';
import { QueuesField } from './queues-field';
import { type SearchParams, type useSearchParams, whyNoSearch } from './search-params';

export type SearchFormProps = {
  readonly params: SearchParams;
  readonly setParams: ReturnType<typeof useSearchParams>[1];
  readonly queueNames: readonly string[];
  readonly whyNot: string | null;
  readonly isBusy: boolean;
  readonly onSearch: () => void;
};

/** Plain boxes that must all hold, and the filter language for those who want more. */
export function SearchForm({ params, setParams, queueNames, whyNot, isBusy, onSearch }: SearchFormProps) {
  const set = (change: Partial<SearchParams>) => void setParams(change);
  return (
    <form
      className="flex shrink-0 flex-col gap-3 border-b px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot === null && whyNoSearch(params) === null) onSearch();
      }}
    >
      <div className="grid grid-cols-4 gap-3 max-xl:grid-cols-2 max-sm:grid-cols-1">
        <Field label="Text anywhere" hint="Body, headers, routing key, properties">
          <Input
            type="search"
            isMono
            value={params.text}
            placeholder="order 4711"
            onChange={(event) => set({ text: event.target.value })}
          />
        </Field>
        <PairField
          label="Header"
          left={params.header}
          right={params.value}
          leftName="Header"
          rightName="Value of the header"
          placeholder="x-tenant"
          onChange={(header, value) => set({ header, value })}
        />
        <PairField
          label="JSON path"
          left={params.path}
          right={params.is}
          leftName="JSON path"
          rightName="Value at the path"
          placeholder="order.id"
          onChange={(path, is) => set({ path, is })}
        />
        <QueuesField params={params} queueNames={queueNames} onChange={set} />
      </div>
      <details open={params.filter !== ''}>
        <summary className="cursor-pointer text-ink-muted hover:text-ink">Filter language</summary>
        <div className="mt-2 max-w-[760px]">
          <Field
            label="CEL expression"
            hint="Names: body, text, headers, properties, exchange, routingKey, redelivered, sizeBytes. Example: body.total > 100 && headers.tenant == 'acme'"
          >
            <TextArea isMono rows={2} value={params.filter} onChange={(event) => set({ filter: event.target.value })} />
          </Field>
        </div>
      </details>
      <div>
        <Button type="submit" variant="primary" icon={SearchIcon} isBusy={isBusy} disabledReason={whyNot ?? whyNoSearch(params)}>
          {params.queues.length === 0
            ? 'Search all queues'
            : `Search ${params.queues.length === 1 ? (params.queues[0] ?? '') : `${params.queues.length} queues`}`}
        </Button>
      </div>
    </form>
  );
}

function PairField(props: {
  label: string;
  left: string;
  right: string;
  leftName: string;
  rightName: string;
  placeholder: string;
  onChange: (left: string, right: string) => void;
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-small font-medium text-ink-muted">{props.label}</legend>
      <div className="flex items-center gap-1.5">
        <Input
          isMono
          aria-label={props.leftName}
          placeholder={props.placeholder}
          value={props.left}
          onChange={(event) => props.onChange(event.target.value, props.right)}
        />
        <span className="text-ink-faint">is</span>
        <Input
          isMono
          aria-label={props.rightName}
          value={props.right}
          onChange={(event) => props.onChange(props.left, event.target.value)}
        />
      </div>
    </fieldset>
  );
}
