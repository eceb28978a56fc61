import { exchangeKey, queueKey } from './live';
import type { ScopedPolicy } from './policies/policy-scope';
import type { Binding, Exchange, Queue, RoutePreview } from './resources';

/** The routing of one virtual host as a graph: what a picture, its table and the reachability questions read. */
export type GraphNode =
  | { readonly id: string; readonly kind: 'exchange'; readonly name: string; readonly exchange: Exchange }
  | { readonly id: string; readonly kind: 'queue'; readonly name: string; readonly queue: Queue }
  /** Named by an argument or a policy, but not there: what is sent to it is dropped without a word. */
  | { readonly id: string; readonly kind: 'missing-exchange'; readonly name: string };

/**
 * `binding` stands for all bindings of one pair (a pair can be bound by hundreds of keys).
 * `dead-letter` goes from a queue to where its dead letters are published, `alternate` from an exchange to where unroutable ones go.
 */
export type GraphEdge = {
  readonly id: string;
  readonly kind: 'binding' | 'dead-letter' | 'alternate';
  readonly from: string;
  readonly to: string;
  readonly bindings: readonly Binding[];
  /** Of a dead-letter edge: the routing key it is republished with, null for the message's own. */
  readonly routingKey: string | null;
};

export type Graph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] };

export type GraphInput = {
  readonly virtualHost: string;
  readonly queues: readonly Queue[];
  readonly exchanges: readonly Exchange[];
  readonly bindings: readonly Binding[];
  readonly policies: readonly ScopedPolicy[];
};

export const exchangeNodeId = (virtualHost: string, name: string): string => `exchange:${exchangeKey({ virtualHost, name })}`;
export const queueNodeId = (virtualHost: string, name: string): string => `queue:${queueKey({ virtualHost, name })}`;

/** Where a queue's dead letters are published; an argument of the queue wins over its policy. Null when they are dropped. */
export function deadLetterRouteOf(
  queue: Pick<Queue, 'arguments' | 'effectivePolicy'>,
): { exchange: string; routingKey: string | null } | null {
  const exchange = queue.arguments['x-dead-letter-exchange'] ?? queue.effectivePolicy['dead-letter-exchange'];
  if (typeof exchange !== 'string') return null;
  const key = queue.arguments['x-dead-letter-routing-key'] ?? queue.effectivePolicy['dead-letter-routing-key'];
  return { exchange, routingKey: typeof key === 'string' ? key : null };
}

/** Where an exchange sends what it can't route, or null. */
export function alternateOf(exchange: Exchange, policies: readonly ScopedPolicy[]): string | null {
  const policy = policies.find((one) => one.scope === 'user' && one.virtualHost === exchange.virtualHost && one.name === exchange.policy);
  const name = exchange.arguments['alternate-exchange'] ?? policy?.definition['alternate-exchange'];
  return typeof name === 'string' ? name : null;
}

/** AMQP's own exchanges, there in every virtual host whether used or not. */
export const isBuiltIn = (exchange: Pick<Exchange, 'name'>): boolean => exchange.name === '' || exchange.name.startsWith('amq.');

/**
 * Nodes and edges of one virtual host. The default exchange is left out (it is bound to every queue by its name, which
 * says nothing), and so are built-in exchanges that nothing is bound to.
 */
export function buildGraph(input: GraphInput): Graph {
  const inHost = <Row extends { virtualHost: string }>(rows: readonly Row[]) => rows.filter((row) => row.virtualHost === input.virtualHost);
  const queues = inHost(input.queues);
  const exchanges = inHost(input.exchanges).filter((exchange) => exchange.name !== '');
  const edges = [
    ...bindingEdges(inHost(input.bindings)),
    ...queues.flatMap((queue) => deadLetterEdge(queue)),
    ...exchanges.flatMap((exchange) => alternateEdge(exchange, input.policies)),
  ];
  const linked = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const nodes = new Map<string, GraphNode>();
  for (const exchange of exchanges) {
    const id = exchangeNodeId(exchange.virtualHost, exchange.name);
    if (!isBuiltIn(exchange) || linked.has(id)) nodes.set(id, { id, kind: 'exchange', name: exchange.name, exchange });
  }
  for (const queue of queues) {
    const id = queueNodeId(queue.virtualHost, queue.name);
    nodes.set(id, { id, kind: 'queue', name: queue.name, queue });
  }
  // A binding may be a poll older than the end of its exchange or queue: only ends named by dead-letter and alternate may be missing.
  const drawn = edges.filter((edge) => nodes.has(edge.from) && (nodes.has(edge.to) || edge.kind !== 'binding'));
  for (const edge of drawn) {
    if (nodes.has(edge.to)) continue;
    const name = decodeURIComponent(edge.to.slice(edge.to.lastIndexOf('/') + 1));
    nodes.set(edge.to, { id: edge.to, kind: 'missing-exchange', name });
  }
  return { nodes: [...nodes.values()], edges: drawn };
}

function bindingEdges(bindings: readonly Binding[]): readonly GraphEdge[] {
  const byPair = new Map<string, Binding[]>();
  for (const binding of bindings) {
    if (binding.source === '') continue;
    const id = bindingEdgeId(binding);
    const pair = byPair.get(id);
    if (pair === undefined) byPair.set(id, [binding]);
    else pair.push(binding);
  }
  return [...byPair].flatMap(([id, pair]) => {
    const first = pair[0];
    if (first === undefined) return [];
    return [{ id, kind: 'binding', ...endsOf(first), bindings: pair, routingKey: null }];
  });
}

