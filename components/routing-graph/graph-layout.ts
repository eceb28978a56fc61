import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
import type { Graph } from '@/lib/model/graph';
import { edgeName } from './edge-name';

export const nodeWidthPx = 216;
export const nodeHeightPx = 48;

export type Positions = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** A layout that takes longer is given up for plain columns; the worker is ended with it. */
const layoutTimeoutMs = 8_000;

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '16',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES', // a reload draws the same picture
  'elk.separateConnectedComponents': 'true',
  'elk.spacing.componentComponent': '40',
  'elk.aspectRatio': '1.6',
};

/** Computes positions in a web worker, one layout at a time; `end` frees the worker. */
export class GraphLayout {
  #engine: ELK | null = null;
  #isEnded = false;

  async layout(graph: Graph): Promise<Positions> {
    const engine = await this.#start();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the layout took too long')), layoutTimeoutMs);
    });
    try {
      return positionsOf(await Promise.race([engine.layout(elkGraph(graph)), timeout]));
    } catch {
      this.#terminate(); // the next layout starts a fresh one
      return columns(graph);
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.#isEnded = true;
    this.#terminate();
  }

  #terminate(): void {
    this.#engine?.terminateWorker();
    this.#engine = null;
  }

  async #start(): Promise<ELK> {
    const { default: Elk } = await import('elkjs/lib/elk-api');
    if (this.#isEnded) throw new Error('the picture went away');
    this.#engine ??= new Elk({ workerFactory: () => new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' }) });
    return this.#engine;
  }
}

/** A character of an edge's label, 11 px mono. */
const labelCharacterPx = 6.6;
/** For the rate behind the key (' · 123/s'), the arrow, and a bend that shows where the line comes from. */
const labelExtraPx = 130;
const layerGapPx = { least: 180, most: 300 } as const;

/** Room between exchanges and queues for the longest name on a line, so that each label stands clear of the box it leaves. */
export function layerGap(graph: Graph): number {
  const lengths = graph.edges.map((edge) => (edge.kind === 'dead-letter' ? 0 : edgeName(edge).length));
  const wanted = Math.max(0, ...lengths) * labelCharacterPx + labelExtraPx;
  return Math.round(Math.min(Math.max(wanted, layerGapPx.least), layerGapPx.most));
}

function elkGraph(graph: Graph): ElkNode {
  return {
    id: 'graph',
    layoutOptions: { ...options, 'elk.layered.spacing.nodeNodeBetweenLayers': String(layerGap(graph)) },
    children: graph.nodes.map((node) => ({ id: node.id, width: nodeWidthPx, height: nodeHeightPx })),
    edges: graph.edges.map((edge) => ({ id: edge.id, sources: [edge.from], targets: [edge.to] })),
  };
}

const positionsOf = (laidOut: ElkNode): Positions =>
  new Map((laidOut.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]));

const rowGapPx = 16;
/** Steps from the left end that plain columns tell apart; a ring of exchanges would else push its members on for ever. */
const layerCountMax = 6;

/** How many steps each node lies behind the first exchanges: exchanges, their queues, where those send dead letters, and so on. */
function layersOf(graph: Graph): ReadonlyMap<string, number> {
  const layers = new Map(graph.nodes.map((node) => [node.id, 0]));
  for (let pass = 1; pass < layerCountMax; pass++)
    for (const { from, to } of graph.edges) {
      const next = Math.min((layers.get(from) ?? 0) + 1, layerCountMax - 1);
      if (next > (layers.get(to) ?? 0)) layers.set(to, next);
    }
  return layers;
}

/** Columns in the direction of the messages: always possible, at once. */
export function columns(graph: Graph): Positions {
  const layers = layersOf(graph);
  const nextY = new Map<number, number>();
  const stepX = nodeWidthPx + layerGap(graph);
  return new Map(
    graph.nodes.map((node) => {
      const layer = layers.get(node.id) ?? 0;
      const y = nextY.get(layer) ?? 0;
      nextY.set(layer, y + nodeHeightPx + rowGapPx);
      return [node.id, { x: layer * stepX, y }];
    }),
  );
}
