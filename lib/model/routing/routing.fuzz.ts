import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedTable, TypedValue } from '../field-table';
import { toTypedTable } from '../field-table-plain';
import { RouteSimulator, type RoutingTopology } from '../routing';
import { headerMatchKey } from './message-headers';

/** Goal: the tries, indexes and stamps give what the definitions say, written naively and over random topologies. */
const words = ['a', 'b', 'c', ''];
const patternWords = [...words, '*', '#'];
const key = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((parts) => parts.join('.'));
const pattern = fc.array(fc.constantFrom(...patternWords), { maxLength: 5 }).map((parts) => parts.join('.'));
const exchangeNames = ['x1', 'x2', 'x3', 'x4', 'x5'];
const queueNames = ['q1', 'q2', 'q3', 'q4', 'a', 'b'];

const headerValue = fc.oneof(fc.constantFrom('v', 'w'), fc.constantFrom(1, 2), fc.boolean(), fc.constant(null));
const headerName = fc.constantFrom('h1', 'h2', 'x-h3');
const bindingArguments = fc
  .tuple(fc.dictionary(headerName, headerValue, { maxKeys: 3 }), fc.constantFrom(undefined, 'all', 'any', 'all-with-x', 'any-with-x'))
  .map(([headers, mode]) => (mode === undefined ? headers : { ...headers, 'x-match': mode }));

const topology: fc.Arbitrary<RoutingTopology> = fc.record({
  exchanges: fc.tuple(
    ...exchangeNames.map((name) =>
      fc.record({
        name: fc.constant(name),
        type: fc.constantFrom('direct', 'fanout', 'topic', 'headers'),
        arguments: fc
          .option(fc.constantFrom(...exchangeNames, 'missing'), { nil: null })
          .map((alternate) => (alternate === null ? {} : { 'alternate-exchange': alternate })),
      }),
    ),
  ),
  bindings: fc.array(
    fc
      .record({
        source: fc.constantFrom(...exchangeNames),
        destination: fc.constantFrom(...queueNames, ...exchangeNames),
        routingKey: fc.oneof(pattern, key),
        arguments: bindingArguments,
      })
      .map((binding) => ({
        ...binding,
        destinationType: exchangeNames.includes(binding.destination) ? ('exchange' as const) : ('queue' as const),
      })),
    { maxLength: 25, size: 'max' },
  ),
  queues: fc.constant(queueNames),
});

const message = fc.record({
  exchange: fc.constantFrom('', ...exchangeNames),
  routingKey: key,
  headers: fc.tuple(fc.dictionary(headerName, headerValue, { maxKeys: 3 }), fc.array(key, { maxLength: 2 })).map(([headers, copies]) => {
    const table: TypedTable = toTypedTable(headers);
    const carbonCopy: TypedValue = { type: 'array', value: copies.map((value) => ({ type: 'string', value }) as const) };
    return copies.length === 0 ? table : [...table, { key: 'CC', value: carbonCopy }];
  }),
});

/** AMQP 0-9-1 3.1.3.3, straight from its words. */
function topicMatches(patternParts: readonly string[], keyParts: readonly string[]): boolean {
  const [head, ...rest] = patternParts;
  if (head === undefined) return keyParts.length === 0;
  if (head === '#') return topicMatches(rest, keyParts) || (keyParts.length > 0 && topicMatches(patternParts, keyParts.slice(1)));
  const [word, ...others] = keyParts;
  return word !== undefined && (head === '*' || head === word) && topicMatches(rest, others);
}
const parts = (text: string): string[] => (text === '' ? [] : text.split('.'));

function headersMatch(table: TypedTable, headers: TypedTable): boolean {
  const mode = String(table.find((field) => field.key === 'x-match')?.value.value ?? 'all');
  const wanted = table.filter((field) => field.key !== 'x-match' && (mode.endsWith('-with-x') || !field.key.startsWith('x-')));
  const isMet = ({ key: name, value }: TypedTable[number]): boolean => {
    const found = headers.find((field) => field.key === name);
    return found !== undefined && (value.type === 'void' || headerMatchKey(found.value) === headerMatchKey(value));
  };
  return mode.startsWith('any') ? wanted.some(isMet) : wanted.every(isMet);
}

type Model = { readonly topology: RoutingTopology; readonly keys: readonly string[]; readonly headers: TypedTable };

function reached(
  { topology: { exchanges, bindings, queues }, keys, headers }: Model,
  name: string,
  seen: Set<string>,
  into: Set<string>,
): void {
  if (seen.has(name)) return;
  seen.add(name);
  const exchange = exchanges.find((candidate) => candidate.name === name);
  if (exchange === undefined) return;
  const matching = bindings.filter(
    (binding) => binding.source === name && keys.some((routingKey) => matches(exchange.type, binding, routingKey, headers)),
  );
  const alternate = exchange.arguments['alternate-exchange'];
  if (matching.length === 0 && typeof alternate === 'string')
    reached({ topology: { exchanges, bindings, queues }, keys, headers }, alternate, seen, into);
  for (const binding of matching) {
    if (binding.destinationType === 'queue') into.add(binding.destination);
    else reached({ topology: { exchanges, bindings, queues }, keys, headers }, binding.destination, seen, into);
  }
}

function matches(type: string, binding: RoutingTopology['bindings'][number], routingKey: string, headers: TypedTable): boolean {
  if (type === 'fanout') return true;
  if (type === 'direct') return binding.routingKey === routingKey;
  if (type === 'topic') return topicMatches(parts(binding.routingKey), parts(routingKey));
  return headersMatch(toTypedTable(binding.arguments), headers);
}

describe('routing', () => {
  it('reaches the queues that the definitions say, over any topology', () => {
    fc.assert(
      fc.property(topology, fc.array(message, { minLength: 1, maxLength: 5 }), (shape, messages) => {
        const simulator = new RouteSimulator(shape);
        for (const one of messages) {
          const copies = one.headers.find((field) => field.key === 'CC')?.value;
          const keys = [one.routingKey, ...(copies?.type === 'array' ? copies.value.map((item) => String(item.value)) : [])];
          const expected = new Set<string>();
          if (one.exchange === '') for (const routingKey of keys) if (queueNames.includes(routingKey)) expected.add(routingKey);
          reached({ topology: shape, keys, headers: one.headers }, one.exchange, new Set(), expected);
          const preview = simulator.route(one);
          expect([...(preview?.queues ?? [])].sort()).toEqual([...expected].sort());
          expect(preview?.isUnroutable).toBe(expected.size === 0);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('says that an unknown exchange is none', () => {
    const simulator = new RouteSimulator({ exchanges: [], bindings: [], queues: [] });
    expect(simulator.route({ exchange: 'nowhere', routingKey: '', headers: [] })).toBeNull();
  });
});
