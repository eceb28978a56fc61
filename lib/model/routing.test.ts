import { describe, expect, it } from 'vitest';
import { toTypedTable } from './field-table-plain';
import { RouteSimulator } from './routing';

const simulator = new RouteSimulator({
  exchanges: [
    { name: 'shop', type: 'topic', arguments: { 'alternate-exchange': 'lost' } },
    { name: 'lost', type: 'fanout', arguments: {} },
    { name: 'later', type: 'x-delayed-message', arguments: { 'x-delayed-type': 'direct' } },
    { name: 'foreign', type: 'x-jms-topic', arguments: {} },
  ],
  bindings: [
    { source: 'shop', destination: 'orders', destinationType: 'queue', routingKey: 'order.#', arguments: {} },
    { source: 'shop', destination: 'audit', destinationType: 'queue', routingKey: '#.paid', arguments: {} },
    { source: 'shop', destination: 'later', destinationType: 'exchange', routingKey: 'reminder.*', arguments: {} },
    { source: 'later', destination: 'mail', destinationType: 'queue', routingKey: 'reminder.day', arguments: {} },
    { source: 'lost', destination: 'unroutable', destinationType: 'queue', routingKey: '', arguments: {} },
    { source: 'lost', destination: 'no longer there', destinationType: 'queue', routingKey: '', arguments: {} },
    { source: 'foreign', destination: 'mail', destinationType: 'queue', routingKey: '', arguments: {} },
  ],
  queues: ['orders', 'audit', 'mail', 'unroutable'],
});
const route = (exchange: string, routingKey: string, headers = {}) =>
  simulator.route({ exchange, routingKey, headers: toTypedTable(headers) });

describe('a rehearsed route', () => {
  it('names the queues and each hop to them', () => {
    expect(route('shop', 'order.paid')).toEqual({
      queues: ['orders', 'audit'],
      hops: [
        { source: 'shop', destination: 'orders', destinationType: 'queue', routingKey: 'order.#' },
        { source: 'shop', destination: 'audit', destinationType: 'queue', routingKey: '#.paid' },
      ],
      isUnroutable: false,
      viaAlternateExchange: false,
    });
  });

  it('goes through other exchanges, a delaying one included', () => {
    expect(route('shop', 'reminder.day')?.queues).toEqual(['mail']);
    // Taken by a binding that leads nowhere: the alternate exchange is not asked, as in RabbitMQ.
    expect(route('shop', 'reminder.week')).toMatchObject({ queues: [], isUnroutable: true, viaAlternateExchange: false });
  });

  it('falls back on the alternate exchange', () => {
    expect(route('shop', 'nothing')).toMatchObject({ queues: ['unroutable'], viaAlternateExchange: true });
  });

  it('follows the keys of CC too, and shows no hop twice', () => {
    const preview = route('shop', 'order.new', { CC: ['order.old', 'x.paid'] });
    expect(preview?.queues).toEqual(['orders', 'audit']);
    expect(preview?.hops).toHaveLength(2);
  });

  it('knows the default exchange, and says that an exchange of a foreign type leads nowhere that we can tell', () => {
    expect(route('', 'mail')?.queues).toEqual(['mail']);
    expect(route('foreign', '')?.isUnroutable).toBe(true);
  });
});
