'use client';

import { Popover } from '@base-ui/react/popover';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { Checkbox } from '../ui/checkbox';
import { classNames } from '../ui/class-names';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { parseColumnFilter } from './column-filter';

/** One column's filter, without the type of its rows, so that this can be loaded on its own. */
export type FilterOfColumn = {
  readonly header: string;
  readonly kind: 'text' | 'number' | 'choice';
  readonly isMono: boolean;
  /** The header's text stands at the end, so the funnel at the start. */
  readonly isAtStart: boolean;
  readonly source: string;
  /** Distinct values, read when the choices are shown. */
  readonly readValues: () => readonly string[];
  readonly onChange: (source: string) => void;
};

/** More distinct values than this are no choice any more; the text filter finds them. */
const CHOICE_COUNT_MAX = 40;

const hints = { text: 'Part of the text. * for anything, ! for not.', number: '>100 · <=5k · 0 · 10..20', choice: '' } as const;

function Choices({ filter }: { filter: FilterOfColumn }) {
  const chosen = filter.source.split(',').filter(Boolean);
  const values = filter.readValues();
  return (
    <div className="flex max-h-[280px] flex-col gap-1.5 overflow-y-auto">
      {values.slice(0, CHOICE_COUNT_MAX).map((value) => (
        <Checkbox
          key={value}
          label={value}
          isChecked={chosen.includes(value)}
          onChange={(isChecked) => {
            const next = isChecked ? [...chosen, value] : chosen.filter((each) => each !== value);
            filter.onChange(next.join(','));
          }}
        />
      ))}
    </div>
  );
}

function Expression({ filter, kind, onDone }: { filter: FilterOfColumn; kind: 'text' | 'number'; onDone: () => void }) {
  const problem = filter.source === '' ? null : parseColumnFilter(kind, filter.source).problem;
  return (
    <Field label={`Filter ${filter.header}`} hint={hints[kind]} error={problem}>
      <Input
        autoFocus
        size="small"
        isMono={filter.isMono}
        value={filter.source}
        onChange={(event) => filter.onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && onDone()}
      />
    </Field>
  );
}

/** The funnel of a column header; in accent while it filters. */
export function ColumnFilterButton({ filter }: { filter: FilterOfColumn }) {
  const [isOpen, setIsOpen] = useState(false);
  const { header, source } = filter;
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        aria-label={`Filter ${header}${source ? `, now ${source}` : ''}`}
        className={classNames(
          'absolute z-10 inline-flex size-5 items-center justify-center rounded-small bg-surface hover:bg-hover focus-visible:opacity-100',
          filter.isAtStart ? 'left-0' : 'right-0',
          source || isOpen ? 'text-accent opacity-100' : 'opacity-0 group-hover/header:opacity-100',
        )}
      >
        <ListFilter aria-hidden className="size-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-50">
          <Popover.Popup
            aria-label={`Filter ${filter.header}`}
            className="w-[240px] rounded-base border border-line-strong bg-raised p-3 text-ink shadow-raised outline-none"
          >
            {filter.kind === 'choice' ? (
              <Choices filter={filter} />
            ) : (
              <Expression filter={filter} kind={filter.kind} onDone={() => setIsOpen(false)} />
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
