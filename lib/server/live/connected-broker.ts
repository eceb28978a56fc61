import type { Clock } from '../../base/clock';
import { type BrokerIdentity, type Connector, ConnectorError } from '../../connectors/connector';
import type { BrokerRecord } from '../../db/broker-repository';
import type { SeriesRepository } from '../../db/series-repository';
import type { BrokerSummary } from '../../model/console';
import type { BrokerSnapshot, Freshness, Series, SeriesSubject } from '../../model/live';
import type { LiveBroker, WatchRequest } from '../../services/context';
import type { Log } from '../log';
import { SeriesStore } from '../series/series-store';
import { Collector, type Pace } from './collector';
import { LiveFeed } from './live-feed';

const firstPollWaitMs = 5_000;
const watchedEmbeddedMs = 1_000;
const watchedMs = 2_000;
/** Nobody looks: often enough for the recorded series. */
const unwatchedMs = 5_000;
const topologyShownMs = 3_000;
const topologyHiddenMs = 30_000;

export type ConnectedBrokerSettings = {
  readonly record: BrokerRecord;
  readonly connector: Connector;
  /** A reason, known without asking, why the broker can't be reached now. */
  readonly whyNot: () => string | null;
  readonly series: SeriesRepository;
  readonly clock: Clock;
  readonly log: Log;
};

const everyTopic = ['overview', 'queues', 'exchanges', 'bindings', 'connections', 'channels', 'consumers'] as const;
const withoutTopology = ['overview', 'queues', 'connections', 'channels', 'consumers'] as const;

/** One broker: its connector, its poller, what is known of it and who looks. */
export class ConnectedBroker implements LiveBroker {
  readonly record: BrokerRecord;
  readonly #connector: Connector;
  readonly #collector: Collector;
  readonly #feed: LiveFeed;
  readonly #series: SeriesStore;
  readonly #log: Log;
  readonly #whyNot: () => string | null;
  #snapshot: BrokerSnapshot | null = null;
  #identity: BrokerIdentity | null = null;
  #probe: Promise<BrokerIdentity> | null = null;

  constructor(settings: ConnectedBrokerSettings) {
    this.record = settings.record;
    this.#connector = settings.connector;
    this.#whyNot = settings.whyNot;
    this.#log = settings.log.child({ broker: settings.record.id });
    this.#series = new SeriesStore(settings.record.id, settings.series, settings.clock);
    this.#feed = new LiveFeed((change) => this.audienceChanged(change));
    this.#collector = new Collector({
      connect: () => this.connect(),
      pace: () => this.pace(),
      onSnapshot: (snapshot, hasTopology, atMs) => this.take(snapshot, hasTopology, atMs),
      onFreshness: (freshness) => this.#feed.setFreshness(freshness),
      onFailure: (error) => this.#whyNot() ?? this.#log.warn({ err: error }, 'the broker does not answer'),
      clock: settings.clock,
    });
  }

  start(): void {
    this.#collector.start();
  }

  /** Ends streams and the poller, keeps the series, frees the connector. */
  async stop(): Promise<void> {
    this.#feed.close();
    await this.#collector.stop();
    await this.keepSeries(true);
    await this.#connector.close();
  }

  get id(): string {
    return this.record.id;
  }

  get freshness(): Freshness {
    return this.#collector.freshness;
  }

  get snapshot(): BrokerSnapshot | null {
    return this.#snapshot;
  }

  get summary(): BrokerSummary {
    const { id, name, environment, colour, isEmbedded } = this.record;
    return {
      id,
      name,
      environment,
      colour,
      isEmbedded,
      product: this.#identity?.product ?? null,
      version: this.#identity?.version ?? null,
      capabilities: [...this.#connector.capabilities],
      freshness: this.freshness,
    };
  }

  async connect(): Promise<Connector> {
    const reason = this.#whyNot();
    if (reason !== null) throw new ConnectorError('unreachable', reason);
    if (this.#identity) return this.#connector;
    this.#probe ??= this.#connector.probe().finally(() => {
      this.#probe = null;
    });
    this.#identity = await this.#probe;
    return this.#connector;
  }

  refresh(): void {
    this.#collector.nudge(true);
  }

  async whenPolled(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, firstPollWaitMs);
    });
    await Promise.race([this.#collector.firstPoll, patience]);
    clearTimeout(timer);
  }

  readSeries(subject: SeriesSubject, minutes: number): Promise<Series> {
    return this.#series.read(subject, minutes);
  }

  watch(request: WatchRequest): ReadableStream<Uint8Array> {
    return this.#feed.subscribe(request);
  }

  showRow(_topic: 'operations', key: string, row: object): void {
    this.#feed.setOperation(key, row);
  }

  dropRow(_topic: 'operations', key: string): void {
    this.#feed.setOperation(key, null);
  }

  /** Takes over the console's own rows from the connection that this one replaces. */
  adopt(former: ConnectedBroker): void {
    this.#feed.adoptOperations(former.#feed);
  }

  rows(topic: 'operations'): readonly object[] {
    return this.#feed.rows(topic);
  }

  async keepSeries(isEnd: boolean): Promise<void> {
    try {
      await this.#series.flush(isEnd);
    } catch (error) {
      this.#log.error({ err: error }, 'the series could not be stored');
    }
  }

  private pace(): Pace {
    const isShown = this.#feed.isWatched('exchanges', 'bindings');
    const topologyIntervalMs = isShown ? topologyShownMs : topologyHiddenMs;
    if (!this.#feed.hasAudience) return { intervalMs: unwatchedMs, topologyIntervalMs };
    return { intervalMs: this.record.isEmbedded ? watchedEmbeddedMs : watchedMs, topologyIntervalMs };
  }

  private take(snapshot: BrokerSnapshot, hasTopology: boolean, atMs: number): void {
    const known = this.#snapshot;
    this.#snapshot = hasTopology || !known ? snapshot : { ...snapshot, exchanges: known.exchanges, bindings: known.bindings };
    // The broker may have been upgraded or replaced behind its address.
    const { product, version } = snapshot.overview;
    if (this.#identity && (this.#identity.version !== version || this.#identity.product !== product)) this.#identity = null;
    this.#series.observe(snapshot, atMs);
    this.#feed.publishSnapshot(this.#snapshot, hasTopology ? everyTopic : withoutTopology);
    this.#feed.publishSeries((subject) => this.#series.latest(subject));
  }

  private audienceChanged(change: { readonly joined: boolean; readonly series: readonly SeriesSubject[] }): void {
    for (const subject of change.series) {
      if (change.joined) this.#series.watch(subject);
      else this.#series.unwatch(subject);
    }
    if (change.joined) this.#collector.nudge(this.#feed.isWatched('exchanges', 'bindings'));
  }
}
