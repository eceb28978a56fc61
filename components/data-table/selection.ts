/**
 * Which rows are chosen. `everything` is what a server-paged table offers beyond the rows it has loaded:
 * it names no rows, so the act itself must run on the server over all of them.
 */
export type TableSelection = { readonly kind: 'rows'; readonly keys: ReadonlySet<string> } | { readonly kind: 'everything' };

export const nothingSelected: TableSelection = { kind: 'rows', keys: new Set() };

export const isSelected = (selection: TableSelection, key: string): boolean => selection.kind === 'everything' || selection.keys.has(key);

/** Taking one row out of `everything` leaves the loaded rows without it: the rest was never named. */
export function toggled(selection: TableSelection, key: string, loadedKeys: readonly string[]): TableSelection {
  const keys = new Set(selection.kind === 'everything' ? loadedKeys : selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { kind: 'rows', keys };
}

/** From the row chosen last to this one, both included, as Shift-click does. */
export function extended(selection: TableSelection, from: number, to: number, orderedKeys: readonly string[]): TableSelection {
  const keys = new Set(selection.kind === 'everything' ? orderedKeys : selection.keys);
  for (const key of orderedKeys.slice(Math.min(from, to), Math.max(from, to) + 1)) keys.add(key);
  return { kind: 'rows', keys };
}

/** Chosen rows that are gone are not chosen any more. */
export function pruned(selection: TableSelection, has: (key: string) => boolean): TableSelection {
  if (selection.kind === 'everything') return selection;
  const keys = [...selection.keys].filter(has);
  return keys.length === selection.keys.size ? selection : { kind: 'rows', keys: new Set(keys) };
}

export const selectionCount = (selection: TableSelection, totalCount: number): number =>
  selection.kind === 'everything' ? totalCount : selection.keys.size;
