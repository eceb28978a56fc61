'use client';

import { Popover } from '@base-ui/react/popover';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { Checkbox } from '../ui/checkbox';
import { classNames } from '../ui/class-names';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import type { Column } from './column';
import { parseColumnFilter } from './column-filter';
import type { DataTableState } from './use-data-table';

/** More distinct values than this are no choice any more; the text filter finds them. */
const CHOICE_COUNT_MAX = 40;

const hints = { text: 'Part of the text. * for anything, ! for not.', number: '>100 · <=5k · 0 · 10..20', choice: '' } as const;

function Choices<Row>({ column, table, source }: { column: Column<Row>; table: DataTableState<Row>; source: string }) {
  const chosen = source.split(',').filter(Boolean);
  const values = [...new Set(table.allRows.map((row) => String(column.value(row) ?? '')))].filter(Boolean).sort();
  return (
    <div className="flex max-h-[280px] flex-col gap-1.5 overflow-y-auto">
      {values.slice(0, CHOICE_COUNT_MAX).map((value) => (
        <Checkbox
          key={value}
          label={value}
          isChecked={chosen.includes(value)}
          onChange={(isChecked) => {
            const next = isChecked ? [...chosen, value] : chosen.filter((each) => each !== value);
            table.state.setFilter(column.id, next.join(','));
          }}
        />
      ))}
    </div>
  );
}

function Expression<Row>({
  column,
  kind,
  source,
  table,
  onDone,
}: {
  column: Column<Row>;
  kind: 'text' | 'number';
  source: string;
  table: DataTableState<Row>;
  onDone: () => void;
}) {
  const problem = source === '' ? null : parseColumnFilter(kind, source).problem;
  return (
    <Field label={`Filter ${column.header}`} hint={hints[kind]} error={problem}>
      <Input
        autoFocus
        size="small"
        isMono={column.isMono ?? false}
        value={source}
        onChange={(event) => table.state.setFilter(column.id, event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && onDone()}
      />
    </Field>
  );
}

/** The funnel of a column header; filled with accent while it filters. */
export function ColumnFilterButton<Row>({ column, table }: { column: Column<Row>; table: DataTableState<Row> }) {
  const [isOpen, setIsOpen] = useState(false);
  const source = table.state.filters[column.id] ?? '';
  if (!column.filter) return null;
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        aria-label={`Filter ${column.header}${source ? `, now ${source}` : ''}`}
        className={classNames(
          'absolute z-10 inline-flex size-5 items-center justify-center rounded-small bg-surface hover:bg-hover focus-visible:opacity-100',
          column.align === 'end' ? 'left-0' : 'right-0',
          source || isOpen ? 'text-accent opacity-100' : 'opacity-0 group-hover/header:opacity-100',
        )}
      >
        <ListFilter aria-hidden className="size-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-50">
          <Popover.Popup
            aria-label={`Filter ${column.header}`}
            className="w-[240px] rounded-base border border-line-strong bg-raised p-3 text-ink shadow-raised outline-none"
          >
            {column.filter === 'choice' ? (
              <Choices column={column} table={table} source={source} />
            ) : (
              <Expression column={column} kind={column.filter} source={source} table={table} onDone={() => setIsOpen(false)} />
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
