'use client';

import type { MouseEvent } from 'react';
import { TableHeader } from './table-header';
import type { DataTableProps } from './table-props';
import { TableRow } from './table-row';
import { NoMatch, TableSkeleton } from './table-states';
import type { DataTableState } from './use-data-table';

/** ARIA in HTML allows a table to be a grid: one tab stop, keys inside (WAI-ARIA grid pattern). */
const gridPattern = (rowCount: number, isMultiselectable: boolean, activeId: string | undefined) => ({
  role: 'grid',
  tabIndex: 0,
  'aria-rowcount': rowCount + 1,
  'aria-multiselectable': isMultiselectable || undefined,
  'aria-activedescendant': activeId,
});

/** A click on a link, button or selected text in a row is not a click on the row. */
const isOnRow = (target: HTMLElement): boolean =>
  target.closest('a, button, input, label') === null && document.getSelection()?.toString() === '';

function indexAt(target: EventTarget): number | null {
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>('tr[data-index]') : null;
  return row ? Number(row.dataset['index']) : null;
}

function Rows<Row>({ props, table }: { props: DataTableProps<Row>; table: DataTableState<Row> }) {
  const { layout, rows, keys, active, selection, hasSelection } = table;
  return layout.virtualRows.map(({ index, start }) => {
    const row = rows[index];
    const key = keys[index];
    if (row === undefined || key === undefined) return null;
    return (
      <TableRow
        key={key}
        row={row}
        rowKey={key}
        elementId={active.elementId(key)}
        index={index}
        start={start}
        shape={layout.shape}
        isActive={active.key === key}
        isOpen={props.openKey === key}
        isSelected={hasSelection && selection.has(key)}
        isOpenable={props.onOpen !== undefined}
        onToggle={hasSelection ? selection.toggleAt : null}
        onMenu={props.rowMenu ? table.menu.show : null}
      />
    );
  });
}

/** The scrolling grid: header, drawn rows, footer. One tab stop; arrow keys, j and k move inside. */
export function TableGrid<Row>({
  props,
  table,
  isLoading,
}: {
  props: DataTableProps<Row>;
  table: DataTableState<Row>;
  isLoading: boolean;
}) {
  const { layout, rows, keys, active, hasSelection } = table;
  const activeIndex = active.key === null ? -1 : keys.indexOf(active.key);
  const isActiveDrawn = layout.virtualRows.some(({ index }) => index === activeIndex);

  function onClick(event: MouseEvent) {
    const index = indexAt(event.target);
    if (index !== null && props.onOpen && isOnRow(event.target as HTMLElement)) active.activate(index);
  }
  function onContextMenu(event: MouseEvent) {
    const index = indexAt(event.target);
    const row = index === null ? undefined : rows[index];
    if (row === undefined || !props.rowMenu) return;
    event.preventDefault();
    const point = new DOMRect(event.clientX, event.clientY, 0, 0);
    table.menu.show(row, { getBoundingClientRect: () => point });
  }

  return (
    <div
      ref={table.scroller}
      onPointerMove={table.onPointerMove}
      className="min-h-0 flex-1 overflow-auto border-t bg-surface outline-offset-[-2px] has-[table:focus-visible]:outline-2 has-[table:focus-visible]:outline-focus"
    >
      <table
        ref={table.grid}
        {...gridPattern(rows.length, hasSelection, isActiveDrawn && active.key !== null ? active.elementId(active.key) : undefined)}
        aria-label={props.label}
        aria-busy={isLoading || undefined}
        onKeyDown={active.onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
        style={{ minWidth: layout.minWidth }}
        className="block outline-none"
      >
        <TableHeader table={table} />
        <tbody style={{ height: layout.totalHeight }} className="relative block">
          <Rows props={props} table={table} />
        </tbody>
      </table>
      {isLoading ? <TableSkeleton shape={layout.shape} /> : null}
      {!isLoading && rows.length === 0 ? <NoMatch label={props.label} onClear={table.state.clearFilters} /> : null}
      {props.footer}
    </div>
  );
}
