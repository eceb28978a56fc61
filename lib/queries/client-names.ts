'use client';

import { useMemo } from 'react';
import { useLiveRows } from './live';

const SEPARATOR = '\n'; // in no name: clients send it as one line

/**
 * What each connection's client calls itself, by the connection's name: 'billing-service' says more than '10.0.0.7:51234 -> …'.
 * The same names are the same object, so that tables need not draw all their rows anew at each tick of the figures.
 */
export function useClientNames(broker: string): ReadonlyMap<string, string> {
  const connections = useLiveRows(broker, 'connections');
  const lines = connections?.flatMap(({ name, clientName }) => (clientName === null ? [] : [name, clientName])).join(SEPARATOR) ?? '';
  return useMemo(() => {
    const parts = lines === '' ? [] : lines.split(SEPARATOR);
    const names = new Map<string, string>();
    for (let index = 0; index + 1 < parts.length; index += 2) names.set(parts[index] ?? '', parts[index + 1] ?? '');
    return names;
  }, [lines]);
}