type Ends = Pick<Binding, 'virtualHost' | 'source' | 'destination' | 'destinationType'>;
const endsOf = (binding: Ends): { from: string; to: string } => ({
  from: exchangeNodeId(binding.virtualHost, binding.source),
  to: (binding.destinationType === 'queue' ? queueNodeId : exchangeNodeId)(binding.virtualHost, binding.destination),
});
export const bindingEdgeId = (binding: Ends): string => edgeId('binding', endsOf(binding));
const edgeId = (kind: GraphEdge['kind'], ends: { from: string; to: string }): string => `${kind} ${ends.from} ${ends.to}`;

function deadLetterEdge(queue: Queue): readonly GraphEdge[] {
  const route = deadLetterRouteOf(queue);
  if (route === null) return [];
  const host = queue.virtualHost;
  // Through the default exchange the routing key is the queue's name; without a fixed key it is each message's own.
  const isDirect = route.exchange === '';
  if (isDirect && route.routingKey === null) return [];
  const to = isDirect ? queueNodeId(host, route.routingKey ?? '') : exchangeNodeId(host, route.exchange);
  const ends = { from: queueNodeId(host, queue.name), to };
  return [{ id: edgeId('dead-letter', ends), kind: 'dead-letter', ...ends, bindings: [], routingKey: isDirect ? null : route.routingKey }];
}

function alternateEdge(exchange: Exchange, policies: readonly ScopedPolicy[]): readonly GraphEdge[] {
  const name = alternateOf(exchange, policies);
  if (name === null || name === '') return [];
  const ends = { from: exchangeNodeId(exchange.virtualHost, exchange.name), to: exchangeNodeId(exchange.virtualHost, name) };
  return [{ id: edgeId('alternate', ends), kind: 'alternate', ...ends, bindings: [], routingKey: null }];
}

/** The nodes within `hops` edges of `centre`, in either direction, with the edges among them. */
export function neighbourhood(graph: Graph, centre: ReadonlySet<string>, hops: number): Graph {
  const near = new Set(graph.nodes.filter((node) => centre.has(node.id)).map((node) => node.id));
  let border: ReadonlySet<string> = near;
  for (let hop = 0; hop < hops && border.size > 0; hop += 1) {
    const next = new Set<string>();
    for (const edge of graph.edges) {
      if (border.has(edge.from) && !near.has(edge.to)) next.add(edge.to);
      if (border.has(edge.to) && !near.has(edge.from)) next.add(edge.from);
    }
    for (const id of next) near.add(id);
    border = next;
  }
  return among(graph, near);
}

const among = (graph: Graph, ids: ReadonlySet<string>): Graph => ({
  nodes: graph.nodes.filter((node) => ids.has(node.id)),
  edges: graph.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)),
});

/** What a text finds, with its direct neighbours: nodes by name, edges by routing key. */
export function filterGraph(graph: Graph, text: string): Graph {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return graph;
  const found = new Set(graph.nodes.filter((node) => node.name.toLowerCase().includes(wanted)).map((node) => node.id));
  for (const edge of graph.edges) {
    if (edge.bindings.some((binding) => binding.routingKey.toLowerCase().includes(wanted))) found.add(edge.from).add(edge.to);
  }
  return neighbourhood(graph, found, 1);
}

/** The nodes and edges that a message passes; ids as in the graph. */
export type RoutePath = { readonly nodes: ReadonlySet<string>; readonly edges: ReadonlySet<string> };

export function pathOf(virtualHost: string, exchange: string, preview: RoutePreview): RoutePath {
  const nodes = new Set(preview.queues.map((queue) => queueNodeId(virtualHost, queue)));
  const edges = new Set<string>();
  if (exchange !== '') nodes.add(exchangeNodeId(virtualHost, exchange));
  for (const hop of preview.hops) {
    const ends = endsOf({ ...hop, virtualHost });
    nodes.add(ends.from).add(ends.to);
    // A hop to an exchange is a binding or the step to the alternate exchange; the graph draws only the one that is there.
    edges.add(edgeId('binding', ends)).add(edgeId('alternate', ends));
  }
  return { nodes, edges };
}

/**
 * Messages a second over an edge, where the broker's counters tell: they count per queue and per exchange, never per
 * binding, so an edge has a figure only when it is the one way into its queue or the one way out of its exchange.
 */
export function edgeRates(graph: Graph): ReadonlyMap<string, number> {
  const waysInto = countBy(graph.edges.map((edge) => edge.to));
  const waysOutOf = countBy(graph.edges.filter((edge) => edge.kind !== 'dead-letter').map((edge) => edge.from));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const rates = new Map<string, number>();
  for (const edge of graph.edges) {
    if (edge.kind !== 'binding') continue;
    const into = nodes.get(edge.to);
    const from = nodes.get(edge.from);
    const intoRate = into?.kind === 'queue' && waysInto.get(edge.to) === 1 ? into.queue.rates.publish : null;
    const outRate = from?.kind === 'exchange' && waysOutOf.get(edge.from) === 1 ? from.exchange.publishOutRate : null;
    const rate = outRate ?? intoRate;
    if (rate !== null) rates.set(edge.id, rate);
  }
  return rates;
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/**
 * At most `nodesMax` nodes, the best connected first, for a picture of a broker with thousands of queues. Chosen by edges and
 * not by figures, so that the picture stays the same while messages flow.
 */
export function bestConnectedPart(graph: Graph, nodesMax: number): Graph {
  if (graph.nodes.length <= nodesMax) return graph;
  const degrees = countBy(graph.edges.flatMap((edge) => [edge.from, edge.to]));
  const ranked = [...graph.nodes].sort((a, b) => (degrees.get(b.id) ?? 0) - (degrees.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1));
  return among(graph, new Set(ranked.slice(0, nodesMax).map((node) => node.id)));
}
