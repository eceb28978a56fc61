'use client';

import { useEffect, useRef, useState } from 'react';
import type { Graph } from '@/lib/model/graph';
import { GraphLayout, type Positions } from './graph-layout';

/** Positions of the graph's nodes, null until the first layout; laid out anew only when nodes or edges come or go, never for figures. */
export function usePositions(graph: Graph): Positions | null {
  const [positions, setPositions] = useState<Positions | null>(null);
  const layout = useRef<GraphLayout | null>(null);
  const shape = `${graph.nodes.map((node) => node.id).join('\n')}\n\n${graph.edges.map((edge) => edge.id).join('\n')}`;
  const [placed, setPlaced] = useState({ shape, graph });
  if (placed.shape !== shape) setPlaced({ shape, graph });

  useEffect(() => {
    layout.current = new GraphLayout();
    return () => {
      layout.current?.end();
      layout.current = null;
    };
  }, []);
  useEffect(() => {
    let isCurrent = true;
    layout.current?.layout(placed.graph).then(
      (next) => isCurrent && setPositions(next),
      () => undefined, // the worker was ended because the picture went away
    );
    return () => {
      isCurrent = false;
    };
  }, [placed]);
  return positions;
}
