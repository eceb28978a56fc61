import fc from 'fast-check';
import { describe, it } from 'vitest';
import { bodyOf } from '../../amqp';
import { toTypedTable } from '../../model/field-table-plain';
import { TestConsumer, testBroker } from '../vhost/testing/test-broker';
import type { Queue } from './queue';

/**
 * Random sequences of operations on a queue, against a model of a few lines: an array of what is ready, sorted as RabbitMQ
 * delivers (priority, then age), and a list of what each consumer holds. Pages are tiny, so that all of their ways are gone.
 */
type Step =
  | { kind: 'publish'; count: number; size: number; isPersistent: boolean; priority: number }
  | { kind: 'room'; consumer: number; room: number }
  | { kind: 'acknowledge'; consumer: number; index: number }
  | { kind: 'reject'; consumer: number; index: number }
  | { kind: 'requeue'; consumer: number; count: number }
  | { kind: 'get' }
  | { kind: 'purge' }
  | { kind: 'removeById'; index: number }
  | { kind: 'peek'; from: number; limit: number; order: 'oldest' | 'newest' };

const consumerIndex = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      count: fc.integer({ min: 1, max: 6 }),
      size: fc.oneof(fc.nat(30), fc.nat(500)),
      isPersistent: fc.boolean(),
      priority: fc.nat(4),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('room' as const), consumer: consumerIndex, room: fc.nat(5) }) },
  {
    weight: 5,
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant('acknowledge' as const), consumer: consumerIndex, index: fc.nat(6) }),
      fc.record({ kind: fc.constant('reject' as const), consumer: consumerIndex, index: fc.nat(6) }),
    ),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('requeue' as const), consumer: consumerIndex, count: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('get' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('removeById' as const), index: fc.nat(30) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('peek' as const),
      from: fc.nat(40),
      limit: fc.nat(20),
      order: fc.constantFrom('oldest' as const, 'newest' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('purge' as const) }) },
);

type Shape = { maxPriority: number | null; maxLength: number | null };
type Kept = { id: number; body: string; priority: number; isRedelivered: boolean };

class Model {
  ready: Kept[] = [];
  held: Kept[][] = [[], [], []];
  rooms = [0, 0, 0];
  dead: number[] = [];
  /** Those in line: all at first, until found unable. */
  private turn = [0, 1, 2];

  constructor(private readonly shape: Shape) {}

  publish(kept: Kept): void {
    this.ready.push({ ...kept, priority: Math.min(kept.priority, this.shape.maxPriority ?? 0) });
    this.order();
    this.dispatch();
    this.overflow();
  }

  /** Consumers able to take are served in turn; one that becomes able is last in turn. */
  setRoom(consumer: number, room: number): void {
    this.rooms[consumer] = room;
    if (room > 0 && !this.turn.includes(consumer)) {
      this.turn.splice(this.cursor, 0, consumer);
      this.cursor += 1;
    }
    this.dispatch();
  }

  dispatch(): void {
    while (this.ready.length > 0) {
      const consumer = this.nextConsumer();
      if (consumer === null) return;
      this.rooms[consumer]! -= 1;
      this.held[consumer]!.push(this.ready.shift()!);
    }
  }

  requeue(entries: readonly Kept[]): void {
    for (const kept of entries) kept.isRedelivered = true;
    this.ready.push(...entries);
    this.order();
    this.overflow();
    this.dispatch();
  }

  private cursor = 0;
  /** The same rotation as the dispatcher's: a cursor over those in line; the unable leave it when looked at. */
  private nextConsumer(): number | null {
    while (this.turn.length > 0) {
      if (this.cursor >= this.turn.length) this.cursor = 0;
      const consumer = this.turn[this.cursor]!;
      if (this.rooms[consumer]! > 0) {
        this.cursor += 1;
        return consumer;
      }
      this.turn.splice(this.cursor, 1);
    }
    return null;
  }

  private order(): void {
    this.ready.sort((left, right) => right.priority - left.priority || left.id - right.id);
  }

  private overflow(): void {
    const { maxLength } = this.shape;
    while (maxLength !== null && this.ready.length > maxLength) this.dead.push(this.ready.shift()!.id);
  }
}

class Harness {
  readonly broker = testBroker({ workingSetBytes: 2_000, hasTinyPages: true });
  readonly queue: Queue;
  readonly bin: Queue;
  readonly consumers = [0, 1, 2].map((index) => new TestConsumer(`c${index}`));
  readonly model: Model;
  private id = 0;

  constructor(shape: Shape) {
    this.model = new Model(shape);
    const queueArguments = toTypedTable({
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': 'bin',
      ...(shape.maxPriority === null ? {} : { 'x-max-priority': shape.maxPriority }),
      ...(shape.maxLength === null ? {} : { 'x-max-length': shape.maxLength }),
    });
    const { virtualHost, consumer } = this.broker;
    this.queue = virtualHost.declareQueue(consumer.declaration('work', queueArguments));
    this.bin = virtualHost.declareQueue(consumer.declaration('bin'));
    for (const one of this.consumers) {
      one.room = 0;
      this.queue.consume(one, { arguments: [], prefetchCount: 0 });
    }
  }

