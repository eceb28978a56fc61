'use client';

import { type KeyboardEvent, useCallback, useId, useRef, useState } from 'react';
import { useShortcuts } from '../ui/shortcuts';

const PAGE_ROW_COUNT = 15;

const steps: Record<string, number> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: PAGE_ROW_COUNT,
  PageUp: -PAGE_ROW_COUNT,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * The row that the keyboard is on. The grid is one tab stop and names the row by aria-activedescendant,
 * so that focus survives rows that scroll out of the drawn window.
 */
export function useActiveRow<Row>(input: {
  rows: readonly Row[];
  keys: readonly string[];
  openKey: string | null;
  onOpen: ((row: Row) => void) | undefined;
  scrollTo: (index: number) => void;
  onToggle: ((key: string) => void) | null;
  onEscape: () => void;
  focusGrid: () => void;
}) {
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const latest = useRef(input);
  latest.current = input;
  const idPrefix = useId();
  const key = activeKey ?? input.openKey;
  // A key that is pressed before the page's shortcuts are renewed still moves on from the row that is active now.
  const latestKey = useRef(key);
  latestKey.current = key;

  const open = useCallback((index: number) => {
    const row = latest.current.rows[index];
    if (row !== undefined) latest.current.onOpen?.(row);
  }, []);
  const activate = useCallback(
    (index: number) => {
      setActiveKey(latest.current.keys[index] ?? null);
      open(index);
    },
    [open],
  );
  function move(step: number) {
    const { keys, openKey, scrollTo } = latest.current;
    if (keys.length === 0) return;
    const from = latestKey.current === null ? -1 : keys.indexOf(latestKey.current);
    const to = Math.min(Math.max(from + step, 0), keys.length - 1);
    setActiveKey(keys[to] ?? null);
    scrollTo(to);
    if (openKey !== null) open(to);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step !== undefined) move(step);
    else if (event.key === 'Enter' && key !== null) open(input.keys.indexOf(key));
    else if ((event.key === 'x' || event.key === ' ') && key !== null && input.onToggle) input.onToggle(key);
    else if (event.key === 'Escape') input.onEscape();
    else return;
    event.preventDefault();
  }
  const start = (step: number) => () => {
    input.focusGrid();
    move(step);
  };
  useShortcuts([
    { keys: 'j', label: 'Next row', group: 'Tables', run: start(1) },
    { keys: 'k', label: 'Previous row', group: 'Tables', run: start(-1) },
  ]);
  return { key, activate, onKeyDown, elementId: (rowKey: string) => `${idPrefix}-${rowKey}` };
}
export type ActiveRow = Pick<ReturnType<typeof useActiveRow>, 'key' | 'activate' | 'onKeyDown' | 'elementId'>;
