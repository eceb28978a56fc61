'use client';

import { useEffect, useRef } from 'react';

/** `keys`: one key ('/', 'j', 'Enter'), or a sequence of two ('g q'). `group` is the heading in the help (`?`). */
export type Shortcut = { readonly keys: string; readonly label: string; readonly group: string; readonly run: () => void };

const SEQUENCE_MS = 1_200;
/** One holder a mounted component, in order of mounting; its list may change at each render. */
const holders: { current: readonly Shortcut[] }[] = [];
let pendingKey: { key: string; atMs: number } | null = null;

/** Keys typed into a field, or with Ctrl, Alt or ⌘, belong to the field and the browser. */
function isForUs(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return true;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null) return false;
  return !['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

function find(keys: string): Shortcut | undefined {
  return registeredShortcuts().findLast((shortcut) => shortcut.keys === keys);
}

function onKeyDown(event: KeyboardEvent): void {
  if (!isForUs(event)) return;
  const isInSequence = pendingKey !== null && Date.now() - pendingKey.atMs < SEQUENCE_MS;
  const sequence = isInSequence && pendingKey !== null ? find(`${pendingKey.key} ${event.key}`) : undefined;
  const found = sequence ?? find(event.key);
  const isStart = registeredShortcuts().some((shortcut) => shortcut.keys.startsWith(`${event.key} `));
  pendingKey = sequence === undefined && isStart ? { key: event.key, atMs: Date.now() } : null;
  if (found === undefined) return;
  event.preventDefault();
  found.run();
}

/**
 * Keys that work while the component is mounted, listed in the help. The last registered wins, so a dialog can take a key over.
 *   useShortcuts([{ keys: 'n', label: 'New queue', group: 'Queues', run: open }]);
 * Inside tables the keys j k x Enter Esc and / come from DataTable.
 */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const holder = useRef<readonly Shortcut[]>(shortcuts);
  useEffect(() => {
    holder.current = shortcuts;
  });
  useEffect(() => {
    if (holders.length === 0) document.addEventListener('keydown', onKeyDown);
    holders.push(holder);
    return () => {
      holders.splice(holders.indexOf(holder), 1);
      if (holders.length === 0) document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

/** All keys that work now, for the help. */
export function registeredShortcuts(): readonly Shortcut[] {
  return holders.flatMap((holder) => holder.current);
}
