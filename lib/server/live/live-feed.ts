import {
  type BrokerSnapshot,
  bindingKey,
  channelKey,
  connectionKey,
  consumerKey,
  exchangeKey,
  type Freshness,
  type LiveTopic,
  queueKey,
  type SeriesPoint,
  type SeriesSubject,
} from '../../model/live';
import type { WatchRequest } from '../../services/context';
import { ServiceError } from '../../services/errors';
import { sseEvent } from './sse';
import { Subscriber } from './subscriber';
import { TopicTable } from './topic-table';

const subscribersMax = 500;
const heartbeatMs = 15_000;
/** Live figures move at most four times a second. */
const rowsSpacingMs = 250;

const keyOf = {
  overview: () => 'overview',
  queues: queueKey,
  exchanges: exchangeKey,
  bindings: bindingKey,
  connections: connectionKey,
  channels: channelKey,
  consumers: consumerKey,
  operations: (operation: { id: string }) => operation.id,
} as const satisfies Record<LiveTopic, (row: never) => string>;

/** Turns snapshots into deltas, encodes each once, and hands it to every browser that looks. */
export class LiveFeed {
  readonly #tables: Readonly<Record<LiveTopic, TopicTable>> = {
    overview: new TopicTable(),
    queues: new TopicTable(),
    exchanges: new TopicTable(),
    bindings: new TopicTable(),
    connections: new TopicTable(),
    channels: new TopicTable(),
    consumers: new TopicTable(),
    operations: new TopicTable(),
  };
  readonly #subscribers = new Map<Subscriber, WatchRequest>();
  /** Whole lists as encoded last: many pages that open at once share one. */
  readonly #wholeLists = new Map<LiveTopic, Uint8Array>();
  readonly #changedOperations = new Map<string, object | null>();
  #operationsTimer: NodeJS.Timeout | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #freshness: Freshness = { state: 'connecting' };

  constructor(private readonly onAudience: (change: { readonly joined: boolean; readonly series: readonly SeriesSubject[] }) => void) {}

  get hasAudience(): boolean {
    return this.#subscribers.size > 0;
  }

  isWatched(...topics: readonly LiveTopic[]): boolean {
    return [...this.#subscribers.keys()].some((subscriber) => topics.some((topic) => subscriber.topics.has(topic)));
  }

  rows(topic: LiveTopic): readonly object[] {
    return this.#tables[topic].rows;
  }

  subscribe(request: WatchRequest): ReadableStream<Uint8Array> {
    if (this.#subscribers.size >= subscribersMax) {
      throw new ServiceError('too-many-requests', `${subscribersMax} pages watch this broker already. Close some and try again.`);
    }
    const subscriber = new Subscriber(
      request,
      (topic) => this.wholeList(topic),
      (ended) => this.leave(ended),
    );
    this.#subscribers.set(subscriber, request);
    this.#heartbeat ??= setInterval(() => this.beat(), heartbeatMs).unref();
    subscriber.offer(sseEvent('freshness', this.#freshness));
    this.onAudience({ joined: true, series: request.series });
    return subscriber.stream;
  }

  setFreshness(freshness: Freshness): void {
    this.#freshness = freshness;
    const event = sseEvent('freshness', freshness);
    for (const subscriber of this.#subscribers.keys()) subscriber.offer(event);
  }

  /** `topics`: those that this snapshot really holds; exchanges and bindings come with topology only. */
  publishSnapshot(snapshot: BrokerSnapshot, topics: readonly (keyof BrokerSnapshot)[]): void {
    for (const topic of topics) {
      const rows = topic === 'overview' ? [snapshot.overview] : snapshot[topic];
      const change = this.#tables[topic].replace(rows, keyOf[topic]);
      if (!change) continue;
      this.#wholeLists.delete(topic);
      this.send(topic, change);
    }
  }

  publishSeries(latest: (subject: SeriesSubject) => SeriesPoint | null): void {
    for (const subscriber of this.#subscribers.keys()) {
      const points = subscriber.series.map(latest).filter((point) => point !== null);
      if (points.length > 0) subscriber.offer(sseEvent('series', points));
    }
  }

  /** A row that the console makes itself; null removes it. Several changes within 250 ms travel as one. */
  setOperation(key: string, row: object | null): void {
    if (row) this.#tables.operations.set(key, row);
    else this.#tables.operations.delete(key);
    this.#wholeLists.delete('operations');
    this.#changedOperations.set(key, row);
    this.#operationsTimer ??= setTimeout(() => this.sendOperations(), rowsSpacingMs).unref();
  }

  adoptOperations(former: LiveFeed): void {
    for (const [key, row] of former.#tables.operations.entries) this.setOperation(key, row);
  }

  close(): void {
    for (const subscriber of [...this.#subscribers.keys()]) subscriber.close();
    if (this.#operationsTimer) clearTimeout(this.#operationsTimer);
  }

  private wholeList(topic: LiveTopic): Uint8Array {
    const known = this.#wholeLists.get(topic) ?? sseEvent('reset', { topic, rows: this.#tables[topic].rows });
    this.#wholeLists.set(topic, known);
    return known;
  }

  private sendOperations(): void {
    this.#operationsTimer = null;
    const changes = [...this.#changedOperations];
    this.#changedOperations.clear();
    const upsert = changes.flatMap(([, row]) => row ?? []);
    const remove = changes.filter(([, row]) => row === null).map(([key]) => key);
    this.send('operations', { upsert, remove });
  }

  private send(topic: LiveTopic, change: { readonly upsert: readonly object[]; readonly remove: readonly string[] }): void {
    if (!this.isWatched(topic)) return;
    const event = sseEvent('delta', { topic, ...change });
    for (const subscriber of this.#subscribers.keys()) subscriber.change(topic, event);
  }

  private beat(): void {
    for (const [subscriber, request] of this.#subscribers) {
      subscriber.heartbeat();
      request.isStillAllowed().then(
        (isAllowed) => !isAllowed && subscriber.close(),
        () => subscriber.close(),
      );
    }
  }

  private leave(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    this.onAudience({ joined: false, series: subscriber.series });
    if (this.#subscribers.size > 0 || !this.#heartbeat) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = null;
  }
}
