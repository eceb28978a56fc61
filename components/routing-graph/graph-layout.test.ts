import { expect, it } from 'vitest';
import type { Graph } from '@/lib/model/graph';
import { columns, layerGap } from './graph-layout';

const node = (id: string) => ({ id, name: id, kind: 'exchange' }) as unknown as Graph['nodes'][number];
const edge = (from: string, to: string, keys: readonly string[] = ['']) =>
  ({
    id: `${from} ${to}`,
    kind: 'binding',
    from,
    to,
    bindings: keys.map((routingKey) => ({ routingKey, arguments: {} })),
  }) as unknown as Graph['edges'][number];
const graph = (names: string, ...edges: Graph['edges'][number][]): Graph => ({ nodes: names.split(' ').map(node), edges }) as Graph;

it('puts plain columns in the direction of the messages, each thing in a place of its own', () => {
  const places = columns(graph('orders paid refunds dead', edge('orders', 'paid'), edge('orders', 'refunds'), edge('paid', 'dead')));
  const x = (id: string) => places.get(id)?.x ?? -1;
  expect(x('orders')).toBe(0);
  expect(x('paid')).toBe(x('refunds'));
  expect(x('dead')).toBeGreaterThan(x('paid'));
  expect(new Set([...places.values()].map((place) => `${place.x} ${place.y}`)).size).toBe(4);
});

it('ends with a ring of exchanges too', () => {
  expect(columns(graph('a b c', edge('a', 'b'), edge('b', 'c'), edge('c', 'a'))).size).toBe(3);
});

it('leaves more room for long keys, within bounds', () => {
  const narrow = layerGap(graph('a b', edge('a', 'b', ['x'])));
  const wide = layerGap(graph('a b', edge('a', 'b', ['orders.created.eu-west', 'another'])));
  expect(wide).toBeGreaterThan(narrow);
  expect(layerGap(graph('a b', edge('a', 'b', ['k'.repeat(200)])))).toBeLessThanOrEqual(300);
});
