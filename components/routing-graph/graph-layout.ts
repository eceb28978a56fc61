import type { ELK, ElkNode } from 'elkjs/lib/elk-api';
import type { Graph } from '@/lib/model/graph';

export const nodeWidthPx = 216;
export const nodeHeightPx = 48;

export type Positions = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** A layout that takes longer is given up for plain columns; the worker is ended with it. */
const layoutTimeoutMs = 8_000;

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '16',
  'elk.layered.spacing.nodeNodeBetweenLayers': '190',
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

function elkGraph(graph: Graph): ElkNode {
  return {
    id: 'graph',
    layoutOptions: options,
    children: graph.nodes.map((node) => ({ id: node.id, width: nodeWidthPx, height: nodeHeightPx })),
    edges: graph.edges.map((edge) => ({ id: edge.id, sources: [edge.from], targets: [edge.to] })),
  };
}

const positionsOf = (laidOut: ElkNode): Positions =>
  new Map((laidOut.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]));

const columnGapPx = 180;
const rowGapPx = 16;

/** Exchanges left, queues right: always possible, at once. */
export function columns(graph: Graph): Positions {
  const next = { left: 0, right: 0 };
  return new Map(
    graph.nodes.map((node) => {
      const side = node.kind === 'queue' ? 'right' : 'left';
      const y = next[side];
      next[side] += nodeHeightPx + rowGapPx;
      return [node.id, { x: side === 'left' ? 0 : nodeWidthPx + columnGapPx, y }];
    }),
  );
}
