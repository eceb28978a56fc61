'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { extended, isSelected, nothingSelected, pruned, type TableSelection, toggled } from './selection';

export type SelectionState = ReturnType<typeof useSelection>;

/** Selection over the rows as shown, in their order. */
export function useSelection(keys: readonly string[]) {
  const [value, setValue] = useState<TableSelection>(nothingSelected);
  const latestKeys = useRef(keys);
  const anchor = useRef<number | null>(null);
  useEffect(() => {
    latestKeys.current = keys;
    const known = new Set(keys);
    setValue((former) => pruned(former, (key) => known.has(key)));
  }, [keys]);
  const toggle = useCallback((key: string) => {
    anchor.current = latestKeys.current.indexOf(key);
    setValue((former) => toggled(former, key, latestKeys.current));
  }, []);
  const toggleAt = useCallback(
    (key: string, isRange: boolean) => {
      const from = anchor.current;
      if (!isRange || from === null) return toggle(key);
      setValue((former) => extended(former, from, latestKeys.current.indexOf(key), latestKeys.current));
    },
    [toggle],
  );
  const select = useCallback((chosen: readonly string[]) => setValue({ kind: 'rows', keys: new Set(chosen) }), []);
  const selectShown = useCallback(() => select(latestKeys.current), [select]);
  const selectEverything = useCallback(() => setValue({ kind: 'everything' }), []);
  const clear = useCallback(() => setValue(nothingSelected), []);
  return useMemo(
    () => ({ value, has: (key: string) => isSelected(value, key), toggle, toggleAt, select, selectShown, selectEverything, clear }),
    [value, toggle, toggleAt, select, selectShown, selectEverything, clear],
  );
}
