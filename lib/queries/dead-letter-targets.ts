'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { memoByObject } from '../base/memo-by-object';
import type { DeadLetterMap } from '../model/dead-letter-targets';
import { queueKey } from '../model/live';
import type { Queue } from '../model/resources';
import { useLiveRows } from './live';

/** The map walks all queues and bindings; it need not be made at each tick of the figures. */
const MAP_INTERVAL_MS = 3_000;
/** Routing's rules come after the first figures: no page waits for them. */
const load = () => import('../model/dead-letter-targets').then(({ mapDeadLetters }) => mapDeadLetters);

export type DeadLetterTargets = { readonly map: DeadLetterMap; readonly isTarget: (queue: Queue) => boolean };

/** Which queues take dead letters of others, at most a few seconds old. Undefined until the topology is known. */
export function useDeadLetterTargets(broker: string): DeadLetterTargets | undefined {
  const queues = useLiveRows(broker, 'queues');
  const exchanges = useLiveRows(broker, 'exchanges');
  const bindings = useLiveRows(broker, 'bindings');
  const [map, setMap] = useState<DeadLetterMap | null>(null);
  const isKnown = queues !== undefined && exchanges !== undefined && bindings !== undefined;
  const topology = useRef<Parameters<Awaited<ReturnType<typeof load>>>[0] | null>(null);
  useEffect(() => {
    if (queues && exchanges && bindings) topology.current = { queues, exchanges, bindings };
  });
  useEffect(() => {
    if (!isKnown) return;
    let isWanted = true;
    const renew = async () => {
      const mapDeadLetters = await load();
      if (isWanted && topology.current) setMap(mapDeadLetters(topology.current));
    };
    void renew();
    const timer = setInterval(() => void renew(), MAP_INTERVAL_MS);
    return () => {
      isWanted = false;
      clearInterval(timer);
    };
  }, [isKnown]);
  // The same targets are the same object, so that tables need not draw all their rows anew.
  const names = map?.targets.map(({ queue }) => queueKey(queue)).join(' ');
  const isTarget = useMemo(() => {
    const keys = new Set(names?.split(' '));
    // Asked for each of 10,000 queues, again and again.
    return memoByObject((queue: Queue) => keys.has(queueKey(queue)));
  }, [names]);
  return useMemo(() => (map === null ? undefined : { map, isTarget }), [map, isTarget]);
}
