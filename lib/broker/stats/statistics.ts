import type { Clock } from '../../base/clock';
import type { ManagedBroker } from '../management/managed-broker';
import type { ManagedChannel } from '../management/managed-connection';
import type { Queue } from '../queue/queue';
import type { VirtualHost } from '../vhost/virtual-host';
import { addCounters, counterFieldCount } from './counter-fields';
import { Histories } from './histories';
import { inSlices } from './in-slices';
import { NodeFigures } from './node-figures';
import { SampledObject } from './sampled-object';

/** Levels that follow the counters in a sample of a queue, a virtual host and the overview. */
export const level = { ready: counterFieldCount, unacknowledged: counterFieldCount + 1, messages: counterFieldCount + 2 } as const;
const levelCount = 3;
/** Only queues: what a cached row also shows. */
const queueExtraCount = 2; // bytes, consumers
/** Samples of a connection, and what follows the levels in a virtual host's. */
export const octets = { received: 0, sent: 1 } as const;
export const hostOctets = { received: counterFieldCount + levelCount, sent: counterFieldCount + levelCount + 1 } as const;
export const churnField = {
  connectionCreated: 0,
  connectionClosed: 1,
  channelCreated: 2,
  channelClosed: 3,
  queueDeclared: 4,
  queueCreated: 5,
  queueDeleted: 6,
} as const;

const tickMs = 1_000;
type Traffic = { receivedBytes: number; sentBytes: number };
const hostFieldCount = counterFieldCount + levelCount + 2;

/**
 * Samples the live counters once a second and derives rates. Work is sliced, objects that never moved cost one look and no
 * memory. What was deleted is forgotten with it (weak keys).
 */
export class Statistics {
  readonly node: NodeFigures;
  readonly overview: SampledObject;
  readonly churn: SampledObject;
  readonly histories: Histories;
  private readonly sampled = new WeakMap<object, SampledObject>();
  private readonly scratch = new Float64Array(hostFieldCount);
  private readonly overviewScratch = new Float64Array(hostFieldCount);
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | null = null;
  private isTicking = false;
  private isFirstTick = true;
  private lastTickAtMs: number;

  constructor(
    private readonly broker: ManagedBroker,
    private readonly clock: Clock,
    /** Figures are not worth a broker: what goes wrong in a tick ends here. */
    private readonly onFault: (error: unknown) => void = () => {},
  ) {
    this.lastTickAtMs = clock.nowMs();
    this.node = new NodeFigures(broker.dataDirectory);
    this.overview = new SampledObject(hostFieldCount, this.lastTickAtMs);
    this.histories = new Histories(this.overview);
    this.churn = new SampledObject(Object.keys(churnField).length, this.lastTickAtMs);
  }

  /** The first tick is at once: what is there before the first client is no traffic. */
  start(): void {
    if (this.timer !== null) return;
    const tick = () => void this.tick().catch(this.onFault);
    tick();
    this.timer = setInterval(tick, tickMs);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.listeners.clear();
  }

  /** Null for an object that has not moved since it came to be: all its rates are 0. */
  of(object: object): SampledObject | null {
    return this.sampled.get(object) ?? null;
  }

