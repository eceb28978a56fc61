'use client';

import { useMemo } from 'react';
import { buildGraph, type Graph } from '@/lib/model/graph';
import type { Binding, Exchange, Queue } from '@/lib/model/resources';
import { useLiveRows } from '@/lib/queries/live';
import { usePolicies } from '@/lib/queries/policies';

export type Topology = {
  readonly virtualHost: string;
  readonly graph: Graph;
  readonly queues: readonly Queue[];
  readonly exchanges: readonly Exchange[];
  readonly bindings: readonly Binding[];
};

const noPolicies = [] as const;

/** The live graph of one virtual host, undefined until all its lists have come. */
export function useTopology(broker: string, virtualHost: string): Topology | undefined {
  const queues = useLiveRows(broker, 'queues');
  const exchanges = useLiveRows(broker, 'exchanges');
  const bindings = useLiveRows(broker, 'bindings');
  const policies = usePolicies(broker).data ?? noPolicies;
  return useMemo(() => {
    if (queues === undefined || exchanges === undefined || bindings === undefined) return undefined;
    return { virtualHost, queues, exchanges, bindings, graph: buildGraph({ virtualHost, queues, exchanges, bindings, policies }) };
  }, [virtualHost, queues, exchanges, bindings, policies]);
}
