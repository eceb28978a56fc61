import { describe, expect, it } from 'vitest';
import { bindingEffect, removalEffects, sameBinding } from './binding-effect';
import type { Binding } from './resources';

const binding = (part: Partial<Binding> = {}): Binding => ({
  virtualHost: '/',
  source: 'orders',
  destination: 'stock',
  destinationType: 'queue',
  routingKey: 'o.new',
  arguments: {},
  propertiesKey: 'o.new',
  ...part,
});

describe('bindingEffect', () => {
  it.each([
    [binding(), 'direct', 'Messages published to orders with exactly the key o.new will also go to stock.'],
    [binding({ routingKey: '' }), 'direct', 'Messages published to orders with an empty routing key will also go to stock.'],
    [binding(), 'fanout', 'Every message published to orders will also go to stock.'],
    [binding({ routingKey: '#' }), 'topic', 'Every message published to orders will also go to stock.'],
    [
      binding({ routingKey: 'o.*.#' }),
      'topic',
      'Messages published to orders whose key fits o.*.#, for example o.word.any.words, will also go to stock.',
    ],
    [
      binding({ destinationType: 'exchange' }),
      'fanout',
      'Every message published to orders will also go to the exchange stock, which routes them on.',
    ],
    [
      binding({ arguments: { 'x-match': 'any', a: 1 } }),
      'headers',
      'Messages published to orders with any of the headers a = 1 will also go to stock.',
    ],
    [binding({ arguments: {} }), 'headers', 'Without a header to compare, every message published to orders will also go to stock.'],
    [binding(), 'x-random', 'orders is of the type x-random; which messages go to stock is decided by that plug-in.'],
  ])('%#', (draft, type, sentence) => {
    expect(bindingEffect(draft, type)).toBe(sentence);
  });
});

describe('removalEffects', () => {
  it('says that messages get lost and that the queue falls dry', () => {
    expect(removalEffects(binding(), { type: 'direct' }, [binding()])).toEqual([
      'orders no longer passes messages with the key o.new to stock.',
      'No other binding of orders takes the key o.new: such messages are then dropped, or returned to publishers that ask for it.',
      'stock has no other binding: it then gets only messages that are sent to it by its name.',
    ]);
  });

  it('stays calm where others take over', () => {
    const all = [binding(), binding({ destination: 'mail' }), binding({ source: 'other' })];
    expect(removalEffects(binding(), { type: 'direct' }, all)).toHaveLength(1);
  });
});

it('tells bindings apart by their arguments, whatever the order', () => {
  expect(sameBinding(binding({ arguments: { a: 1, b: 2 } }), binding({ arguments: { b: 2, a: 1 } }))).toBe(true);
  expect(sameBinding(binding({ arguments: { a: 1 } }), binding())).toBe(false);
});
