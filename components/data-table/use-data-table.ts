'use client';

import { useDeferredValue, useMemo, useRef } from 'react';
import type { DataTableProps, Selected } from './table-props';
import { useActiveRow } from './use-active-row';
import { useRowMenu } from './use-row-menu';
import { useSelection } from './use-selection';
import { useSettledRows } from './use-settled-rows';
import { useTableLayout } from './use-table-layout';
import { useTablePreferences } from './use-table-preferences';
import { useTableState } from './use-table-state';

const noRows: readonly never[] = [];

/** Everything that a DataTable knows, put together once: URL state, calm order, layout, selection, active row, menu. */
export function useDataTable<Row>(props: DataTableProps<Row>) {
  const { rowKey, columns } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const allRows: readonly Row[] = props.rows ?? noRows;
  const state = useTableState(columns, props.defaultSort ?? null, props.urlPrefix ?? '');
  const [preferences, setPreferences] = useTablePreferences(props.id);
  const { filters, sort } = state;
  // Typing stays quick while 10,000 rows are searched.
  const text = useDeferredValue(state.text);
  const { rows, onPointerMove } = useSettledRows({ rows: allRows, columns, text, filters, sort, rowKey });
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const hasSelection = props.selectionActions !== undefined;
  const layout = useTableLayout({
    scroller,
    columns,
    preferences,
    rowCount: rows.length,
    hasSelection,
    hasMenu: props.rowMenu !== undefined,
  });
  const selection = useSelection(keys);
  const menu = useRowMenu<Row>();
  const active = useActiveRow({
    rows,
    keys,
    openKey: props.openKey ?? null,
    onOpen: props.onOpen,
    scrollTo: layout.scrollTo,
    onToggle: hasSelection ? selection.toggle : null,
    onEscape: selection.clear,
    focusGrid: () => grid.current?.focus({ preventScroll: true }),
  });
  const serverCount = Math.max(props.totalCount ?? 0, rows.length);
  const selected = useMemo((): Selected<Row> => {
    if (selection.value.kind === 'everything') return { rows, count: serverCount, isEverything: true, clear: selection.clear };
    const chosen = selection.value.keys;
    const found = chosen.size === 0 ? noRows : rows.filter((row) => chosen.has(rowKey(row)));
    return { rows: found, count: found.length, isEverything: false, clear: selection.clear };
  }, [rows, rowKey, selection.value, selection.clear, serverCount]);
  return {
    scroller,
    grid,
    allRows,
    rows,
    keys,
    state,
    preferences,
    setPreferences,
    layout,
    selection,
    selected,
    serverCount,
    hasSelection,
    menu,
    active,
    onPointerMove,
  };
}
export type DataTableState<Row> = ReturnType<typeof useDataTable<Row>>;
