import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyOf, propertiesOf } from '../../amqp';
import type { PlainTable } from '../../model/field-table';
import { toPlainTable, toTypedTable } from '../../model/field-table-plain';
import { publishResult } from '../ports';
import { TestConsumer, testBroker } from '../vhost/testing/test-broker';
import type { Queue } from './queue';

/** RabbitMQ's semantics of queues, one behaviour a test, on a clock that the test moves. */
beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(queueArguments: PlainTable = {}, isExclusive = false) {
  const broker = testBroker();
  const { virtualHost, consumer } = broker;
  const declare = (name: string, table: PlainTable = {}): Queue =>
    virtualHost.declareQueue(consumer.declaration(name, toTypedTable(table)));
  const dead = declare('dead');
  const queue = declare('work', { ...queueArguments });
  return { ...broker, declare, dead, queue, isExclusive };
}
const toDead: PlainTable = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
const bodies = (queue: Queue): string[] => queue.peek(0, 100, 'oldest').map(({ entry }) => bodyOf(entry.message).toString());
const headersAt = (queue: Queue, index: number): PlainTable =>
  toPlainTable(propertiesOf(queue.peek(index, 1, 'oldest')[0]!.entry.message).headers ?? []);

describe('time to live', () => {
  it('of a queue expires messages in order and dead-letters them', () => {
    const { publish, queue, dead } = setUp({ 'x-message-ttl': 1_000, ...toDead });
    publish('', 'work', 'a');
    vi.advanceTimersByTime(500);
    publish('', 'work', 'b');
    vi.advanceTimersByTime(501);
    expect(bodies(queue)).toEqual(['b']);
    expect(bodies(dead)).toEqual(['a']);
    vi.advanceTimersByTime(500);
    expect(queue.readyCount).toBe(0);
    expect(headersAt(dead, 0)).toMatchObject({
      'x-first-death-reason': 'expired',
      'x-first-death-queue': 'work',
      'x-first-death-exchange': '',
    });
  });

  it('of a message counts as its own, and moves into original-expiration', () => {
    const { publish, dead } = setUp(toDead);
    publish('', 'work', 'a', { expiration: '300' });
    vi.advanceTimersByTime(301);
    expect(bodies(dead)).toEqual(['a']);
    const { message } = dead.peek(0, 1, 'oldest')[0]!.entry;
    expect(propertiesOf(message).expiration).toBeUndefined();
    expect(message.expirationMs).toBe(-1);
    expect(headersAt(dead, 0)['x-death']).toMatchObject([{ 'original-expiration': '300', reason: 'expired', count: 1 }]);
  });

  it('leaves what waits behind a lasting message, as RabbitMQ does, and never delivers it', () => {
    const { publish, queue, consumer } = setUp();
    publish('', 'work', 'lasting');
    publish('', 'work', 'short', { expiration: '10' });
    vi.advanceTimersByTime(1_000);
    expect(queue.readyCount).toBe(2);
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    expect(consumer.bodies()).toEqual(['lasting']);
    expect(queue.readyCount).toBe(0);
  });

  it('expires at the front of each priority', () => {
    const { publish, declare } = setUp();
    const queue = declare('ranked', { 'x-max-priority': 3 });
    publish('', 'ranked', 'high', { priority: 3 });
    publish('', 'ranked', 'middle', { priority: 1, expiration: '200' });
    publish('', 'ranked', 'low', { priority: 0 });
    vi.advanceTimersByTime(201);
    expect(bodies(queue)).toEqual(['high', 'low']);
  });

  it('of 0 delivers at once or not at all', () => {
    const { publish, queue, consumer } = setUp({ 'x-message-ttl': 0 });
    publish('', 'work', 'nobody');
    vi.advanceTimersByTime(1);
    expect(queue.readyCount).toBe(0);
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    publish('', 'work', 'somebody');
    expect(consumer.bodies()).toEqual(['somebody']);
  });

  it('counts on while a consumer holds the message', () => {
    const { publish, queue, consumer, dead } = setUp({ 'x-message-ttl': 700, ...toDead });
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    publish('', 'work', 'held');
    vi.advanceTimersByTime(1_200);
    expect(queue.unacknowledgedCount).toBe(1);
    queue.cancel(consumer);
    queue.requeue(consumer.entries);
    expect([queue.readyCount, queue.unacknowledgedCount]).toEqual([0, 0]);
    expect(bodies(dead)).toEqual(['held']);
  });
});

