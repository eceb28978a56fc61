import { type Edge, MarkerType, type Node } from '@xyflow/react';
import type { Graph, GraphEdge, GraphNode, RoutePath } from '@/lib/model/graph';
import { formatRate, RATE_UNIT } from '@/lib/model/quantity';
import { edgeName } from './edge-name';
import { nodeHeightPx, nodeWidthPx, type Positions } from './graph-layout';

export type ThingNode = Node<
  { readonly node: GraphNode; readonly isDimmed: boolean; readonly isCentre: boolean; readonly canBind: boolean },
  'thing'
>;
/** Which end of an edge a label stands at: where many edges fan out from one node only their far ends are apart. */
export type LabelPlace = 'source' | 'target' | 'middle';
export type RouteEdge = Edge<
  {
    readonly edge: GraphEdge;
    readonly isDimmed: boolean;
    readonly isOnPath: boolean;
    readonly rate: number | null;
    readonly labelPlace: LabelPlace;
  },
  'route'
>;

type Look = {
  readonly positions: Positions;
  readonly selected: string | null;
  /** What the picture was narrowed to. */
  readonly centre: ReadonlySet<string>;
  /** Null when no route is being tested. */
  readonly path: RoutePath | null;
  readonly canBind: boolean;
  readonly rates: ReadonlyMap<string, number>;
};

export function flowNodes(graph: Graph, look: Look): ThingNode[] {
  return graph.nodes.map((node) => ({
    id: node.id,
    type: 'thing',
    position: look.positions.get(node.id) ?? { x: 0, y: 0 },
    data: {
      node,
      isDimmed: look.path !== null && !look.path.nodes.has(node.id),
      isCentre: look.centre.has(node.id),
      canBind: look.canBind,
    },
    width: nodeWidthPx,
    height: nodeHeightPx,
    selected: look.selected === node.id,
    draggable: false,
    ariaLabel: nodeSentence(node),
  }));
}

export function flowEdges(graph: Graph, look: Look): RouteEdge[] {
  const names = new Map(graph.nodes.map((node) => [node.id, node.name]));
  const fanOut = repeated(graph.edges.map((edge) => edge.from));
  const fanIn = repeated(graph.edges.map((edge) => edge.to));
  return graph.edges.map((edge) => {
    const isOnPath = look.path?.edges.has(edge.id) ?? false;
    return {
      id: edge.id,
      type: 'route',
      source: edge.from,
      target: edge.to,
      data: {
        edge,
        isDimmed: look.path !== null && !isOnPath,
        isOnPath,
        rate: look.rates.get(edge.id) ?? null,
        labelPlace: fanOut.has(edge.from) ? 'target' : fanIn.has(edge.to) ? 'source' : 'middle',
      },
      selected: look.selected === edge.id,
      markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: edgeColour(edge, isOnPath) },
      ariaLabel: edgeSentence(edge, names.get(edge.from) ?? '', names.get(edge.to) ?? ''),
    };
  });
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(ids.filter((id) => seen.size === seen.add(id).size));
}

export function edgeColour(edge: GraphEdge, isOnPath: boolean): string {
  if (isOnPath) return 'var(--accent)';
  if (edge.kind === 'dead-letter') return 'var(--dead-lettered)';
  return edge.kind === 'alternate' ? 'var(--unroutable)' : 'var(--control-line)';
}

/** What stands on an edge: its key, or the first of several, and the rate where it is known. */
export function edgeLabel(edge: GraphEdge, rate: number | null): string {
  const flow = rate === null || rate === 0 ? '' : `${formatRate(rate)}${RATE_UNIT}`;
  return [edgeName(edge), flow].filter(Boolean).join(' · ');
}

function nodeSentence(node: GraphNode): string {
  if (node.kind === 'queue')
    return `Queue ${node.name}, ${node.queue.readyCount ?? 'unknown'} ready, ${node.queue.consumerCount ?? 'unknown'} consumers`;
  return node.kind === 'exchange' ? `Exchange ${node.name}, ${node.exchange.type}` : `Exchange ${node.name}, missing`;
}

export function edgeSentence(edge: GraphEdge, from: string, to: string): string {
  if (edge.kind === 'dead-letter') return `Dead letters of ${from} go to ${to}`;
  if (edge.kind === 'alternate') return `What ${from} can't route goes to ${to}`;
  const keys = edge.bindings.map((binding) => binding.routingKey || 'no key');
  return `${from} passes messages to ${to}: ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ` and ${keys.length - 5} more` : ''}`;
}
