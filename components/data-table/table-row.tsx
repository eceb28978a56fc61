'use client';

import { Ellipsis } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import { ABSENT, formatCount } from '@/lib/model/quantity';
import { classNames } from '../ui/class-names';
import { MonoName } from '../ui/mono-name';
import type { Column } from './column';
import type { RowMenuPlace } from './use-row-menu';
import type { RowShape } from './use-table-layout';

type RowProps<Row> = {
  row: Row;
  rowKey: string;
  elementId: string;
  index: number;
  start: number;
  shape: RowShape<Row>;
  isActive: boolean;
  isOpen: boolean;
  isSelected: boolean;
  isOpenable: boolean;
  onToggle: ((key: string, isRange: boolean) => void) | null;
  onMenu: ((row: Row, anchor: RowMenuPlace<Row>['anchor']) => void) | null;
};

function shown<Row>(column: Column<Row>, row: Row) {
  if (column.cell) return column.cell(row);
  const value = column.value(row);
  if (value === null) return ABSENT;
  if (typeof value === 'number') return formatCount(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return column.isName ? <MonoName name={value} /> : value;
}

function Row<Row>(props: RowProps<Row>) {
  const { row, shape, onToggle, onMenu } = props;
  const style: CSSProperties = {
    transform: `translateY(${props.start}px)`,
    height: shape.rowHeight,
    gridTemplateColumns: shape.gridTemplate,
  };
  return (
    <tr
      id={props.elementId}
      data-index={props.index}
      aria-rowindex={props.index + 2}
      aria-selected={onToggle ? props.isSelected : undefined}
      aria-current={props.isOpen || undefined}
      style={style}
      className={classNames(
        'absolute inset-x-0 top-0 grid items-center border-b border-line/60',
        props.isSelected || props.isOpen ? 'bg-selected' : 'hover:bg-hover',
        props.isActive && 'shadow-[inset_2px_0_0_var(--accent)]',
        props.isOpenable && 'cursor-default',
      )}
    >
      {onToggle ? (
        <td className="flex pl-4">
          <RowCheckbox rowKey={props.rowKey} isSelected={props.isSelected} onToggle={onToggle} />
        </td>
      ) : null}
      {shape.columns.map((column) => (
        <td
          key={column.id}
          className={classNames('min-w-0 truncate px-2 first:pl-4', column.align === 'end' && 'text-right', column.isMono && 'font-mono')}
        >
          {shown(column, row)}
        </td>
      ))}
      {onMenu ? (
        <td className="flex justify-end pr-3">
          <button
            type="button"
            tabIndex={-1}
            aria-label="Acts on this row"
            onClick={(event) => onMenu(row, event.currentTarget)}
            className="inline-flex size-6 items-center max-sm:size-8 justify-center rounded-base text-ink-faint hover:bg-line hover:text-ink"
          >
            <Ellipsis aria-hidden className="size-4" />
          </button>
        </td>
      ) : null}
    </tr>
  );
}

function RowCheckbox({
  rowKey,
  isSelected,
  onToggle,
}: {
  rowKey: string;
  isSelected: boolean;
  onToggle: (key: string, isRange: boolean) => void;
}) {
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      checked={isSelected}
      aria-label="Select this row"
      onChange={() => undefined}
      onClick={(event) => onToggle(rowKey, event.shiftKey)}
      className="size-4 accent-accent"
    />
  );
}

/** Draws again only when its own row object or its state changes, however many rows move around it. */
export const TableRow = memo(Row) as typeof Row;
