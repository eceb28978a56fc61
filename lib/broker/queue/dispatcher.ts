import { assert } from '../../base/assert';
import type { TypedTable } from '../../model/field-table';
import type { ConsumerPort } from '../ports';

/** One subscription as its queue keeps it. */
export class QueueConsumer {
  /** In the ring of those believed able to take a message. */
  isAvailable = false;
  readonly arguments: TypedTable;
  constructor(
    readonly port: ConsumerPort,
    consumerArguments: TypedTable,
  ) {
    this.arguments = consumerArguments;
  }
}

/** Consumers of one priority: those able to take, served in turn. */
class PriorityRing {
  readonly available: QueueConsumer[] = [];
  turn = 0;
  constructor(readonly priority: number) {}

  /** The next in turn that can really take. Those that can't leave the ring until they say so: a full consumer costs nothing. */
  next(): QueueConsumer | null {
    while (this.available.length > 0) {
      if (this.turn >= this.available.length) this.turn = 0;
      const consumer = this.available[this.turn] as QueueConsumer;
      if (consumer.port.canTake()) {
        this.turn += 1;
        return consumer;
      }
      this.available.splice(this.turn, 1);
      consumer.isAvailable = false;
    }
    return null;
  }

  /** The newcomer is last in turn, as in RabbitMQ. */
  add(consumer: QueueConsumer): void {
    this.available.splice(this.turn, 0, consumer);
    this.turn += 1;
    consumer.isAvailable = true;
  }

  remove(consumer: QueueConsumer): void {
    const index = this.available.indexOf(consumer);
    assert(index >= 0, 'an available consumer is in its ring');
    this.available.splice(index, 1);
    if (index < this.turn) this.turn -= 1;
    consumer.isAvailable = false;
  }
}

/**
 * Who gets the next message: the highest priority that has somebody able to take, in turn among equals.
 * With a single active consumer, only that one; the others wait in the order of priority, then of arrival.
 */
export class Dispatcher {
  readonly consumers: QueueConsumer[] = [];
  private readonly rings: PriorityRing[] = []; // highest priority first
  private readonly byPort = new Map<ConsumerPort, QueueConsumer>();
  private active: QueueConsumer | null = null;

  private heldCount = 0;

  constructor(
    private readonly isSingleActive: boolean,
    private readonly onReleased: () => void,
  ) {}

  /** Nobody is given anything until the release that belongs to it. */
  hold(): void {
    this.heldCount += 1;
  }

  release(): void {
    this.heldCount -= 1;
    if (this.heldCount === 0) this.onReleased();
  }

  add(consumer: QueueConsumer): void {
    this.consumers.push(consumer);
    this.byPort.set(consumer.port, consumer);
    if (this.isSingleActive) this.active ??= consumer;
    this.ready(consumer);
  }

  remove(consumer: QueueConsumer): void {
    const index = this.consumers.indexOf(consumer);
    assert(index >= 0, 'the consumer belongs to this queue');
    this.consumers.splice(index, 1);
    this.byPort.delete(consumer.port);
    if (consumer.isAvailable) this.ringOf(consumer).remove(consumer);
    this.dropRing(consumer.port.priority);
    if (this.active === consumer) this.activateNext();
  }

  find(port: ConsumerPort): QueueConsumer | null {
    return this.byPort.get(port) ?? null;
  }

  isActive(consumer: QueueConsumer): boolean {
    return !this.isSingleActive || this.active === consumer;
  }

  /** The consumer can take again (or for the first time). */
  ready(consumer: QueueConsumer): void {
    if (consumer.isAvailable || !this.isActive(consumer)) return;
    this.ringOf(consumer).add(consumer);
  }

  next(): QueueConsumer | null {
    if (this.heldCount > 0) return null;
    for (const ring of this.rings) {
      const consumer = ring.next();
      if (consumer !== null) return consumer;
    }
    return null;
  }

  /** Priorities are the clients' choice: no ring outlives its consumers. */
  private dropRing(priority: number): void {
    if (this.consumers.some((consumer) => consumer.port.priority === priority)) return;
    const index = this.rings.findIndex((ring) => ring.priority === priority);
    if (index >= 0) this.rings.splice(index, 1);
  }

  private activateNext(): void {
    this.active = null;
    for (const consumer of this.consumers) {
      if (this.active === null || consumer.port.priority > this.active.port.priority) this.active = consumer;
    }
    if (this.active !== null) this.ready(this.active);
  }

  private ringOf(consumer: QueueConsumer): PriorityRing {
    const { priority } = consumer.port;
    let index = 0;
    while (index < this.rings.length && (this.rings[index] as PriorityRing).priority > priority) index += 1;
    const found = this.rings[index];
    if (found?.priority === priority) return found;
    const ring = new PriorityRing(priority);
    this.rings.splice(index, 0, ring);
    return ring;
  }
}
