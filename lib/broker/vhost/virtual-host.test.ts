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

  it('gives an exclusive queue to its connection alone, and takes it away with it', () => {
    const { virtualHost, consumer } = testBroker();
    const owner = { name: 'mine', user: 'guest', peerHost: '127.0.0.1', peerPort: 1 };
    const other = { ...owner, name: 'other' };
    const declaration = { ...consumer.declaration('private'), exclusive: true, owner };
    virtualHost.declareQueue(declaration);
    expect(virtualHost.declareQueue(declaration).name).toBe('private');
    const locked = "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'private' in vhost '/'";
    expect(() => virtualHost.getQueue('private', other)).toThrow(locked);
    expect(() => virtualHost.declareQueue({ ...declaration, owner: other })).toThrow(locked);
    expect(() => virtualHost.deleteQueue('private', { ifUnused: false, ifEmpty: false }, other)).toThrow(locked);
    virtualHost.connectionClosed(other);
    expect(virtualHost.queues.has('private')).toBe(true);
    virtualHost.connectionClosed(owner);
    expect(virtualHost.queues.has('private')).toBe(false);
  });

  it('counts the same binding once, and deletes an auto-delete exchange with its last', () => {
    const { virtualHost, consumer } = testBroker();
    virtualHost.declareQueue(consumer.declaration('q'));
    virtualHost.declareExchange({ ...consumer.exchange('brief'), autoDelete: true });
    const binding = { source: 'brief', destination: 'q', routingKey: 'k', arguments: [] };
    const before = virtualHost.topologyVersion;
    expect(virtualHost.bindQueue(binding, null)).toBe(virtualHost.bindQueue(binding, null));
    expect(virtualHost.topologyVersion).toBe(before + 1);
    virtualHost.unbindQueue(binding, null);
    virtualHost.unbindQueue(binding, null);
    expect(virtualHost.exchanges.has('brief')).toBe(false);
    expect(virtualHost.bindings.size).toBe(0);
  });

  it('takes bindings away with either end', () => {
    const { virtualHost, consumer } = testBroker();
    for (const name of ['a', 'b']) virtualHost.declareExchange(consumer.exchange(name));
    virtualHost.declareQueue(consumer.declaration('q'));
    virtualHost.bindExchange({ source: 'a', destination: 'b', routingKey: 'k', arguments: [] });
    virtualHost.bindQueue({ source: 'b', destination: 'q', routingKey: 'k', arguments: [] }, null);
    expect(virtualHost.previewRoute(virtualHost.getExchange('a'), 'k', []).queues).toEqual(['q']);
    virtualHost.deleteExchange('b', { ifUnused: false });
    expect(virtualHost.bindings.size).toBe(0);
    expect(virtualHost.previewRoute(virtualHost.getExchange('a'), 'k', []).isUnroutable).toBe(true);
  });

  it('holds declarations to what was declared before, and to its limits', () => {
    const { virtualHost, consumer } = testBroker();
    virtualHost.declareQueue(consumer.declaration('q'));
    expect(() => virtualHost.declareQueue({ ...consumer.declaration('q'), durable: false })).toThrow(
      "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'",
    );
    virtualHost.declareExchange(consumer.exchange('x'));
    expect(() => virtualHost.declareExchange({ ...consumer.exchange('x'), type: 'topic' })).toThrow(
      "inequivalent arg 'type' for exchange 'x'",
    );
    expect(() => virtualHost.declareExchange({ ...consumer.exchange('y'), type: 'nonsense' })).toThrow('COMMAND_INVALID');
    virtualHost.setLimits({ maxQueues: 1, maxConnections: null });
    expect(() => virtualHost.declareQueue(consumer.declaration('r'))).toThrow('queue limit');
    expect(virtualHost.declareQueue(consumer.declaration('q')).name).toBe('q');
  });

  it('keeps policies, limits and what was routed by them through a restart', async () => {
    const broker = testBroker();
    const { virtualHost, consumer } = broker;
    virtualHost.declareQueue(consumer.declaration('short'));
    const policy = {
      virtualHost: '/',
      name: 'p',
      pattern: 'short',
      applyTo: 'queues' as const,
      priority: 1,
      definition: { 'max-length': 1 },
    };
    virtualHost.setPolicy('user', policy);
    virtualHost.setLimits({ maxQueues: 5, maxConnections: 7 });
    const back = await broker.restart();
    expect(back.virtualHost.policies.find('user', 'p')).toEqual(policy);
    expect(back.virtualHost.limits).toEqual({ maxQueues: 5, maxConnections: 7 });
    for (const body of ['a', 'b']) back.publish('', 'short', body, { deliveryMode: 2 });
    expect(back.virtualHost.queues.get('short')?.readyCount).toBe(1);
  });

  it('forgets everything that was deleted', async () => {
    const broker = testBroker();
    const { virtualHost, publish, consumer } = broker;
    virtualHost.declareQueue(consumer.declaration('gone'));
    virtualHost.declareExchange(consumer.exchange('gone-too'));
    virtualHost.bindQueue({ source: 'gone-too', destination: 'gone', routingKey: '', arguments: [] }, null);
    publish('', 'gone', 'a', { deliveryMode: 2 });
    virtualHost.deleteQueue('gone', { ifUnused: false, ifEmpty: false }, null);
    virtualHost.deleteExchange('gone-too', { ifUnused: false });
    const back = await broker.restart();
    expect([back.virtualHost.queues.size, back.virtualHost.exchanges.has('gone-too'), back.virtualHost.bindings.size]).toEqual([
      0,
      false,
      0,
    ]);
    expect(back.store.recover().queues.size).toBe(0);
  });
});