  /** Calls back after each tick. Returns how to stop that. */
  onTick(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** One round over everything; ticks that would overlap are left out. */
  async tick(): Promise<void> {
    if (this.isTicking) return;
    this.isTicking = true;
    try {
      const nowMs = this.clock.nowMs();
      this.overviewScratch.fill(0);
      addCounters(this.broker.counters, this.overviewScratch);
      const traffic = await this.sampleConnections();
      for (const virtualHost of this.broker.virtualHosts.values()) await this.sampleVirtualHost(virtualHost, traffic.get(virtualHost.name));
      if (this.isFirstTick) this.overview.window.rebase(this.lastTickAtMs, this.overviewScratch);
      this.overview.add(nowMs, this.overviewScratch);
      this.sampleChurn(nowMs);
      this.node.sample(nowMs);
      this.histories.record(nowMs);
      this.lastTickAtMs = nowMs;
      this.isFirstTick = false;
    } finally {
      this.isTicking = false;
    }
    for (const listener of this.listeners) listener();
  }

  private async sampleVirtualHost(virtualHost: VirtualHost, traffic: Traffic | undefined): Promise<void> {
    const host = new Float64Array(hostFieldCount);
    host[hostOctets.received] = traffic?.receivedBytes ?? 0;
    host[hostOctets.sent] = traffic?.sentBytes ?? 0;
    addCounters(virtualHost.counters, host);
    await inSlices(virtualHost.queues.values(), (queue) => {
      const figures = this.cleared();
      addCounters(queue.counters, figures);
      figures[level.ready] = queue.readyCount;
      figures[level.unacknowledged] = queue.unacknowledgedCount;
      figures[level.messages] = queue.readyCount + queue.unacknowledgedCount;
      for (let field = counterFieldCount; field < counterFieldCount + levelCount; field++)
        host[field] = (host[field] ?? 0) + (figures[field] ?? 0);
      figures[counterFieldCount + levelCount] = queue.readyBytes + queue.unacknowledgedBytes;
      figures[counterFieldCount + levelCount + 1] = queue.consumerCount;
      this.sample(queue, counterFieldCount + levelCount + queueExtraCount);
      if (queue.consumerCount > 0) this.of(queue)?.noteCapacity(canServeAtOnce(queue) ? 1 : 0);
    });
    await inSlices(virtualHost.exchanges.values(), (exchange) => {
      addCounters(exchange.counters, this.cleared());
      this.sample(exchange, counterFieldCount);
    });
    // Counters of the whole broker outlive virtual hosts; levels and bytes add up.
    for (let field = counterFieldCount; field < hostFieldCount; field++)
      this.overviewScratch[field] = (this.overviewScratch[field] ?? 0) + (host[field] ?? 0);
    this.scratch.set(host);
    this.sample(virtualHost, hostFieldCount);
  }

  /** Returns the bytes of each virtual host's connections, by its name. */
  private async sampleConnections(): Promise<Map<string, Traffic>> {
    const byVirtualHost = new Map<string, Traffic>();
    await inSlices(this.broker.connections.values(), (connection) => {
      const traffic = byVirtualHost.get(connection.virtualHost) ?? { receivedBytes: 0, sentBytes: 0 };
      byVirtualHost.set(connection.virtualHost, traffic);
      traffic.receivedBytes += connection.receivedBytes;
      traffic.sentBytes += connection.sentBytes;
      for (const channel of connection.channels.values()) this.sampleChannel(channel);
      const figures = this.cleared();
      figures[octets.received] = connection.receivedBytes;
      figures[octets.sent] = connection.sentBytes;
      this.sample(connection, 2);
    });
    return byVirtualHost;
  }

  private sampleChannel(channel: ManagedChannel): void {
    addCounters(channel.counters, this.cleared());
    this.sample(channel, counterFieldCount);
  }

  private sampleChurn(nowMs: number): void {
    const { churn } = this.broker;
    const figures = this.cleared();
    for (const [name, field] of Object.entries(churnField)) figures[field] = churn[name as keyof typeof churnField];
    this.churn.add(nowMs, figures);
  }

  private cleared(): Float64Array {
    return this.scratch.fill(0);
  }

  /**
   * Takes `scratch` as the object's sample. Its first one counts from zero at the last tick, so that a burst within one
   * tick is seen; but what was recovered at the start did not arrive in that second.
   */
  private sample(object: object, fieldCount: number): void {
    let sampled = this.sampled.get(object);
    if (sampled === undefined) {
      if (this.scratch.every((figure) => figure === 0)) return;
      sampled = new SampledObject(fieldCount, this.lastTickAtMs);
      if (this.isFirstTick) sampled.window.rebase(this.lastTickAtMs, this.scratch);
      this.sampled.set(object, sampled);
    }
    sampled.add(this.clock.nowMs(), this.scratch);
  }
}

/** RabbitMQ's consumer capacity, looked at once a tick: nothing is waiting, or somebody could take it. */
const canServeAtOnce = (queue: Queue): boolean => queue.readyCount === 0 || queue.consumers.some((consumer) => consumer.isAvailable);
