import { describe, expect, it } from 'vitest';
import { mapDeadLetters } from './dead-letter-targets';
import type { PlainTable } from './field-table';
import {
  bindingEdgeId,
  buildGraph,
  edgeRates,
  exchangeNodeId,
  filterGraph,
  type GraphInput,
  neighbourhood,
  pathOf,
  queueNodeId,
} from './graph';
import type { ScopedPolicy } from './policies/policy-scope';
import type { Binding, Exchange, MessageRates, Queue } from './resources';

const rates: MessageRates = { publish: null, confirm: null, deliver: null, redeliver: null, acknowledge: null, unroutable: null };
const queue = (name: string, args: PlainTable = {}, more: Partial<Queue> = {}): Queue => ({
  virtualHost: '/',
  name,
  type: 'classic',
  isDurable: true,
  isAutoDelete: false,
  isExclusive: false,
  arguments: args,
  policy: null,
  operatorPolicy: null,
  effectivePolicy: {},
  state: 'running',
  readyCount: 0,
  unacknowledgedCount: 0,
  totalCount: 0,
  bytes: 0,
  memoryBytes: 0,
  consumerCount: 0,
  consumerUtilisation: null,
  rates,
  idleSinceMs: null,
  headMessageAtMs: null,
  node: null,
  ...more,
});
const exchange = (name: string, type = 'direct', more: Partial<Exchange> = {}): Exchange => ({
  virtualHost: '/',
  name,
  type,
  isDurable: true,
  isAutoDelete: false,
  isInternal: false,
  arguments: {},
  policy: null,
  publishInRate: null,
  publishOutRate: null,
  ...more,
});
const binding = (source: string, destination: string, routingKey = '', destinationType: Binding['destinationType'] = 'queue'): Binding => ({
  virtualHost: '/',
  source,
  destination,
  destinationType,
  routingKey,
  arguments: {},
  propertiesKey: routingKey || '~',
});
const graphOf = (input: Partial<GraphInput>) =>
  buildGraph({ virtualHost: '/', queues: [], exchanges: [], bindings: [], policies: [], ...input });
const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id).sort();

describe('buildGraph', () => {
  it('joins the bindings of a pair and leaves the default exchange and idle built-ins out', () => {
    const graph = graphOf({
      queues: [queue('a/b')],
      exchanges: [exchange(''), exchange('x'), exchange('amq.topic'), exchange('amq.fanout')],
      bindings: [binding('', 'a/b', 'a/b'), binding('x', 'a/b', '1'), binding('x', 'a/b', '2'), binding('amq.topic', 'a/b', '#')],
    });
    expect(ids(graph.nodes)).toEqual([exchangeNodeId('/', 'amq.topic'), exchangeNodeId('/', 'x'), queueNodeId('/', 'a/b')].sort());
    expect(graph.edges.map((edge) => edge.bindings.length)).toEqual([2, 1]);
  });

  it('draws dead letters and alternates from arguments and policies', () => {
    const policy: ScopedPolicy = {
      scope: 'user',
      virtualHost: '/',
      name: 'p',
      pattern: '',
      applyTo: 'exchanges',
      priority: 0,
      definition: { 'alternate-exchange': 'spill' },
    };
    const graph = graphOf({
      queues: [
        queue(
          'work',
          { 'x-dead-letter-exchange': 'dlx', 'x-dead-letter-routing-key': 'k' },
          { effectivePolicy: { 'dead-letter-exchange': 'other' } },
        ),
        queue('direct', {}, { effectivePolicy: { 'dead-letter-exchange': '', 'dead-letter-routing-key': 'work' } }),
      ],
      exchanges: [exchange('dlx'), exchange('x', 'topic', { policy: 'p' })],
      policies: [policy],
    });
    expect(graph.edges.map((edge) => [edge.kind, edge.to, edge.routingKey])).toEqual([
      ['dead-letter', exchangeNodeId('/', 'dlx'), 'k'],
      ['dead-letter', queueNodeId('/', 'work'), null],
      ['alternate', exchangeNodeId('/', 'spill'), null],
    ]);
    expect(graph.nodes.find((node) => node.kind === 'missing-exchange')?.name).toBe('spill');
  });

  it('skips a binding whose end is already gone, and other virtual hosts', () => {
    const graph = graphOf({
      exchanges: [exchange('x')],
      queues: [queue('q', {}, { virtualHost: 'other' })],
      bindings: [binding('x', 'gone')],
    });
    expect(graph).toEqual({ nodes: [expect.objectContaining({ name: 'x' })], edges: [] });
  });
});