describe('x-expires', () => {
  it('deletes a queue that nobody uses, and no other', () => {
    const { virtualHost, declare, consumer } = setUp();
    declare('idle', { 'x-expires': 1_000 });
    const used = declare('used', { 'x-expires': 1_000 });
    used.consume(consumer, { arguments: [], prefetchCount: 0 });
    vi.advanceTimersByTime(5_000);
    expect([...virtualHost.queues.keys()].sort()).toEqual(['dead', 'used', 'work']);
    used.cancel(consumer);
    vi.advanceTimersByTime(999);
    expect(virtualHost.queues.has('used')).toBe(true);
    used.get(true);
    vi.advanceTimersByTime(999);
    expect(virtualHost.queues.has('used')).toBe(true);
    vi.advanceTimersByTime(2);
    expect(virtualHost.queues.has('used')).toBe(false);
  });
});

describe('length limits', () => {
  it('drop the head', () => {
    const { publish, queue, dead } = setUp({ 'x-max-length': 2, ...toDead });
    for (const body of ['a', 'b', 'c']) expect(publish('', 'work', body)).toBe(publishResult.routed);
    expect(bodies(queue)).toEqual(['b', 'c']);
    expect(bodies(dead)).toEqual(['a']);
    expect(headersAt(dead, 0)['x-death']).toMatchObject([{ reason: 'maxlen', queue: 'work', 'routing-keys': ['work'] }]);
  });

  it('count ready messages only, so that requeued ones are dropped first', () => {
    const { publish, queue, consumer, dead } = setUp({ 'x-max-length': 3, ...toDead });
    for (const body of ['m0', 'm1', 'm2']) publish('', 'work', body);
    consumer.room = 2;
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    publish('', 'work', 'm3');
    publish('', 'work', 'm4');
    queue.requeue(consumer.entries);
    expect(bodies(queue)).toEqual(['m2', 'm3', 'm4']);
    expect(bodies(dead)).toEqual(['m0', 'm1']);
  });

  it('drop what comes back beyond the limit before anybody is served', () => {
    const { publish, queue, consumer, dead } = setUp({ 'x-max-length': 1, ...toDead });
    consumer.room = 2;
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    for (const body of ['m0', 'm1']) publish('', 'work', body);
    const held = [...consumer.entries];
    consumer.room = 1;
    queue.requeue(held);
    expect(bodies(dead)).toEqual(['m0']);
    expect(consumer.entries.slice(2).map(({ message }) => bodyOf(message).toString())).toEqual(['m1']);
  });

  it('let expire what comes to the front when they drop the head', () => {
    const { publish, queue, dead } = setUp({ 'x-max-length': 1, ...toDead });
    publish('', 'work', 'lasting');
    publish('', 'work', 'short', { expiration: '5' });
    expect(bodies(dead)).toEqual(['lasting']);
    vi.advanceTimersByTime(6);
    expect(queue.readyCount).toBe(0);
    expect(bodies(dead)).toEqual(['lasting', 'short']);
  });

  it('in bytes count bodies', () => {
    const { publish, queue } = setUp({ 'x-max-length-bytes': 10 });
    for (const body of ['12345', '67890', 'x']) publish('', 'work', body);
    expect(bodies(queue)).toEqual(['67890', 'x']);
  });

  it('reject publishers when told to', () => {
    const { publish, queue, dead } = setUp({ 'x-max-length': 1, 'x-overflow': 'reject-publish', ...toDead });
    expect(publish('', 'work', 'a')).toBe(publishResult.routed);
    expect(publish('', 'work', 'b')).toBe(publishResult.routed | publishResult.rejected);
    expect(bodies(queue)).toEqual(['a']);
    expect(bodies(dead)).toEqual([]);
  });

  it('reject and dead-letter with reject-publish-dlx', () => {
    const { publish, queue, dead } = setUp({ 'x-max-length': 1, 'x-overflow': 'reject-publish-dlx', ...toDead });
    publish('', 'work', 'a');
    expect(publish('', 'work', 'b') & publishResult.rejected).toBeTruthy();
    expect(bodies(queue)).toEqual(['a']);
    expect(bodies(dead)).toEqual(['b']);
  });

  it('of 0 keep nothing, but deliver', () => {
    const { publish, queue, consumer } = setUp({ 'x-max-length': 0 });
    publish('', 'work', 'nobody');
    expect(queue.readyCount).toBe(0);
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    publish('', 'work', 'somebody');
    expect(consumer.bodies()).toEqual(['somebody']);
  });
});

