'use client';

import { useSyncExternalStore } from 'react';

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

/** The time now, moving once a `stepMs`; one timer for the whole page. Renders only when the step changes. */
export function useNowMs(stepMs = TICK_MS): number {
  const step = useSyncExternalStore(
    subscribe,
    () => Math.floor(nowMs / stepMs),
    () => 0,
  );
  return step * stepMs;
}