  run(one: Step): void {
    if (one.kind === 'publish') for (let count = 0; count < one.count; count += 1) this.publish(one);
    else if (one.kind === 'room') this.setRoom(one.consumer, one.room);
    else if (one.kind === 'acknowledge' || one.kind === 'reject') this.settle(one);
    else if (one.kind === 'requeue') this.requeue(one.consumer, one.count);
    else if (one.kind === 'get') this.get();
    else if (one.kind === 'purge') this.purge();
    else if (one.kind === 'removeById') this.removeById(one.index);
    else if (one.kind === 'peek') this.peek(one);
    this.check();
  }

  private publish({ size, isPersistent, priority }: Step & { kind: 'publish' }): void {
    this.id += 1;
    const body = `${this.id}:`.padEnd(size, 'x');
    this.broker.publish('', 'work', body, { priority, ...(isPersistent ? { deliveryMode: 2 } : {}) });
    this.model.publish({ id: this.id, body, priority, isRedelivered: false });
  }

  private setRoom(index: number, room: number): void {
    this.consumers[index]!.room = room;
    if (room > 0) this.queue.consumerReady(this.consumers[index]!);
    this.model.setRoom(index, room);
  }

  private settle({ kind, consumer, index }: Extract<Step, { kind: 'acknowledge' | 'reject' }>): void {
    const held = this.model.held[consumer]!;
    if (index >= held.length) return;
    const [kept] = held.splice(index, 1);
    const [entry] = this.consumers[consumer]!.entries.splice(index, 1);
    this.queue[kind](entry!);
    if (kind === 'reject') this.model.dead.push(kept!.id);
  }

  private requeue(consumer: number, count: number): void {
    const entries = this.consumers[consumer]!.entries.splice(0, count);
    const kept = this.model.held[consumer]!.splice(0, count);
    this.queue.requeue(entries);
    this.model.requeue(kept);
  }

  private get(): void {
    const entry = this.queue.get(true);
    const kept = this.model.ready.shift();
    this.equal(entry === null ? undefined : bodyOf(entry.message).toString(), kept?.body);
  }

  private purge(): void {
    this.equal(this.queue.purge(), this.model.ready.length);
    this.model.ready = [];
  }

  private removeById(index: number): void {
    const kept = this.model.ready[index];
    // Sequences are ids: the queue numbers messages as it gets them.
    this.equal(this.queue.removeById([kept?.id ?? 999_999]), [kept !== undefined]);
    if (kept !== undefined) this.model.ready.splice(index, 1);
  }

  private peek({ from, limit, order }: Step & { kind: 'peek' }): void {
    const inFlight = this.model.held.flat().sort((left, right) => left.id - right.id);
    const all = [...inFlight, ...this.model.ready];
    if (order === 'newest') all.reverse();
    const seen = this.queue.peek(from, limit, order);
    for (const one of seen) this.equal(this.queue.find(one.entry.sequence)?.position, one.position);
    this.equal(
      seen.map(({ entry, state }) => [bodyOf(entry.message).toString(), entry.isRedelivered, state]),
      all.slice(from, from + limit).map((kept) => [kept.body, kept.isRedelivered, inFlight.includes(kept) ? 'unacknowledged' : 'ready']),
    );
  }

  private check(): void {
    const { queue, model, bin } = this;
    this.equal([queue.readyCount, queue.unacknowledgedCount], [model.ready.length, model.held.flat().length]);
    this.equal(
      queue.readyBytes,
      model.ready.reduce((sum, kept) => sum + kept.body.length, 0),
    );
    this.equal(
      this.consumers.map((consumer) => consumer.bodies()),
      model.held.map((held) => held.map((kept) => kept.body)),
    );
    this.equal(
      bin.peek(0, 1_000, 'oldest').map(({ entry }) => Number.parseInt(bodyOf(entry.message).toString(), 10)),
      model.dead,
    );
  }

  /** What the store would give back must be what the queues hold. */
  checkStore(): void {
    const kept = this.broker.store.recover().queues;
    const stored = (queue: Queue): number => kept.get(queue.identity.id)?.count ?? 0;
    this.equal([stored(this.queue), stored(this.bin)], [this.queue.persistentCount, this.bin.persistentCount]);
  }

  private equal(seen: unknown, expected: unknown): void {
    if (JSON.stringify(seen) === JSON.stringify(expected)) return;
    throw new Error(`seen ${JSON.stringify(seen)?.slice(0, 500)}, expected ${JSON.stringify(expected)?.slice(0, 500)}`);
  }
}

describe('a classic queue under random operations', () => {
  for (const shape of [
    { maxPriority: null, maxLength: null },
    { maxPriority: 3, maxLength: null },
    { maxPriority: null, maxLength: 7 },
    { maxPriority: 2, maxLength: 9 },
  ]) {
    it(`does what its model does, ${JSON.stringify(shape)}`, () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
          const harness = new Harness(shape);
          for (const one of steps) harness.run(one);
          harness.checkStore();
        }),
        { numRuns: 150, interruptAfterTimeLimit: 15_000 },
      );
    });
  }
});