describe('parts of a graph', () => {
  const graph = graphOf({
    queues: [queue('q1', {}, { rates: { ...rates, publish: 4 } }), queue('q2'), queue('alone')],
    exchanges: [exchange('in', 'topic', { publishOutRate: 9 }), exchange('mid', 'fanout')],
    bindings: [binding('in', 'mid', 'order.#', 'exchange'), binding('mid', 'q1'), binding('mid', 'q2')],
  });

  it('finds what is near', () => {
    expect(ids(neighbourhood(graph, new Set([exchangeNodeId('/', 'in')]), 1).nodes)).toEqual(
      ids([{ id: exchangeNodeId('/', 'in') }, { id: exchangeNodeId('/', 'mid') }]),
    );
    expect(neighbourhood(graph, new Set([exchangeNodeId('/', 'in')]), 2).nodes).toHaveLength(4);
    expect(neighbourhood(graph, new Set(['nothing']), 2).nodes).toHaveLength(0);
  });

  it('filters by name and by routing key', () => {
    expect(filterGraph(graph, '').nodes).toHaveLength(5);
    expect(filterGraph(graph, 'ALONE').nodes.map((node) => node.name)).toEqual(['alone']);
    expect(filterGraph(graph, 'order.').nodes).toHaveLength(4);
  });

  it('gives a rate only where the counters decide it', () => {
    const found = edgeRates(graph);
    expect(found.get(bindingEdgeId(binding('in', 'mid', '', 'exchange')))).toBe(9);
    expect(found.get(bindingEdgeId(binding('mid', 'q1')))).toBe(4);
    expect(found.has(bindingEdgeId(binding('mid', 'q2')))).toBe(false);
  });

  it('follows a preview', () => {
    const path = pathOf('/', 'in', {
      queues: ['q1'],
      hops: [
        { source: 'in', destination: 'mid', destinationType: 'exchange', routingKey: 'order.#' },
        { source: 'mid', destination: 'q1', destinationType: 'queue', routingKey: '' },
      ],
      isUnroutable: false,
      viaAlternateExchange: false,
    });
    expect(graph.edges.filter((edge) => path.edges.has(edge.id))).toHaveLength(2);
    expect(path.nodes.size).toBe(3);
  });
});

describe('mapDeadLetters', () => {
  const dies = (name: string, exchangeName: string, key?: string) =>
    queue(name, { 'x-dead-letter-exchange': exchangeName, ...(key === undefined ? {} : { 'x-dead-letter-routing-key': key }) });

  it('follows fixed keys exactly and names what depends on the message', () => {
    const map = mapDeadLetters({
      queues: [
        dies('fixed', 'dlx', 'mail.bounced'),
        dies('own', 'dlx'),
        queue('mail-dead'),
        queue('all-dead', {}, { totalCount: 3 }),
        queue('stock-dead'),
      ],
      exchanges: [exchange('dlx', 'topic')],
      bindings: [binding('dlx', 'mail-dead', 'mail.*'), binding('dlx', 'all-dead', '#'), binding('dlx', 'stock-dead', 'stock.*')],
    });
    const seen = map.targets.map((target) => [
      target.queue.name,
      target.sources.map((source) => `${source.queue.name} ${source.certainty}`),
    ]);
    expect(seen).toEqual([
      ['all-dead', ['fixed always', 'own always']],
      ['mail-dead', ['fixed always', 'own depends']],
      ['stock-dead', ['own depends']],
    ]);
    expect(map.lost).toEqual([]);
  });

  it('goes through exchanges, survives a circle, and takes the default exchange', () => {
    const map = mapDeadLetters({
      queues: [dies('a', 'one'), dies('b', '', 'dead'), queue('dead')],
      exchanges: [exchange('one', 'fanout'), exchange('two', 'fanout')],
      bindings: [binding('one', 'two', '', 'exchange'), binding('two', 'one', '', 'exchange'), binding('two', 'dead')],
    });
    expect(map.targets).toHaveLength(1);
    expect(map.targets[0]?.sources.map((source) => source.certainty)).toEqual(['always', 'always']);
  });

  it('names queues whose dead letters go nowhere', () => {
    const map = mapDeadLetters({
      queues: [dies('a', 'gone'), dies('b', 'dlx', 'x'), dies('c', '', 'gone')],
      exchanges: [exchange('dlx')],
      bindings: [],
    });
    expect(map.lost.map((one) => [one.queue.name, one.why])).toEqual([
      ['a', 'missing-exchange'],
      ['b', 'nothing-bound'],
      ['c', 'nothing-bound'],
    ]);
  });
});
