'use client';

import { useCallback, useState } from 'react';

/** Where a row's menu opened: at its button or where the pointer was. */
export type RowMenuPlace<Row> = { readonly row: Row; readonly anchor: { readonly getBoundingClientRect: () => DOMRect } };

/** One menu for the whole table instead of one a row, so that scrolling stays cheap. */
export function useRowMenu<Row>() {
  const [place, setPlace] = useState<RowMenuPlace<Row> | null>(null);
  const show = useCallback((row: Row, anchor: RowMenuPlace<Row>['anchor']) => setPlace({ row, anchor }), []);
  const close = useCallback(() => setPlace(null), []);
  return { place, show, close };
}
