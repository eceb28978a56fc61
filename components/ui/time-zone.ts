'use client';

import { useSyncExternalStore } from 'react';

const STORAGE_KEY = 'warren.time-zone';
export type TimeZoneChoice = 'local' | 'utc';
const listeners = new Set<() => void>();

function read(): TimeZoneChoice {
  return localStorage.getItem(STORAGE_KEY) === 'utc' ? 'utc' : 'local';
}

/** Local time or UTC, one switch for every time on every page, kept in this browser. */
export function useTimeZone(): readonly [TimeZoneChoice, (choice: TimeZoneChoice) => void] {
  const choice = useSyncExternalStore<TimeZoneChoice>(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    () => 'utc',
  );
  return [
    choice,
    (next) => {
      localStorage.setItem(STORAGE_KEY, next);
      for (const listener of listeners) listener();
    },
  ];
}
