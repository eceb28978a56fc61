import { describe, expect, it } from 'vitest';
import { identityOf, mapChannel, mapConnection, mapConsumer, mapOverview, mapQueue, timeOf } from './map-rows';
import { channelShape, connectionShape, consumerShape, overviewShape, queueShape } from './shapes';

describe('rows of the management API', () => {
  it('of a queue that was declared this second: absent is null, never zero', () => {
    const queue = mapQueue(queueShape.parse({ vhost: '/', name: 'new', durable: true, arguments: { 'x-queue-type': 'quorum' } }));
    expect(queue).toMatchObject({ type: 'quorum', isDurable: true, isAutoDelete: false, policy: null, state: 'running' });
    const figures = [queue.readyCount, queue.unacknowledgedCount, queue.totalCount, queue.bytes, queue.consumerCount, queue.idleSinceMs];
    expect(figures).toEqual([null, null, null, null, null, null]);
    expect(Object.values(queue.rates)).toEqual([null, null, null, null, null, null]);
  });

  it('with odd values: a table as [], numbers and texts as "undefined"', () => {
    const odd = { vhost: '/', name: 'q', arguments: [], messages: 'undefined', policy: '', message_stats: [], consumer_utilisation: null };
    expect(mapQueue(queueShape.parse(odd))).toMatchObject({ arguments: {}, totalCount: null, policy: null, consumerUtilisation: null });
    expect(mapConnection(connectionShape.parse({ name: 'c', peer_port: 'undefined' }))).toMatchObject({
      user: '',
      peer: '',
      clientName: null,
    });
    expect(mapChannel(channelShape.parse({ name: 'c (1)' }))).toMatchObject({ connectionName: '', unacknowledgedCount: 0 });
    const consumer = consumerShape.parse({ queue: { vhost: '/', name: 'q' }, consumer_tag: 't', channel_details: [] });
    expect(mapConsumer(consumer)).toMatchObject({ channelName: '', isActive: true, isExclusive: false });
    expect(mapOverview(overviewShape.parse({}), [])).toMatchObject({ readyCount: 0, product: 'RabbitMQ', version: 'unknown' });
  });

  it('adds what was returned and what was dropped', () => {
    const row = (stats: unknown) => mapQueue(queueShape.parse({ vhost: '/', name: 'q', message_stats: stats })).rates.unroutable;
    expect(row({ return_unroutable_details: { rate: 1.5 }, drop_unroutable_details: { rate: 2 } })).toBe(3.5);
    expect(row({ drop_unroutable_details: { rate: 2 } })).toBe(2);
    expect(row({})).toBeNull();
  });

  it('names a connection by what its client calls itself', () => {
    const named = (row: object) => mapConnection(connectionShape.parse({ name: 'c', ...row })).clientName;
    expect(named({ user_provided_name: 'shop', client_properties: { product: 'pika' } })).toBe('shop');
    expect(named({ client_properties: { connection_name: 'orders', product: 'pika' } })).toBe('orders');
    expect(named({ client_properties: { product: 'pika', version: '1.3' } })).toBe('pika 1.3');
  });

  it('tells products apart', () => {
    const identity = (row: object) => identityOf(overviewShape.parse(row));
    expect(identity({ product_name: 'RabbitMQ', product_version: '4.1.0', cluster_name: 'c' })).toEqual({
      product: 'RabbitMQ',
      version: '4.1.0',
      clusterName: 'c',
    });
    expect(identity({ lavinmq_version: '2.9.1', rabbitmq_version: '2.9.1' }).product).toBe('LavinMQ');
    expect(identity({ rabbitmq_version: '3.7.1', node: 'rabbit@a' })).toEqual({
      product: 'RabbitMQ',
      version: '3.7.1',
      clusterName: 'rabbit@a',
    });
  });

  it('reads times of either form', () => {
    const ms = Date.UTC(2026, 10, 21, 3, 45, 52);
    expect(timeOf('2026-11-21T03:45:52.000+00:00')).toBe(ms);
    expect(timeOf('2026-11-21 3:45:52')).toBe(ms);
    expect([timeOf('yesterday'), timeOf(null)]).toEqual([null, null]);
  });
});