describe('dead letters', () => {
  it('count up per queue and reason, newest first', () => {
    const { publish, virtualHost, declare, consumer } = setUp();
    const first = declare('first', { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'second' });
    const second = declare('second', { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'first' });
    publish('', 'first', 'poison');
    for (const queue of [first, second, first]) queue.reject(queue.get(false)!);
    expect(headersAt(second, 0)['x-death']).toMatchObject([
      { queue: 'first', count: 2, reason: 'rejected' },
      { queue: 'second', count: 1, reason: 'rejected' },
    ]);
    expect(headersAt(second, 0)).toMatchObject({ 'x-first-death-queue': 'first', 'x-last-death-queue': 'first' });
    expect(virtualHost.queues.get('second')?.readyCount).toBe(1);
    expect(consumer.entries).toEqual([]);
  });

  it('group the entries without a count that old brokers wrote, one for each death', () => {
    const { publish, declare } = setUp();
    const old = (queue: string, note: string) => ({ reason: 'expired', queue, note });
    const deaths = [old('one', 'a'), old('two', 'b'), old('one', 'c'), old('one', 'd')];
    const work = declare('aged', toDead);
    publish('', 'aged', 'x', { headers: toTypedTable({ 'x-death': deaths }) });
    work.reject(work.get(false)!);
    expect(headersAt(declare('dead'), 0)['x-death']).toMatchObject([
      { queue: 'aged', reason: 'rejected', count: 1 },
      { queue: 'one', reason: 'expired', count: 3, note: 'a' },
      { queue: 'two', reason: 'expired', count: 1, note: 'b' },
    ]);
  });

  it('count an entry that has no count from one', () => {
    const { publish, declare } = setUp();
    const work = declare('aged', toDead);
    publish('', 'aged', 'x', { headers: toTypedTable({ 'x-death': [{ reason: 'rejected', queue: 'aged' }] }) });
    work.reject(work.get(false)!);
    expect(headersAt(declare('dead'), 0)['x-death']).toMatchObject([{ queue: 'aged', reason: 'rejected', count: 1 }]);
  });

  it('go round for ever only when somebody rejects them', () => {
    const { publish, declare } = setUp();
    const loop = declare('loop', { 'x-message-ttl': 100, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'loop' });
    publish('', 'loop', 'once');
    vi.advanceTimersByTime(101);
    expect(loop.readyCount).toBe(0);
  });

  it('keep CC without a routing key of their own and lose it with one; BCC is never seen', () => {
    const { publish, declare, consumer } = setUp();
    const headers = toTypedTable({ CC: ['copy'], BCC: ['blind'], 'x-own': 1 });
    const copy = declare('copy');
    const blind = declare('blind');
    const work = declare('keyed', toDead);
    publish('', 'keyed', 'a', { headers });
    expect([copy.readyCount, blind.readyCount, work.readyCount]).toEqual([1, 1, 1]);
    expect(headersAt(blind, 0)).toEqual({ CC: ['copy'], 'x-own': 1 });
    work.consume(consumer, { arguments: [], prefetchCount: 0 });
    work.reject(consumer.entries[0]!);
    const dead = declare('dead');
    expect(headersAt(dead, 0)['CC']).toBeUndefined();
    expect(headersAt(dead, 0)['x-death']).toMatchObject([{ 'routing-keys': ['keyed', 'copy'] }]);
  });

  it('and others need lists in CC and BCC', () => {
    const { publish } = setUp();
    const headers = toTypedTable({ CC: 'no list' });
    expect(() => publish('', 'work', 'a', { headers })).toThrow(
      'PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,"CC",longstr}',
    );
  });

  it('vanish when the exchange does not exist', () => {
    const { publish, queue } = setUp({ 'x-dead-letter-exchange': 'nowhere' });
    publish('', 'work', 'a');
    queue.reject(queue.get(false)!);
    expect([queue.readyCount, queue.unacknowledgedCount, queue.persistentCount]).toEqual([0, 0, 0]);
  });

  it('follow one another through a chain of full queues without growing the stack', () => {
    const { publish, declare } = setUp();
    const count = 3_000;
    for (let index = 0; index < count; index += 1) {
      declare(`chain-${index}`, { 'x-max-length': 1, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': `chain-${index + 1}` });
    }
    for (let index = 0; index < 3; index += 1) publish('', 'chain-0', `m${index}`);
    expect(bodies(declare(`chain-0`, { 'x-max-length': 1, 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'chain-1' }))).toEqual(
      ['m2'],
    );
  });
});

describe('consumers', () => {
  it('of a higher priority go first while they can', () => {
    const { publish, queue } = setUp();
    const low = new TestConsumer('low');
    const high = new TestConsumer('high', false, 10);
    high.room = 2;
    queue.consume(low, { arguments: [], prefetchCount: 0 });
    queue.consume(high, { arguments: [], prefetchCount: 0 });
    for (const body of ['1', '2', '3']) publish('', 'work', body);
    expect([high.bodies(), low.bodies()]).toEqual([['1', '2'], ['3']]);
  });

  it('exclusive ones allow no others', () => {
    const { queue, consumer } = setUp();
    queue.consume(new TestConsumer('only', false, 0, true), { arguments: [], prefetchCount: 0 });
    expect(() => queue.consume(consumer, { arguments: [], prefetchCount: 0 })).toThrow(
      "ACCESS_REFUSED - queue 'work' in vhost '/' in exclusive use",
    );
  });

  it('exclusive ones are refused where a single one is active anyhow, as in RabbitMQ', () => {
    const { declare } = setUp();
    const queue = declare('single', { 'x-single-active-consumer': true });
    const exclusive = new TestConsumer('only', false, 0, true);
    expect(() => queue.consume(exclusive, { arguments: [], prefetchCount: 0 })).toThrow('ACCESS_REFUSED');
  });

  it('single active: one at a time, the next when it leaves', () => {
    const { publish, declare } = setUp();
    const queue = declare('single', { 'x-single-active-consumer': true });
    const first = new TestConsumer('first');
    const second = new TestConsumer('second');
    queue.consume(first, { arguments: [], prefetchCount: 0 });
    queue.consume(second, { arguments: [], prefetchCount: 0 });
    publish('', 'single', 'a');
    publish('', 'single', 'b');
    expect([first.bodies(), second.bodies()]).toEqual([['a', 'b'], []]);
    expect([queue.isActiveConsumer(first), queue.isActiveConsumer(second)]).toEqual([true, false]);
    queue.cancel(first);
    publish('', 'single', 'c');
    expect(second.bodies()).toEqual(['c']);
  });

  it('the last one to leave takes an auto-delete queue along', () => {
    const { virtualHost, consumer } = setUp();
    const queue = virtualHost.declareQueue({ ...consumer.declaration('auto'), autoDelete: true });
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    queue.cancel(consumer);
    expect(virtualHost.queues.has('auto')).toBe(false);
  });

  it('are told when their queue goes', () => {
    const { virtualHost, queue, consumer } = setUp();
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    virtualHost.deleteQueue('work', { ifUnused: false, ifEmpty: false }, null);
    expect(consumer.wasCancelled).toBe(true);
    expect(queue.isDeleted).toBe(true);
  });

  it('may settle what they hold after the queue is gone', () => {
    const { publish, virtualHost, queue, consumer, store } = setUp();
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    for (const body of ['a', 'b', 'c']) publish('', 'work', body, { deliveryMode: 2 });
    virtualHost.deleteQueue('work', { ifUnused: false, ifEmpty: false }, null);
    queue.acknowledge(consumer.entries[0]!);
    queue.requeue([consumer.entries[1]!]);
    queue.reject(consumer.entries[2]!);
    expect([queue.readyCount, queue.unacknowledgedCount]).toEqual([0, 0]);
    expect(store.recover().queues.size).toBe(0);
  });
});

describe('a quorum queue', () => {
  const quorum = { 'x-queue-type': 'quorum', 'x-delivery-limit': 2, ...toDead };

  it('shows how often a message was returned, and gives up above the limit', () => {
    const { publish, declare, consumer, dead } = setUp();
    const queue = declare('raft', quorum);
    publish('', 'raft', 'poison', { deliveryMode: 2, headers: toTypedTable({ own: 'header' }) });
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    for (let count = 0; count < 3; count += 1) queue.requeue([consumer.entries[count]!]);
    const shown = consumer.entries.length;
    expect(shown).toBe(3);
    expect(bodies(dead)).toEqual(['poison']);
    expect(headersAt(dead, 0)).toMatchObject({ own: 'header', 'x-first-death-reason': 'delivery_limit' });
    expect(headersAt(dead, 0)['x-delivery-count']).toBeUndefined();
  });

  it('counts in the header that the consumer sees', () => {
    const { publish, declare } = setUp();
    const queue = declare('raft', quorum);
    publish('', 'raft', 'a');
    const seen: unknown[] = [];
    for (let count = 0; count < 2; count += 1) {
      const entry = queue.get(false)!;
      seen.push(toPlainTable(propertiesOf(entry.message).headers ?? [])['x-delivery-count']);
      queue.requeue([entry]);
    }
    expect(seen).toEqual([0, 1]);
  });

  it('keeps a dead letter at least once, until some queue takes it', async () => {
    const broker = setUp();
    const { publish, declare, virtualHost, consumer, dead } = broker;
    const queue = declare('careful', {
      'x-queue-type': 'quorum',
      'x-dead-letter-exchange': 'later',
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    });
    for (const body of ['a', 'b']) publish('', 'careful', body, { deliveryMode: 2 });
    for (let count = 0; count < 2; count += 1) queue.reject(queue.get(false)!);
    expect([queue.readyCount, queue.pendingDeadLetterCount, queue.persistentCount]).toEqual([0, 2, 2]);
    vi.advanceTimersByTime(5_001);
    expect(queue.pendingDeadLetterCount).toBe(2);
    virtualHost.declareExchange({ ...consumer.exchange('later'), type: 'fanout' });
    virtualHost.bindQueue({ source: 'later', destination: 'dead', routingKey: '', arguments: [] }, null);
    vi.advanceTimersByTime(5_001);
    expect(bodies(dead)).toEqual(['a', 'b']);
    expect([queue.pendingDeadLetterCount, queue.persistentCount, dead.persistentCount]).toEqual([0, 0, 2]);
  });

  it('has dead letters that nobody took back as messages after a restart', async () => {
    const broker = setUp();
    const table = { 'x-queue-type': 'quorum', 'x-dead-letter-exchange': 'later', 'x-dead-letter-strategy': 'at-least-once' };
    const queue = broker.declare('careful', { ...table, 'x-overflow': 'reject-publish' });
    broker.publish('', 'careful', 'a');
    queue.reject(queue.get(false)!);
    expect([queue.readyCount, queue.pendingDeadLetterCount]).toEqual([0, 1]);
    const back = (await broker.restart()).virtualHost.queues.get('careful')!;
    expect([bodies(back), back.pendingDeadLetterCount]).toEqual([['a'], 0]);
  });

  it('refuses a shared window, and get past a single active consumer', () => {
    const { declare, consumer } = setUp();
    const queue = declare('raft', { 'x-queue-type': 'quorum', 'x-single-active-consumer': true });
    const options = { arguments: [], prefetchCount: 0, globalPrefetchCount: 3 };
    expect(() => queue.consume(consumer, options)).toThrow("NOT_IMPLEMENTED - queue 'raft' in vhost '/' does not support global qos");
    expect(() => queue.get(true)).toThrow("RESOURCE_LOCKED - cannot obtain access to locked queue 'raft' in vhost '/'");
  });

  it('keeps transient messages through a restart too', async () => {
    const broker = setUp();
    broker.declare('raft', quorum);
    expect(broker.publish('', 'raft', 'transient') & publishResult.stored).toBeTruthy();
    const back = await broker.restart();
    expect(bodies(back.virtualHost.queues.get('raft')!)).toEqual(['transient']);
  });

  it('is always durable', () => {
    const { virtualHost, consumer } = setUp();
    const declaration = { ...consumer.declaration('raft', toTypedTable(quorum)), durable: false };
    expect(() => virtualHost.declareQueue(declaration)).toThrow(
      "PRECONDITION_FAILED - invalid property 'non-durable' for queue 'raft' in vhost '/'",
    );
  });
});

describe('de-duplication', () => {
  it('drops a message id seen lately, and forgets it in time', () => {
    const { publish, declare } = setUp();
    const queue = declare('once', { 'x-message-deduplication': true, 'x-cache-ttl': 1_000 });
    expect(publish('', 'once', 'a', { messageId: '1' })).toBe(publishResult.routed);
    expect(publish('', 'once', 'again', { messageId: '1' })).toBe(publishResult.routed);
    publish('', 'once', 'b', { messageId: '2' });
    publish('', 'once', 'no id');
    vi.advanceTimersByTime(1_001);
    publish('', 'once', 'later', { messageId: '1' });
    expect(bodies(queue)).toEqual(['a', 'b', 'no id', 'later']);
  });
});

describe('policies', () => {
  const policy = { virtualHost: '/', name: 'p', pattern: '^work$', applyTo: 'queues' as const, priority: 0 };

  it('apply to live queues and what waits in them', () => {
    const { publish, virtualHost, queue } = setUp();
    for (const body of ['a', 'b', 'c']) publish('', 'work', body);
    virtualHost.setPolicy('user', { ...policy, definition: { 'max-length': 2 } });
    expect(bodies(queue)).toEqual(['b', 'c']);
    expect(queue.policies.policy?.name).toBe('p');
    virtualHost.setPolicy('operator', { ...policy, name: 'o', definition: { 'max-length': 1 } });
    expect(bodies(queue)).toEqual(['c']);
    virtualHost.removePolicy('user', 'p');
    virtualHost.removePolicy('operator', 'o');
    publish('', 'work', 'd');
    expect(bodies(queue)).toEqual(['c', 'd']);
    expect(queue.policies.policy).toBeNull();
  });

  it('give an expiry to a queue that waits already', () => {
    const { virtualHost } = setUp();
    virtualHost.setPolicy('user', { ...policy, definition: { expires: 500 } });
    vi.advanceTimersByTime(501);
    expect(virtualHost.queues.has('work')).toBe(false);
    expect(virtualHost.queues.has('dead')).toBe(true);
  });

  it('route around with an alternate exchange', () => {
    const { publish, virtualHost, consumer, dead } = setUp();
    virtualHost.declareExchange(consumer.exchange('shop'));
    virtualHost.declareExchange({ ...consumer.exchange('spill'), type: 'fanout' });
    virtualHost.bindQueue({ source: 'spill', destination: 'dead', routingKey: '', arguments: [] }, null);
    expect(publish('shop', 'nowhere', 'lost')).toBe(0);
    virtualHost.setPolicy('user', {
      ...policy,
      name: 'ae',
      pattern: '^shop$',
      applyTo: 'exchanges',
      definition: { 'alternate-exchange': 'spill' },
    });
    expect(publish('shop', 'nowhere', 'found')).toBe(publishResult.routed);
    expect(bodies(dead)).toEqual(['found']);
  });
});

describe('delayed messages', () => {
  function delaying() {
    const broker = setUp();
    const { virtualHost, consumer } = broker;
    virtualHost.declareExchange({
      ...consumer.exchange('later'),
      type: 'x-delayed-message',
      arguments: toTypedTable({ 'x-delayed-type': 'direct' }),
    });
    virtualHost.bindQueue({ source: 'later', destination: 'work', routingKey: 'k', arguments: [] }, null);
    return broker;
  }

  it('arrive when they are due, soonest first, with the delay spent', () => {
    const { publish, queue } = delaying();
    publish('later', 'k', 'slow', { headers: toTypedTable({ 'x-delay': 2_000 }) });
    publish('later', 'k', 'quick', { headers: toTypedTable({ 'x-delay': 1_000 }) });
    publish('later', 'k', 'now');
    expect(bodies(queue)).toEqual(['now']);
    vi.advanceTimersByTime(1_001);
    expect(bodies(queue)).toEqual(['now', 'quick']);
    expect(headersAt(queue, 1)).toEqual({ 'x-delay': -1_000 });
    vi.advanceTimersByTime(1_000);
    expect(bodies(queue)).toEqual(['now', 'quick', 'slow']);
  });

  it('survive a restart when persistent, and can be cancelled', async () => {
    const broker = delaying();
    const delay = (delayMs: number) => ({ deliveryMode: 2, headers: toTypedTable({ 'x-delay': delayMs }) });
    broker.publish('later', 'k', 'kept', delay(5_000));
    broker.publish('later', 'k', 'cancelled', delay(4_000));
    const back = await broker.restart();
    const delayed = back.virtualHost.exchanges.get('later')!.extras.delayed!;
    const [soonest] = delayed.list(10, 1_000);
    expect(bodyOf(soonest!.message!).toString()).toBe('cancelled');
    expect(delayed.cancel(soonest!.sequence)).toBe(true);
    vi.advanceTimersByTime(5_001);
    expect(bodies(back.virtualHost.queues.get('work')!)).toEqual(['kept']);
    expect(delayed.count).toBe(0);
  });
});

describe('priorities', () => {
  it('come back after a restart, each message in its own', async () => {
    const broker = setUp({ 'x-max-priority': 5 });
    for (const [index, priority] of [0, 9, 3, 9, 0].entries()) broker.publish('', 'work', `m${index}`, { deliveryMode: 2, priority });
    const back = await broker.restart();
    const queue = back.virtualHost.queues.get('work')!;
    expect(bodies(queue)).toEqual(['m1', 'm3', 'm2', 'm0', 'm4']);
    back.publish('', 'work', 'm5', { deliveryMode: 2, priority: 4 });
    const served: string[] = [];
    for (let entry = queue.get(true); entry !== null; entry = queue.get(true)) served.push(bodyOf(entry.message).toString());
    expect(served).toEqual(['m1', 'm3', 'm5', 'm2', 'm0', 'm4']);
    expect(back.store.recover().queues.size).toBe(0);
  });
});

describe('message ids', () => {
  it('are never given twice, not even after a restart that found the queue empty', async () => {
    const broker = setUp();
    broker.publish('', 'work', 'a', { deliveryMode: 2 });
    const before = broker.queue.peek(0, 1, 'oldest')[0]!.entry.sequence;
    broker.queue.purge();
    const back = await broker.restart();
    back.publish('', 'work', 'b', { deliveryMode: 2 });
    const after = back.virtualHost.queues.get('work')!.peek(0, 1, 'oldest')[0]!.entry.sequence;
    expect(after).toBeGreaterThan(before);
  });
});

describe('a replayed message', () => {
  const replay = { headers: toTypedTable({ 'x-replay-id': 'r1' }) };
  const statesOf = ({ replays }: ReturnType<typeof setUp>): string[] => replays.find('r1').map(({ queue, state }) => `${queue}: ${state}`);

  it('is followed from queue to queue', () => {
    const broker = setUp(toDead);
    const { publish, queue, consumer } = broker;
    publish('', 'work', 'again', replay);
    expect(statesOf(broker)).toEqual(['work: enqueued']);
    queue.consume(consumer, { arguments: [], prefetchCount: 0 });
    expect(statesOf(broker)).toEqual(['work: delivered']);
    consumer.room = 0;
    queue.requeue([consumer.entries.pop()!]);
    expect(statesOf(broker)).toEqual(['work: requeued']);
    queue.reject(queue.get(false)!);
    expect(statesOf(broker).sort()).toEqual(['dead: enqueued', 'work: dead-lettered']);
  });

  it('is known to be done, expired or dropped', () => {
    const broker = setUp({ 'x-message-ttl': 100 });
    const { publish, queue } = broker;
    publish('', 'work', 'a', replay);
    queue.acknowledge(queue.get(false)!);
    expect(statesOf(broker)).toEqual(['work: acknowledged']);
    publish('', 'work', 'b', replay);
    vi.advanceTimersByTime(101);
    expect(statesOf(broker)).toEqual(['work: expired']);
    publish('', 'work', 'c', replay);
    queue.reject(queue.get(false)!);
    expect(statesOf(broker)).toEqual(['work: dropped']);
  });
});

describe('a message that the disk garbled', () => {
  it('is left out, and the others are served', async () => {
    const broker = testBroker({ hasTinyPages: true });
    const { virtualHost, consumer, publish } = broker;
    virtualHost.declareQueue(consumer.declaration('work'));
    for (let index = 0; index < 12; index += 1) publish('', 'work', `m${index}`, { deliveryMode: 2 });
    const back = await broker.restart();
    const load = back.store.loadMany.bind(back.store);
    vi.spyOn(back.store, 'loadMany').mockImplementation((queueId, locations) =>
      load(queueId, locations).map((message) => (message !== null && bodyOf(message).toString() === 'm5' ? null : message)),
    );
    const queue = back.virtualHost.queues.get('work')!;
    expect(bodies(queue)).not.toContain('m5');
    const served: string[] = [];
    for (let entry = queue.get(true); entry !== null; entry = queue.get(true)) served.push(bodyOf(entry.message).toString());
    expect(served).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm6', 'm7', 'm8', 'm9', 'm10', 'm11']);
    expect([queue.readyCount, queue.persistentCount]).toEqual([0, 0]);
    expect(back.store.recover().queues.size).toBe(0);
  });
});
