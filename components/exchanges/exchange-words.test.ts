import { expect, it } from 'vitest';
import type { Binding, Exchange } from '@/lib/model/resources';
import { exchangeFeatures, exchangeSentence, incomingOf, outgoingOf } from './exchange-words';

const exchange = (change: Partial<Exchange>): Exchange => ({
  virtualHost: '/',
  name: 'orders',
  type: 'topic',
  isDurable: true,
  isAutoDelete: false,
  isInternal: false,
  arguments: {},
  policy: null,
  publishInRate: 0,
  publishOutRate: 0,
  ...change,
});
const binding = (change: Partial<Binding>): Binding => ({
  virtualHost: '/',
  source: 'orders',
  destination: 'q',
  destinationType: 'queue',
  routingKey: '#',
  arguments: {},
  propertiesKey: '#',
  ...change,
});

it('says where messages go, and that they are lost where nothing is bound', () => {
  const bindings = [binding({}), binding({ routingKey: 'a' }), binding({ destination: 'x', destinationType: 'exchange' })];
  expect(exchangeSentence(exchange({}), bindings)).toBe(
    'Passes messages to 1 queue and 1 exchange by 3 bindings. What matches none is unroutable.',
  );
  expect(exchangeSentence(exchange({ type: 'fanout' }), [binding({})])).toBe('Passes messages to 1 queue by 1 binding.');
  expect(exchangeSentence(exchange({}), [])).toBe('Nothing is bound: every message published here is unroutable.');
  expect(exchangeSentence(exchange({ arguments: { 'alternate-exchange': 'lost' } }), [])).toContain('goes on to lost');
});

it('tells its own bindings from those of a namesake elsewhere', () => {
  const bindings = [
    binding({}),
    binding({ virtualHost: 'other' }),
    binding({ source: 'x', destination: 'orders' }),
    binding({ source: 'x', destination: 'orders', destinationType: 'exchange' }),
  ];
  expect(outgoingOf(exchange({}), bindings)).toEqual([bindings[0]]);
  expect(incomingOf(exchange({}), bindings)).toEqual([bindings[3]]);
});

it('names what is particular', () => {
  const labels = exchangeFeatures(exchange({ isDurable: false, isInternal: true, policy: 'p' })).map((feature) => feature.label);
  expect(labels).toEqual(['transient', 'internal', 'policy p']);
});
