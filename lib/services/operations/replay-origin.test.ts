import { describe, expect, it } from 'vitest';
import type { TypedTable, TypedValue } from '../../model/field-table';
import type { BrowsedMessage } from '../../model/message';
import { describeOrigin, replayHeaders, routeOf } from './replay-origin';

const text = (value: string): TypedValue => ({ type: 'string', value });
const death = (queue: string, exchange: string, key: string): TypedValue => ({
  type: 'table',
  value: [
    { key: 'count', value: { type: 'int64', value: '1' } },
    { key: 'reason', value: text('rejected') },
    { key: 'queue', value: text(queue) },
    { key: 'exchange', value: text(exchange) },
    { key: 'routing-keys', value: { type: 'array', value: [text(key)] } },
  ],
});

const dead = (extra: TypedTable = []): BrowsedMessage => ({
  id: '5',
  position: 0,
  state: 'ready',
  redelivered: false,
  exchange: 'shop.dead',
  routingKey: 'order',
  properties: {
    expiration: '60000',
    userId: 'shop',
    headers: [
      { key: 'x-death', value: { type: 'array', value: [death('order', 'shop', 'order.created')] } },
      { key: 'tenant', value: text('a') },
      ...extra,
    ],
  },
  bodySizeBytes: 0,
  bodyBase64: '',
  enqueuedAtMs: null,
  deliveryCount: null,
});

describe('routeOf', () => {
  it('goes back to the queue it died in', () => {
    expect(routeOf(dead(), 'order.failed', { kind: 'origin', via: 'queue' })).toEqual({ exchange: '', routingKey: 'order' });
  });

  it('goes its old way through the exchange', () => {
    expect(routeOf(dead(), 'order.failed', { kind: 'origin', via: 'exchange' })).toEqual({ exchange: 'shop', routingKey: 'order.created' });
  });

  it('keeps the routing key for an exchange unless another is given', () => {
    expect(routeOf(dead(), 'order.failed', { kind: 'exchange', exchange: 'x', routingKey: null })).toEqual({
      exchange: 'x',
      routingKey: 'order',
    });
  });

  it('knows no origin of a message that never died elsewhere', () => {
    expect(routeOf(dead(), 'order', { kind: 'origin', via: 'queue' })).toBeNull();
  });
});

describe('describeOrigin', () => {
  it('keeps what is taken off, and only that', () => {
    const origin = describeOrigin(dead(), 'order.failed');
    expect(origin.takenOff.map(({ key }) => key)).toEqual(['x-death']);
    expect(origin).toMatchObject({
      queue: 'order.failed',
      exchange: 'shop.dead',
      routingKey: 'order',
      expiration: '60000',
      userId: 'shop',
      replayCount: 0,
    });
  });

  it('counts on from an earlier replay', () => {
    const again = describeOrigin(dead([{ key: 'x-replay-count', value: { type: 'int32', value: 2 } }]), 'order.failed');
    expect(again.replayCount).toBe(2);
    expect(replayHeaders('op-1', 4, again)).toContainEqual({ key: 'x-replay-count', value: { type: 'int32', value: 3 } });
    expect(replayHeaders('op-1', 4, again)).toContainEqual({ key: 'x-replay-id', value: text('op-1.4') });
  });

  it('takes a count that is no number for none', () => {
    expect(describeOrigin(dead([{ key: 'x-replay-count', value: text('many') }]), 'q').replayCount).toBe(0);
  });
});
