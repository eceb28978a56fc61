'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** How one table looks in this browser; `columns` null means as designed. */
export type TablePreferences = { readonly columns: readonly string[] | null; readonly isCompact: boolean };

const designed: TablePreferences = { columns: null, isCompact: false };
const remembered = new Map<string, TablePreferences>();
const listeners = new Set<() => void>();
const storageKey = (tableId: string): string => `warren.table.${tableId}`;

function read(tableId: string): TablePreferences {
  const known = remembered.get(tableId);
  if (known) return known;
  const stored = parse(localStorage.getItem(storageKey(tableId)));
  remembered.set(tableId, stored);
  return stored;
}

/** What an older version or a person wrote into the storage must not break the table. */
function parse(text: string | null): TablePreferences {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return designed;
    const columns = 'columns' in value && Array.isArray(value.columns) ? value.columns.filter((id) => typeof id === 'string') : null;
    return { columns, isCompact: 'isCompact' in value && value.isCompact === true };
  } catch {
    return designed;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTablePreferences(tableId: string): readonly [TablePreferences, (next: TablePreferences) => void] {
  const preferences = useSyncExternalStore(
    subscribe,
    () => read(tableId),
    () => designed,
  );
  const save = useCallback(
    (next: TablePreferences) => {
      remembered.set(tableId, next);
      localStorage.setItem(storageKey(tableId), JSON.stringify(next));
      for (const listener of listeners) listener();
    },
    [tableId],
  );
  return [preferences, save];
}
