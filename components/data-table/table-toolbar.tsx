'use client';

import { Search, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useRef } from 'react';
import { formatCount } from '@/lib/model/quantity';
import { Input } from '../ui/input';
import { KeyHint } from '../ui/key-hint';
import { useShortcuts } from '../ui/shortcuts';
import type { Column } from './column';
import type { DataTableState } from './use-data-table';

const ColumnChooser = dynamic(() => import('./column-chooser').then((module) => module.ColumnChooser), {
  ssr: false,
  loading: () => <span className="size-8" />,
});

function FilterChips<Row>({ table, columns }: { table: DataTableState<Row>; columns: readonly Column<Row>[] }) {
  const entries = Object.entries(table.state.filters);
  return entries.map(([id, source]) => (
    <button
      key={id}
      type="button"
      onClick={() => table.state.setFilter(id, '')}
      aria-label={`Remove the filter ${id} ${source}`}
      className="inline-flex h-6 max-w-[220px] items-center gap-1 rounded-small bg-accent-soft px-2 text-small text-accent"
    >
      <span className="truncate">
        {columns.find((column) => column.id === id)?.header ?? id} <span className="font-mono">{source}</span>
      </span>
      <X aria-hidden className="size-3 shrink-0" />
    </button>
  ));
}

/** Text filter (/), filters in force, how many rows are shown of how many, and the column chooser. */
export function TableToolbar<Row>({
  table,
  columns,
  label,
  placeholder,
  isLoading,
  children,
}: {
  table: DataTableState<Row>;
  columns: readonly Column<Row>[];
  label: string;
  placeholder: string;
  isLoading: boolean;
  children: ReactNode;
}) {
  const { state, grid, rows, allRows } = table;
  const input = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: '/', label: 'Filter the table', group: 'Tables', run: () => input.current?.focus() }]);
  const count =
    rows.length === allRows.length ? formatCount(allRows.length) : `${formatCount(rows.length)} of ${formatCount(allRows.length)}`;
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 px-4 py-1">
      <div className="relative w-[260px] max-sm:w-auto max-sm:min-w-[180px] max-sm:flex-1">
        <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-2 my-auto size-4 text-ink-faint" />
        <div className="[&>input]:pl-7">
          <Input
            ref={input}
            size="small"
            type="search"
            aria-label={`${placeholder}: ${label}`}
            placeholder={placeholder}
            value={state.text}
            onChange={(event) => state.setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') state.setText('');
              if (event.key === 'Escape' || event.key === 'Enter') grid.current?.focus({ preventScroll: true });
            }}
          />
        </div>
        {state.text === '' ? (
          <span aria-hidden className="pointer-events-none absolute inset-y-0 right-2 flex items-center max-sm:hidden">
            <KeyHint keys="/" />
          </span>
        ) : null}
      </div>
      <FilterChips table={table} columns={columns} />
      <span aria-live="polite" className="min-w-[64px] text-small text-ink-faint max-sm:min-w-0">
        {isLoading ? 'Loading' : count}
      </span>
      <div className="ml-auto flex items-center gap-2">
        {children}
        <ColumnChooser columns={columns} preferences={table.preferences} onChange={table.setPreferences} />
      </div>
    </div>
  );
}
