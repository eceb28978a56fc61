import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { captureFailure, fulfil, outageFailure, type ShopFailure } from './shop-failures';
import { exchanges, queues } from './shop-topology';
import { type ShopRuntime, stayConnected } from './stay-connected';

const HANG_MS = 2_000;
const USUAL_ORDERS_PER_SECOND = 8;

/** What a service does with one message: an answer that ends well, or a failure. */
type Outcome = { readonly kind: 'done' } | { readonly kind: 'reject' } | { readonly kind: 'dead'; readonly failure: ShopFailure };
const done: Outcome = { kind: 'done' };

type Service = {
  readonly name: string;
  readonly queues: readonly string[];
  readonly prefetchCount: number;
  readonly consumerCount: number;
  /** How long one message takes at the usual rate of orders; the services of a bigger shop are faster in proportion. */
  readonly workMs: number;
  readonly handle: (body: unknown, queue: string) => Outcome;
  /** The service hangs after about so long, and falls over a moment later with messages in its hands. */
  readonly crashesAfterMs?: number;
};

const services: readonly Service[] = [
  // Fast and busy; fails on orders without a customer, and says why in headers.
  {
    name: 'fulfilment-service',
    queues: [queues.fulfilment],
    prefetchCount: 50,
    consumerCount: 2,
    workMs: 5,
    handle: (body) => deadIf(fulfil(body)),
  },
  // Slow: at the height of the day its queue grows, at night it catches up.
  { name: 'invoicing-service', queues: [queues.invoicing], prefetchCount: 1, consumerCount: 1, workMs: 105, handle: () => done },
  // Rejects an unknown currency (no header: the broker only says 'rejected') and gives up while the acquirer is away.
  {
    name: 'payment-service',
    queues: [queues.capture, queues.refund],
    prefetchCount: 20,
    consumerCount: 1,
    workMs: 15,
    handle: handlePayment,
  },
  { name: 'warehouse-service', queues: [queues.warehouse], prefetchCount: 50, consumerCount: 2, workMs: 10, handle: () => done },
  // Crashes and comes back; what it held is delivered again.
  {
    name: 'search-indexer',
    queues: [queues.search],
    prefetchCount: 30,
    consumerCount: 1,
    workMs: 20,
    handle: () => done,
    crashesAfterMs: 25_000,
  },
  { name: 'mail-service', queues: [queues.transactional], prefetchCount: 10, consumerCount: 1, workMs: 30, handle: () => done },
  // The newsletter and the analytics queue have nobody: one lets its messages expire, the other overflows.
];

function handlePayment(body: unknown): Outcome {
  if (captureFailure(body)) return { kind: 'reject' };
  return deadIf(outageFailure(Date.now()));
}
const deadIf = (failure: ShopFailure | null): Outcome => (failure === null ? done : { kind: 'dead', failure });

export function runConsumers(runtime: ShopRuntime, ordersPerSecond: number): Promise<unknown> {
  const speed = Math.max(1, ordersPerSecond / USUAL_ORDERS_PER_SECOND);
  return Promise.all(services.map((service) => runService(runtime, { ...service, workMs: service.workMs / speed })));
}

async function runService(runtime: ShopRuntime, service: Service): Promise<void> {
  await stayConnected(runtime, service.name, async (connection, ended) => {
    const health = { isHanging: false };
    for (const queue of service.queues) {
      for (let index = 1; index <= service.consumerCount; index++) {
        const channel = await connection.createChannel();
        channel.on('error', () => undefined);
        await channel.prefetch(service.prefetchCount);
        const worker = new Worker(runtime, service, channel, queue, ended, health);
        await channel.consume(queue, (message) => worker.accept(message), { consumerTag: `${service.name}-${queue}-${index}` });
      }
    }
    if (service.crashesAfterMs !== undefined) crashLater(connection, ended, service.crashesAfterMs, health);
  });
}

function crashLater(connection: ChannelModel, ended: AbortSignal, aboutMs: number, health: { isHanging: boolean }): void {
  const hang = setTimeout(
    () => {
      health.isHanging = true;
    },
    aboutMs * (0.6 + Math.random() * 0.8),
  );
  const fall = setInterval(() => {
    if (health.isHanging) void connection.close().catch(() => undefined);
  }, HANG_MS);
  ended.addEventListener(
    'abort',
    () => {
      clearTimeout(hang);
      clearInterval(fall);
    },
    { once: true },
  );
}

/** One consumer: takes its messages one after another, in order. */
class Worker {
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly runtime: ShopRuntime,
    private readonly service: Service,
    private readonly channel: Channel,
    private readonly queue: string,
    private readonly ended: AbortSignal,
    private readonly health: { readonly isHanging: boolean },
  ) {}

  /** Null means that the broker ended the consumer, e.g. because its queue was deleted. */
  accept(message: ConsumeMessage | null): void {
    if (message === null) return;
    this.turn = this.turn.then(() => this.work(message)).catch(() => undefined); // the connection ended: the broker keeps the message
  }

  private async work(message: ConsumeMessage): Promise<void> {
    await delay(this.service.workMs, undefined, { signal: this.ended });
    if (this.health.isHanging) return; // never answered: it is delivered again after the fall
    const { statistics } = this.runtime;
    if (message.fields.redelivered) statistics.redelivered += 1;
    const outcome = this.service.handle(parse(message.content), this.queue);
    if (outcome.kind === 'done') statistics.handled += 1;
    else statistics.failed += 1;
    if (outcome.kind === 'reject') this.channel.nack(message, false, false);
    else if (outcome.kind === 'dead') this.giveUp(message, outcome.failure);
    if (outcome.kind !== 'reject') this.channel.ack(message);
  }

  /** Publishes to the dead-letter exchange itself, with the real reason, which a broker could not know. */
  private giveUp(message: ConsumeMessage, failure: ShopFailure): void {
    const { headers, ...properties } = message.properties;
    this.channel.publish(exchanges.dead, this.queue, message.content, {
      ...properties,
      headers: {
        ...headers,
        'x-error': failure.error,
        'x-error-stack': failure.stack,
        'x-service': this.service.name,
        'x-failed-at': { '!': 'timestamp', value: Math.floor(Date.now() / 1000) },
        'x-original-exchange': message.fields.exchange,
        'x-original-routing-key': message.fields.routingKey,
        'x-original-queue': this.queue,
      },
    });
  }
}

function parse(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return null; // somebody published by hand what is not JSON
  }
}
