'use client';

import '@xyflow/react/dist/base.css';
import { Background, type Edge, MiniMap, Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { edgeRates, type Graph, type RoutePath } from '@/lib/model/graph';
import { Drawing } from './drawing';
import { flowEdges, flowNodes } from './flow-elements';
import type { Positions } from './graph-layout';
import { RouteEdgeView } from './route-edge';
import { ThingNodeView } from './thing-node';
import { usePositions } from './use-positions';

const nodeTypes = { thing: ThingNodeView };
const edgeTypes = { route: RouteEdgeView };
const fitOptions = { padding: 0.12, maxZoom: 1.1, minZoom: 0.3 };
/** A small picture needs no map of itself. */
const miniMapFromNodes = 40;
/** On a phone all of it would be too small to read: it begins at the left end, to be moved with a finger. */
const narrowPx = 640;
const narrowZoom = 0.75;
const narrowMarginPx = { x: 12, y: 56 };

function topLeft(positions: Positions): { x: number; y: number } {
  const top = Math.min(...[...positions.values()].map((place) => place.y));
  return { x: narrowMarginPx.x, y: narrowMarginPx.y - top * narrowZoom };
}

export type GraphCanvasProps = {
  readonly graph: Graph;
  readonly selected: string | null;
  readonly centre: ReadonlySet<string>;
  readonly onSelect: (id: string | null) => void;
  readonly path: RoutePath | null;
  /** Null when this person may not bind: then no handle can be dragged. */
  readonly onBind: ((from: string, to: string) => void) | null;
};

/** The picture. Loaded on demand: the graph library and the layout engine are no part of any first page. */
export default function GraphCanvas(props: GraphCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ graph, selected, centre, onSelect, path, onBind }: GraphCanvasProps) {
  const positions = usePositions(graph);
  const { fitView, setViewport } = useReactFlow();
  const width = useStore((state) => state.width);
  const isMeasured = width > 0;
  const isNarrow = isMeasured && width < narrowPx;
  const rates = useMemo(() => edgeRates(graph), [graph]);
  const isPlaced = positions !== null;
  const canBind = onBind !== null;
  const nodes = useMemo(
    () => (positions === null ? [] : flowNodes(graph, { positions, selected, centre, path, canBind, rates })),
    [graph, positions, selected, centre, path, canBind, rates],
  );
  const edges = useMemo(
    () => (positions === null ? [] : flowEdges(graph, { positions, selected, centre, path, canBind, rates })),
    [graph, positions, selected, centre, path, canBind, rates],
  );
  useEffect(() => {
    if (positions === null || !isMeasured) return;
    if (isNarrow) void setViewport({ ...topLeft(positions), zoom: narrowZoom });
    else void fitView(fitOptions);
  }, [positions, isNarrow, isMeasured, fitView, setViewport]);

  if (!isPlaced) return <Drawing />;
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodeClick={(_, node) => onSelect(node.id)}
      onEdgeClick={(_, edge: Edge) => onSelect(edge.id)}
      onPaneClick={() => onSelect(null)}
      onSelectionChange={({ nodes: chosen, edges: chosenEdges }) => {
        const id = chosen[0]?.id ?? chosenEdges[0]?.id;
        if (id !== undefined && id !== selected) onSelect(id);
      }}
      onConnect={(link) => onBind?.(link.source, link.target)}
      nodesDraggable={false}
      nodesConnectable={canBind}
      elementsSelectable
      onlyRenderVisibleElements
      minZoom={0.1}
      maxZoom={2}
      connectionLineStyle={{ stroke: 'var(--accent)', strokeWidth: 2 }}
      aria-label="Routing graph. The table view shows the same."
    >
      <Background color="var(--line)" gap={24} />
      <ZoomButtons />
      {graph.nodes.length >= miniMapFromNodes ? (
        <MiniMap
          position="top-right"
          pannable
          zoomable
          nodeColor="var(--line-strong)"
          maskColor="var(--backdrop)"
          bgColor="var(--surface)"
          ariaLabel="Overview of the graph"
        />
      ) : null}
    </ReactFlow>
  );
}

function ZoomButtons() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <Panel position="bottom-left" className="flex flex-col rounded-base border bg-surface">
      <IconButton label="Nearer" icon={Plus} onClick={() => void zoomIn()} />
      <IconButton label="Farther" icon={Minus} onClick={() => void zoomOut()} />
      <IconButton label="All of it" icon={Maximize} onClick={() => void fitView(fitOptions)} />
    </Panel>
  );
}
