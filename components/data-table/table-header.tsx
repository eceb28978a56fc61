'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import dynamic from 'next/dynamic';
import { classNames } from '../ui/class-names';
import { Term } from '../ui/term';
import type { Column, Sort } from './column';
import type { FilterOfColumn } from './column-filter-button';
import type { DataTableState } from './use-data-table';
import { HEADER_HEIGHT } from './use-table-layout';

const ColumnFilterButton = dynamic(() => import('./column-filter-button').then((module) => module.ColumnFilterButton), { ssr: false });

/** Numbers are looked at from the largest, names from the first; a third click returns to the designed order. */
function nextSort<Row>(column: Column<Row>, sort: Sort | null): Sort | null {
  const first = column.align === 'end' ? 'descending' : 'ascending';
  if (sort?.column !== column.id) return { column: column.id, direction: first };
  if (sort.direction === first) return { column: column.id, direction: first === 'ascending' ? 'descending' : 'ascending' };
  return null;
}

function filterOf<Row>(column: Column<Row>, kind: FilterOfColumn['kind'], { state, allRows }: DataTableState<Row>): FilterOfColumn {
  return {
    header: column.header,
    kind,
    isMono: column.isMono ?? false,
    isAtStart: column.align === 'end',
    source: state.filters[column.id] ?? '',
    readValues: () => [...new Set(allRows.map((row) => String(column.value(row) ?? '')))].filter(Boolean).sort(),
    onChange: (source) => state.setFilter(column.id, source),
  };
}

function HeaderCell<Row>({ column, table }: { column: Column<Row>; table: DataTableState<Row> }) {
  const { sort, setSort } = table.state;
  const direction = sort?.column === column.id ? sort.direction : null;
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown;
  const title = column.term ? <Term word={column.term}>{column.header}</Term> : column.header;
  return (
    <th
      scope="col"
      aria-sort={column.isSortable === false ? undefined : (direction ?? 'none')}
      className={classNames(
        'group/header relative flex min-w-0 items-center gap-0.5 px-2 text-left font-normal first:pl-4',
        column.align === 'end' && 'justify-end',
      )}
    >
      {column.filter ? <ColumnFilterButton filter={filterOf(column, column.filter, table)} /> : null}
      {column.isSortable === false ? (
        <span className="truncate">{title}</span>
      ) : (
        <button
          type="button"
          onClick={() => setSort(nextSort(column, sort))}
          className={classNames('flex min-w-0 items-center gap-0.5 hover:text-ink', direction && 'font-medium text-ink')}
        >
          <span className="truncate">{title}</span>
          {direction ? <Arrow aria-hidden className="size-3 shrink-0" /> : null}
        </button>
      )}
    </th>
  );
}

export function TableHeader<Row>({ table }: { table: DataTableState<Row> }) {
  const { layout, selection, keys, hasSelection } = table;
  const drawn = layout.virtualRows.map(({ index }) => keys[index]).filter((key) => key !== undefined);
  const chosenCount = drawn.filter((key) => selection.has(key)).length;
  return (
    <thead className="sticky top-0 z-10 block border-b bg-surface text-small text-ink-muted">
      <tr aria-rowindex={1} style={{ height: HEADER_HEIGHT, gridTemplateColumns: layout.shape.gridTemplate }} className="grid items-center">
        {hasSelection ? (
          <th scope="col" className="flex pl-4">
            <input
              type="checkbox"
              aria-label={chosenCount > 0 ? 'Clear the selection' : 'Select the rows in view'}
              checked={chosenCount > 0 && chosenCount === drawn.length}
              ref={(box) => {
                if (box) box.indeterminate = chosenCount > 0 && chosenCount < drawn.length;
              }}
              onChange={() => (chosenCount > 0 ? selection.clear() : selection.select(drawn))}
              className="size-4 accent-accent"
            />
          </th>
        ) : null}
        {layout.shape.columns.map((column) => (
          <HeaderCell key={column.id} column={column} table={table} />
        ))}
        {layout.shape.hasMenu ? (
          <th scope="col">
            <span className="sr-only">Acts</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
