'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import type { Column, Sort } from './column';
import { FILTER_LENGTH_MAX } from './column-filter';

export type TableState = {
  readonly text: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: Sort | null;
  readonly hasFilter: boolean;
  readonly setText: (text: string) => void;
  readonly setFilter: (columnId: string, source: string) => void;
  readonly setSort: (sort: Sort | null) => void;
  readonly clearFilters: () => void;
};

const filterName = (columnId: string): string => `f.${columnId}`;

/** Text filter, column filters and sort of one table in the URL: `?q=orders&f.ready=>100&sort=-ready`. `urlPrefix` tells two tables of a page apart. */
export function useTableState<Row>(columns: readonly Column<Row>[], defaultSort: Sort | null, urlPrefix: string): TableState {
  const parsers = useMemo(() => {
    const names = ['q', 'sort', ...columns.filter((column) => column.filter).map((column) => filterName(column.id))];
    return Object.fromEntries(names.map((name) => [urlPrefix + name, parseAsString.withOptions({ history: 'replace' })]));
  }, [columns, urlPrefix]);
  const [values, setValues] = useQueryStates(parsers);

  const filters = useMemo(() => {
    const found: Record<string, string> = {};
    for (const column of columns) {
      const value = values[urlPrefix + filterName(column.id)];
      if (value) found[column.id] = value.slice(0, FILTER_LENGTH_MAX);
    }
    return found;
  }, [columns, urlPrefix, values]);
  const text = (values[`${urlPrefix}q`] ?? '').slice(0, FILTER_LENGTH_MAX);
  const sortText = values[`${urlPrefix}sort`] ?? null;
  const sort = useMemo(() => parseSort(sortText) ?? defaultSort, [sortText, defaultSort]);

  const set = useCallback(
    (name: string, value: string | null) => void setValues({ [urlPrefix + name]: value || null }),
    [setValues, urlPrefix],
  );
  const setText = useCallback((next: string) => set('q', next), [set]);
  const setFilter = useCallback((columnId: string, source: string) => set(filterName(columnId), source), [set]);
  const setSort = useCallback(
    (next: Sort | null) => set('sort', next === null ? null : (next.direction === 'descending' ? '-' : '') + next.column),
    [set],
  );
  const clearFilters = useCallback(() => {
    const names = Object.keys(parsers).filter((name) => name !== `${urlPrefix}sort`);
    void setValues(Object.fromEntries(names.map((name) => [name, null])));
  }, [parsers, setValues, urlPrefix]);

  const hasFilter = text !== '' || Object.keys(filters).length > 0;
  return { text, filters, sort, hasFilter, setText, setFilter, setSort, clearFilters };
}

function parseSort(text: string | null): Sort | null {
  if (!text) return null;
  return text.startsWith('-') ? { column: text.slice(1), direction: 'descending' } : { column: text, direction: 'ascending' };
}
