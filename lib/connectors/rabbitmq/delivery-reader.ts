import type { AmqpChannel, Delivery } from '../amqp/amqp-channel';
import { AmqpFault } from '../amqp/amqp-fault';
import { rabbitmqLimits } from './rabbitmq-limits';
import type { ReadPlan } from './read-plan';

/** Hands out a queue's messages one after another; null when there are no more for now. Each is held unacknowledged. */
export interface DeliveryReader {
  next(): Promise<Delivery | null>;
  /** The next one if it is here already: waiting for each alone would cost more than the message. */
  nextArrived?(): Delivery | null;
  /** Of what is to come, at least so many will be asked for. */
  expect?(count: number): void;
  /** No more are wanted; what is held stays held. */
  stop(): Promise<void>;
}

export type ReaderOptions = {
  readonly queue: string;
  readonly verb: ReadPlan['verb'];
  readonly prefetchCount: number;
  readonly offset?: 'first' | 'last' | number;
  /** Chosen by the broker unless given. */
  readonly consumerTag?: string;
};

export async function openReader(channel: AmqpChannel, options: ReaderOptions): Promise<DeliveryReader> {
  if (options.verb === 'get') return new GetReader(channel, options.queue);
  const reader = new ConsumingReader(channel);
  await reader.start(options);
  return reader;
}

/**
 * Consumes batch by batch, for quorum queues that only give back in order when the channel closes. A batch is received
 * whole and its consumer ended before the first of it is handed out: otherwise each acknowledgement would bring one more
 * message than is wanted, which would end up at the tail. Each consumer's tag comes after the one before, because such a
 * queue takes back consumer by consumer in the order of their tags (measured).
 */
export class BatchReader implements DeliveryReader {
  private batch: Delivery[] = [];
  /** The next batch comes while this one is worked on. */
  private coming: Promise<Delivery[]> | null = null;
  private nextIndex = 0;
  private expectedCount = 1;
  private batchSizeMin = 1;
  private batchCount = 0;
  private isAtEnd = false;

  constructor(
    private readonly channel: AmqpChannel,
    private readonly queue: string,
    private remainingCount: number,
    /** How many messages wait in the queue. */
    private readonly countReady: () => Promise<number>,
  ) {}

  async next(): Promise<Delivery | null> {
    if (this.nextIndex >= this.batch.length) await this.turnOver();
    return this.nextArrived();
  }

  nextArrived(): Delivery | null {
    const delivery = this.batch[this.nextIndex] ?? null;
    this.nextIndex += 1;
    return delivery;
  }

  expect(count: number): void {
    this.expectedCount = count;
  }

  async stop(): Promise<void> {
    this.isAtEnd = true;
    await this.coming?.catch(() => undefined);
  }

  /** Few are held for few that are wanted; each batch that did not suffice is followed by one twice as large. */
  private get batchSize(): number {
    return Math.min(rabbitmqLimits.scanPrefetchMax, Math.max(this.expectedCount, this.batchSizeMin));
  }

  private async turnOver(): Promise<void> {
    this.batch = await (this.coming ?? this.fetch());
    this.nextIndex = 0;
    this.coming = null;
    if (this.expectedCount <= this.batch.length || this.isAtEnd) return;
    this.coming = this.fetch();
    this.coming.catch(() => undefined); // whoever asks for it sees the fault
  }

  /** Quiet is not the end: a busy broker pauses. Null only when the queue says that nothing waits. */
  private async nextAfterQuiet(reader: DeliveryReader): Promise<Delivery | null> {
    for (let tries = 0; tries < rabbitmqLimits.quietTriesMax && !this.isAtEnd; tries += 1) {
      if ((await this.countReady()) === 0) return reader.next();
      const delivery = await reader.next();
      if (delivery !== null) return delivery;
    }
    if (this.isAtEnd) return null; // nobody waits for more
    const sentence = `${this.queue} has messages, but the broker handed out none of them: its consumers may go first, or it is busy.`;
    throw new AmqpFault('timeout', sentence);
  }

