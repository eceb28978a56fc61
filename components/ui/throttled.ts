'use client';

import { useEffect, useRef, useState } from 'react';

/** Follows a value that changes often at most once in `intervalMs`; the last value always arrives, the first that is not undefined at once. */
export function useThrottled<Value>(value: Value, intervalMs: number): Value {
  const [shown, setShown] = useState(value);
  const shownAtMs = useRef(0);
  useEffect(() => {
    const waitMs = shown === undefined ? 0 : Math.max(0, shownAtMs.current + intervalMs - Date.now());
    const timer = setTimeout(() => {
      shownAtMs.current = Date.now();
      setShown(value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value, intervalMs, shown]);
  return shown;
}
