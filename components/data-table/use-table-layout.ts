'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useIsTouched } from '../ui/touch';
import type { ChoosableColumn, Column } from './column';
import { fittingColumns } from './table-model';
import type { TablePreferences } from './use-table-preferences';

export const ROW_HEIGHT = 32;
export const ROW_HEIGHT_COMPACT = 28;
/** A row that a finger hits. */
const ROW_HEIGHT_TOUCH = 40;
export const HEADER_HEIGHT = 32;
const CHECKBOX_WIDTH = 40;
const MENU_WIDTH = 40;
/** Rows drawn beyond the edge, so that a flick of the wheel shows no gap. */
const OVERSCAN_COUNT = 12;
/** Below this container width even columns that a person has chosen are left out instead of scrolling sideways. */
const NARROW_PIXELS = 760;

/** What a row needs to draw itself; stable while the columns and the width class are. */
export type RowShape<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly gridTemplate: string;
  readonly rowHeight: number;
  readonly hasMenu: boolean;
};

/** Columns chosen by the person, else those not hidden by design; in the designed order. */
export function shownColumns<Each extends ChoosableColumn>(columns: readonly Each[], chosen: readonly string[] | null): readonly Each[] {
  if (chosen === null) return columns.filter((column) => !column.isHidden);
  const kept = columns.filter((column) => chosen.includes(column.id));
  return kept.length > 0 ? kept : columns.filter((column) => !column.isHidden);
}

function useWidth(element: RefObject<HTMLElement | null>): number | null {
  const [width, setWidth] = useState<number | null>(null);
  const [box, setBox] = useState<HTMLElement | null>(null);
  // The box goes while a table is empty and another comes with its first row: it is looked up after each render, and
  // measured before the browser paints, so that no column is seen that will not fit.
  useLayoutEffect(() => {
    if (element.current === box) return;
    setBox(element.current);
    if (element.current && element.current.clientWidth > 0) setWidth(element.current.clientWidth);
  });
  useEffect(() => {
    if (box === null) return;
    const observer = new ResizeObserver(([entry]) => {
      // A box that has just left the page reports 0; that is no width to fit columns into.
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

export function useTableLayout<Row>(input: {
  scroller: RefObject<HTMLDivElement | null>;
  columns: readonly Column<Row>[];
  preferences: TablePreferences;
  rowCount: number;
  hasSelection: boolean;
  hasMenu: boolean;
}) {
  const { scroller, columns, preferences, rowCount, hasSelection, hasMenu } = input;
  const width = useWidth(scroller);
  const extra = (hasSelection ? CHECKBOX_WIDTH : 0) + (hasMenu ? MENU_WIDTH : 0);
  const isFitting = width !== null && (preferences.columns === null || width < NARROW_PIXELS);
  const room = isFitting ? width - extra : null;
  const isTouched = useIsTouched();
  const rowHeight = preferences.isCompact ? ROW_HEIGHT_COMPACT : isTouched ? ROW_HEIGHT_TOUCH : ROW_HEIGHT;
  const shape = useMemo((): RowShape<Row> => {
    const chosen = shownColumns(columns, preferences.columns);
    const kept = room === null ? chosen : fittingColumns(chosen, room);
    const tracks = kept.map((column) => {
      const least = room === null ? column.width : Math.min(column.width, room);
      return column.grow ? `minmax(${least}px, ${column.grow}fr)` : `${least}px`;
    });
    const gridTemplate = [hasSelection ? `${CHECKBOX_WIDTH}px` : '', ...tracks, hasMenu ? `${MENU_WIDTH}px` : ''].filter(Boolean).join(' ');
    return { columns: kept, gridTemplate, rowHeight, hasMenu };
  }, [columns, preferences.columns, room, hasSelection, hasMenu, rowHeight]);
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_COUNT,
    scrollPaddingStart: HEADER_HEIGHT,
  });
  useEffect(() => {
    virtualizer.options.estimateSize = () => rowHeight;
    virtualizer.measure();
  }, [virtualizer, rowHeight]);
  const minWidth = room === null ? shape.columns.reduce((sum, column) => sum + column.width, extra) : 0;
  return {
    shape,
    minWidth,
    totalHeight: virtualizer.getTotalSize(),
    virtualRows: virtualizer.getVirtualItems(),
    scrollTo: (index: number) => virtualizer.scrollToIndex(index),
  };
}
export type TableLayout<Row> = ReturnType<typeof useTableLayout<Row>>;
