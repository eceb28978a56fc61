'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { Column, Sort } from './column';
import { inOrder, rowFilter, sortRows } from './table-model';

/** Live rows change their figures at once, but their order and membership at most this often. */
const SETTLE_MS = 2_000;
/** Nothing moves under a pointer that moved within this time. */
const POINTER_REST_MS = 1_500;

export type SettledRows<Row> = { readonly rows: readonly Row[]; readonly onPointerMove: () => void };

/**
 * Filters and sorts calmly: a change of filter or sort acts at once, a change of figures keeps every row in its place
 * until the next settling. Rows that are gone leave at once, new ones come last until then.
 */
export function useSettledRows<Row>(input: {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly text: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: Sort | null;
  readonly rowKey: (row: Row) => string;
}): SettledRows<Row> {
  const { rows, columns, text, filters, sort, rowKey } = input;
  const [settling, setSettling] = useState(0);
  const pointerAtMs = useRef(0);
  const last = useRef<{ rule: unknown; order: ReadonlyMap<string, number> } | null>(null);

  useEffect(() => {
    const timer = setInterval(() => {
      if (Date.now() - pointerAtMs.current > POINTER_REST_MS) setSettling((count) => count + 1);
    }, SETTLE_MS);
    return () => clearInterval(timer);
  }, []);

  const matches = useMemo(() => rowFilter({ columns, text, filters }), [columns, text, filters]);
  // A new object is a new rule: the order is made anew. Until then the last order holds.
  const rule = useMemo(() => ({ matches, sort, settling }), [matches, sort, settling]);
  const settled = useMemo(() => {
    // Without a sort the server's order is the order: a page of messages read from its other end must turn around.
    if (sort === null) return rows.filter(matches);
    const former = last.current;
    // The first rows come after the table itself: there is no place to keep yet.
    if (former?.rule === rule && former.order.size > 0)
      return inOrder(
        rows.filter((row) => former.order.has(rowKey(row)) || matches(row)),
        former.order,
        rowKey,
      );
    const start = former ? inOrder(rows, former.order, rowKey) : rows;
    return sortRows(start.filter(matches), columns, sort, rowKey);
  }, [rows, rule, columns, matches, sort, rowKey]);

  useEffect(() => {
    if (last.current?.rule === rule && last.current.order.size === settled.length) return;
    last.current = { rule, order: new Map(settled.map((row, index) => [rowKey(row), index])) };
  }, [settled, rule, rowKey]);

  return {
    rows: settled,
    onPointerMove: () => {
      pointerAtMs.current = Date.now();
    },
  };
}
