import { describe, expect, it } from 'vitest';
import { bodyOf, propertiesOf } from '../../amqp';
import { publishResult } from '../ports';
import { testBroker } from './testing/test-broker';

describe('a virtual host', () => {
  it('routes by the default exchange and delivers to a consumer at once', () => {
    const { virtualHost, publish, consumer } = testBroker();
    const queue = virtualHost.declareQueue(consumer.declaration('hello'));
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    expect(publish('', 'hello', 'one')).toBe(publishResult.routed);
    expect(consumer.bodies()).toEqual(['one']);
    expect(queue.readyCount).toBe(0);
    expect(queue.unacknowledgedCount).toBe(1);
    queue.acknowledge(consumer.entries[0]!);
    expect(queue.unacknowledgedCount).toBe(0);
  });

  it('dead-letters what is rejected, with its history', () => {
    const { virtualHost, publish, consumer } = testBroker();
    virtualHost.declareExchange({ ...consumer.exchange('dead'), type: 'fanout' });
    const bin = virtualHost.declareQueue(consumer.declaration('bin'));
    virtualHost.bindQueue({ source: 'dead', destination: 'bin', routingKey: '', arguments: [] }, null);
    const queue = virtualHost.declareQueue(
      consumer.declaration('work', [{ key: 'x-dead-letter-exchange', value: { type: 'string', value: 'dead' } }]),
    );
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    publish('', 'work', 'poison');
    queue.reject(consumer.entries[0]!);
    const [dead] = bin.peek(0, 10, 'oldest');
    expect(bodyOf(dead!.entry.message).toString()).toBe('poison');
    const headers = propertiesOf(dead!.entry.message).headers ?? [];
    expect(headers.map((field) => field.key)).toContain('x-death');
    expect(dead!.entry.message.exchange).toBe('dead');
    expect(dead!.entry.message.routingKey).toBe('work');
  });

  it('keeps durable topology and persistent messages through a restart', async () => {
    const broker = testBroker();
    const { virtualHost, publish, consumer } = broker;
    virtualHost.declareExchange({ ...consumer.exchange('shop'), type: 'topic' });
    virtualHost.declareQueue(consumer.declaration('orders'));
    virtualHost.declareQueue({ ...consumer.declaration('scratch'), durable: false });
    virtualHost.bindQueue({ source: 'shop', destination: 'orders', routingKey: 'order.#', arguments: [] }, null);
    expect(publish('shop', 'order.new', 'kept', { deliveryMode: 2 })).toBe(publishResult.routed | publishResult.stored);
    publish('shop', 'order.new', 'lost');
    const back = await broker.restart();
    expect([...back.virtualHost.queues.keys()]).toEqual(['orders']);
    const orders = back.virtualHost.queues.get('orders')!;
    expect(orders.readyCount).toBe(1);
    expect(bodyOf(orders.peek(0, 1, 'oldest')[0]!.entry.message).toString()).toBe('kept');
    back.publish('shop', 'order.changed', 'more');
    expect(orders.readyCount).toBe(2);
  });
});