  private async fetch(): Promise<Delivery[]> {
    const batch: Delivery[] = [];
    const prefetchCount = Math.min(this.remainingCount, this.batchSize);
    if (prefetchCount <= 0 || this.isAtEnd) return batch;
    this.batchCount += 1;
    this.batchSizeMin = Math.min(rabbitmqLimits.scanPrefetchMax, this.batchSize * 2);
    const consumerTag = `warren-${String(this.batchCount).padStart(8, '0')}`;
    const reader = await openReader(this.channel, { queue: this.queue, verb: 'consume', prefetchCount, consumerTag });
    while (batch.length < prefetchCount) {
      const delivery = reader.nextArrived?.() ?? (await reader.next()) ?? (await this.nextAfterQuiet(reader));
      if (delivery === null) break;
      batch.push(delivery);
    }
    await reader.stop();
    this.remainingCount -= batch.length;
    if (batch.length < prefetchCount) this.isAtEnd = true;
    return batch;
  }
}

/**
 * basic.get with more than one under way: each on its own costs a round trip. Never more than are certainly wanted, since
 * what is got is held.
 */
export class GetReader implements DeliveryReader {
  private readonly underWay: Promise<Delivery | null>[] = [];
  private expectedCount = 1;

  constructor(
    private readonly channel: AmqpChannel,
    private readonly queue: string,
  ) {}

  expect(count: number): void {
    this.expectedCount = count;
  }

  next(): Promise<Delivery | null> {
    const wantedCount = Math.max(1, Math.min(this.expectedCount, rabbitmqLimits.getsUnderWayMax));
    while (this.underWay.length < wantedCount) this.underWay.push(this.get());
    return this.underWay.shift() ?? this.get();
  }

  /** What is under way ends with the channel, which gives back what it holds. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private get(): Promise<Delivery | null> {
    const answer = this.channel.get(this.queue);
    answer.catch(() => undefined); // whoever asks for it sees the fault
    return answer;
  }
}

const LOWEST_PRIORITY = -100;

/** One consumer; quiet for a while means that the queue has no more for us. */
class ConsumingReader implements DeliveryReader {
  private arrived: Delivery[] = [];
  private nextIndex = 0;
  private wake: (() => void) | null = null;
  private consumerTag: string | null = null;
  private fault: AmqpFault | null = null;
  private isOver = false;

  constructor(private readonly channel: AmqpChannel) {
    channel.events = {
      onDelivery: (delivery) => this.changed(() => this.arrived.push(delivery)),
      onConsumerCancelled: () => this.changed(() => (this.isOver = true)),
      onClosed: (fault) => this.changed(() => (this.fault = fault)),
    };
  }

  async start(options: ReaderOptions): Promise<void> {
    const { queue, verb, prefetchCount, offset } = options;
    await this.channel.call({ name: 'basic.qos', prefetchSize: 0, prefetchCount, global: false }, 'basic.qos-ok');
    const key = verb === 'stream' ? 'x-stream-offset' : 'x-priority';
    const value =
      verb !== 'stream'
        ? ({ type: 'int32', value: LOWEST_PRIORITY } as const)
        : typeof offset === 'number'
          ? ({ type: 'int64', value: String(offset) } as const)
          : ({ type: 'string', value: offset ?? 'first' } as const);
    const answer = await this.channel.call(
      {
        name: 'basic.consume',
        queue,
        consumerTag: options.consumerTag ?? '',
        noLocal: false,
        noAck: false,
        exclusive: false,
        noWait: false,
        arguments: [{ key, value }],
      },
      'basic.consume-ok',
    );
    this.consumerTag = answer.consumerTag;
  }

  async next(): Promise<Delivery | null> {
    if (this.nextIndex >= this.arrived.length && !this.isOver && this.fault === null) await this.quietOrChanged();
    const delivery = this.nextArrived();
    if (delivery === null && this.fault !== null) throw this.fault;
    return delivery;
  }

  nextArrived(): Delivery | null {
    const delivery = this.arrived[this.nextIndex] ?? null;
    if (delivery !== null) this.nextIndex += 1;
    if (this.nextIndex >= this.arrived.length) {
      this.arrived = [];
      this.nextIndex = 0;
    }
    return delivery;
  }

  async stop(): Promise<void> {
    if (this.consumerTag === null || this.isOver || !this.channel.isOpen) return;
    await this.channel.call({ name: 'basic.cancel', consumerTag: this.consumerTag, noWait: false }, 'basic.cancel-ok');
  }

  private changed(change: () => void): void {
    change();
    this.wake?.();
  }

  private quietOrChanged(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), rabbitmqLimits.quietMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }
}
