import { describe, expect, it } from 'vitest';
import { deathsMax, keepsDeathOrder, originOf, readDeaths, stopsOf } from './deaths';
import type { TypedTable, TypedValue } from './field-table';

const text = (value: string): TypedValue => ({ type: 'string', value });
const death = (queue: string, reason: string, timeSeconds: number, extra: TypedTable = []): TypedValue => ({
  type: 'table',
  value: [
    { key: 'count', value: { type: 'int64', value: '2' } },
    { key: 'reason', value: text(reason) },
    { key: 'queue', value: text(queue) },
    { key: 'time', value: { type: 'timestamp', value: String(timeSeconds) } },
    { key: 'exchange', value: text('orders') },
    { key: 'routing-keys', value: { type: 'array', value: [text('o.new'), text('o.cc')] } },
    ...extra,
  ],
});
const headers = (...deaths: TypedValue[]): TypedTable => [{ key: 'x-death', value: { type: 'array', value: deaths } }];

describe('readDeaths', () => {
  it('reads a record as RabbitMQ 3.10 writes it', () => {
    expect(readDeaths(headers(death('src', 'rejected', 1_700_000_000, [{ key: 'original-expiration', value: text('60000') }])))).toEqual([
      {
        queue: 'src',
        reason: 'rejected',
        count: 2,
        exchange: 'orders',
        routingKeys: ['o.new', 'o.cc'],
        timeSeconds: 1_700_000_000,
        originalExpiration: '60000',
      },
    ]);
  });

  it('leaves out what publishers may have put there', () => {
    expect(readDeaths(undefined)).toEqual([]);
    expect(readDeaths([{ key: 'x-death', value: text('boo') }])).toEqual([]);
    expect(readDeaths(headers(text('x'), { type: 'table', value: [] }, death('q', 'expired', 1)))).toHaveLength(1);
    expect(readDeaths(headers(...Array.from({ length: 500 }, () => death('q', 'expired', 1))))).toHaveLength(deathsMax);
  });

  it('counts one death where the record has no readable count', () => {
    const record: TypedValue = {
      type: 'table',
      value: [
        { key: 'queue', value: text('q') },
        { key: 'reason', value: text('maxlen') },
      ],
    };
    expect(readDeaths(headers(record))[0]).toMatchObject({ count: 1, timeSeconds: null, routingKeys: [], exchange: '' });
  });
});

describe('originOf', () => {
  it('is the latest death outside the queue it lies in', () => {
    const twice = headers(death('dead', 'expired', 3), death('mail', 'rejected', 2), death('orders', 'rejected', 1));
    expect(originOf(twice, 'dead')?.queue).toBe('mail');
    expect(originOf(headers(death('dead', 'expired', 3)), 'dead')).toBeNull();
    expect(originOf(undefined, 'dead')).toBeNull();
  });

  it('goes by time where the broker does not keep the order', () => {
    const mixed = headers(death('a', 'rejected', 1), death('b', 'rejected', 9));
    expect(originOf(mixed, 'dead', true)?.queue).toBe('a');
    expect(originOf(mixed, 'dead', false)?.queue).toBe('b');
    expect(keepsDeathOrder('RabbitMQ', '3.13.1')).toBe(false);
    expect(keepsDeathOrder('RabbitMQ', '3.13.10')).toBe(true);
    expect(keepsDeathOrder('LavinMQ', '2.9.0')).toBe(true);
  });

  it('falls back on x-first-death', () => {
    const first: TypedTable = [
      { key: 'x-first-death-queue', value: text('orders') },
      { key: 'x-first-death-exchange', value: text('shop') },
    ];
    expect(originOf(first, 'dead')).toEqual({ queue: 'orders', exchange: 'shop', routingKeys: [] });
  });
});

describe('stopsOf', () => {
  const properties = { headers: headers(death('retry', 'expired', 2), death('work', 'rejected', 1)) };

  it('goes from the publish over the deaths to here', () => {
    const stops = stopsOf({ exchange: 'dlx', routingKey: 'k', properties }, 'dead');
    expect(stops.map((stop) => stop.kind)).toEqual(['published', 'died', 'died', 'here']);
    expect(stops[0]).toEqual({ kind: 'published', exchange: 'orders', routingKeys: ['o.new', 'o.cc'] });
    expect(stops[1]).toMatchObject({ death: { queue: 'work' } });
  });

  it('of a message that never died is publish and here', () => {
    expect(stopsOf({ exchange: '', routingKey: 'hello', properties: {} }, 'hello')).toEqual([
      { kind: 'published', exchange: '', routingKeys: ['hello'] },
      { kind: 'here', queue: 'hello', exchange: '', routingKey: 'hello' },
    ]);
  });

  it('shows replays', () => {
    const replayed: TypedTable = [{ key: 'x-replay-count', value: { type: 'int32', value: 3 } }];
    expect(stopsOf({ exchange: 'x', routingKey: 'k', properties: { headers: replayed } }, 'q')[1]).toEqual({ kind: 'replayed', times: 3 });
  });
});
