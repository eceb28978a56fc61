'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { type DeadLetterMap, mapDeadLetters } from '../model/dead-letter-targets';
import { queueKey } from '../model/live';
import type { Queue } from '../model/resources';
import { useLiveRows } from './live';

/** The map walks all queues and bindings; it need not be made at each tick of the figures. */
const MAP_INTERVAL_MS = 3_000;
const emptyMap: DeadLetterMap = { targets: [], lost: [] };

export type DeadLetterTargets = { readonly map: DeadLetterMap; readonly isTarget: (queue: Queue) => boolean };

/** Which queues take dead letters of others, at most a few seconds old. Undefined until the topology is known. */
export function useDeadLetterTargets(broker: string): DeadLetterTargets | undefined {
  const queues = useLiveRows(broker, 'queues');
  const exchanges = useLiveRows(broker, 'exchanges');
  const bindings = useLiveRows(broker, 'bindings');
  const [map, setMap] = useState<DeadLetterMap | null>(null);
  const isKnown = queues !== undefined && exchanges !== undefined && bindings !== undefined;
  const read = useRef(() => emptyMap);
  useEffect(() => {
    if (queues && exchanges && bindings) read.current = () => mapDeadLetters({ queues, exchanges, bindings });
  });
  useEffect(() => {
    if (!isKnown) return;
    const renew = () => setMap(read.current());
    renew();
    const timer = setInterval(renew, MAP_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [isKnown]);
  // The same targets are the same object, so that tables need not draw all their rows anew.
  const names = map?.targets.map(({ queue }) => queueKey(queue)).join(' ');
  const isTarget = useMemo(() => {
    const keys = new Set(names?.split(' '));
    return (queue: Queue) => keys.has(queueKey(queue));
  }, [names]);
  return useMemo(() => (map === null ? undefined : { map, isTarget }), [map, isTarget]);
}
