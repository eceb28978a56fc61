import type { QueryClient } from '@tanstack/react-query';
import type { Freshness, LiveDelta, LiveReset, LiveTopic, Series, SeriesPoint, SeriesSubject } from '../model/live';
import { urlOf } from './client';
import { keys } from './keys';
import { applyDelta, type LiveRow, type LiveRows, resetRows } from './live-rows';
import { withPoints } from './series-window';

/** State of the page's own line to the console; Freshness tells of the console's line to the broker. */
export type Transport =
  | { readonly state: 'connecting' | 'open' | 'paused' }
  | { readonly state: 'lost'; readonly sinceMs: number; readonly attempt: number };

/** Needs that come and go within this time (a page changing) cost one reconnect. */
const SETTLE_MS = 40;
/** A tab that is hidden longer lets go of its line: browsers allow six a host. */
const HIDDEN_GRACE_MS = 10_000;
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000] as const;
/** The server sends a comment each 15 s, which EventSource hides; a line that dies silently is noticed by TCP and `error`. */
const MINUTE_MS = 60_000;

type Needs = { readonly topics: ReadonlySet<LiveTopic>; readonly subjects: ReadonlySet<SeriesSubject> };

/**
 * One EventSource a broker and page, for whatever the mounted components need, into the query cache.
 *
 *   need() ──40 ms──> open ──events──> query cache
 *                      │ error                 │ hidden 10 s
 *                      v                       v
 *                lost (retry 0.5…10 s)      paused ──visible──> open
 */
export class LiveStream {
  readonly #topicCounts = new Map<LiveTopic, number>();
  readonly #subjectCounts = new Map<SeriesSubject, number>();
  #source: EventSource | null = null;
  #opened: Needs = { topics: new Set(), subjects: new Set() };
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #lostSinceMs: number | null = null;

  constructor(
    private readonly client: QueryClient,
    private readonly broker: string,
    private readonly onLost: () => void,
  ) {
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  /** Counts a need in; the answer counts it out. */
  need(topics: readonly LiveTopic[], subjects: readonly SeriesSubject[]): () => void {
    for (const topic of topics) count(this.#topicCounts, topic, 1);
    for (const subject of subjects) count(this.#subjectCounts, subject, 1);
    this.#schedule(SETTLE_MS);
    return () => {
      for (const topic of topics) count(this.#topicCounts, topic, -1);
      for (const subject of subjects) count(this.#subjectCounts, subject, -1);
      this.#schedule(SETTLE_MS);
    };
  }

  #schedule(delayMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#settle();
    }, delayMs);
  }

  /** Opens, keeps or closes the line, as the needs are now. A line that carries more than is needed is kept. */
  #settle(): void {
    if (this.#topicCounts.size + this.#subjectCounts.size === 0 || document.hidden) {
      if (this.#source) this.#close(document.hidden ? 'paused' : 'connecting');
      return;
    }
    const isCovered =
      this.#source !== null &&
      [...this.#topicCounts.keys()].every((topic) => this.#opened.topics.has(topic)) &&
      [...this.#subjectCounts.keys()].every((subject) => this.#opened.subjects.has(subject));
    if (!isCovered) this.#open();
  }

  #open(): void {
    this.#source?.close();
    this.#opened = { topics: new Set(this.#topicCounts.keys()), subjects: new Set(this.#subjectCounts.keys()) };
    const query = { topics: [...this.#opened.topics].join(','), series: [...this.#opened.subjects].join(',') || null };
    const source = new EventSource(urlOf(['brokers', this.broker, 'stream'], query));
    this.#source = source;
    if (this.#lostSinceMs === null) this.#tell({ state: 'connecting' });
    const on = <Data>(event: string, take: (data: Data) => void) =>
      source.addEventListener(event, (message: MessageEvent<string>) => this.#source === source && take(JSON.parse(message.data) as Data));
    source.onopen = () => this.#onOpen();
    source.onerror = () => this.#source === source && this.#onError(source);
    on<Freshness>('freshness', (freshness) => this.client.setQueryData(keys.live(this.broker, 'freshness'), freshness));
    on<LiveReset>('reset', (reset) => this.client.setQueryData(keys.live(this.broker, reset.topic), resetRows(reset.topic, reset)));
    on<LiveDelta>('delta', (delta) => this.#onDelta(delta));
    on<readonly SeriesPoint[]>('series', (points) => this.#onPoints(points));
  }

  #onOpen(): void {
    this.#attempt = 0;
    this.#lostSinceMs = null;
    this.#tell({ state: 'open' });
  }

  #onDelta(delta: LiveDelta): void {
    this.client.setQueryData<LiveRows<LiveRow[LiveTopic]>>(keys.live(this.broker, delta.topic), (former) =>
      former ? (applyDelta(delta.topic, former, delta) as LiveRows<LiveRow[LiveTopic]>) : former,
    );
  }

  #onPoints(points: readonly SeriesPoint[]): void {
    const filter = { queryKey: ['series', this.broker] };
    for (const [queryKey, series] of this.client.getQueriesData<Series>(filter)) {
      const minutes = queryKey[3];
      if (!series || typeof minutes !== 'number') continue;
      const next = withPoints(series, points, minutes * MINUTE_MS);
      if (next !== series) this.client.setQueryData(queryKey, next);
    }
  }

  /** The browser's own retry knows no backoff and gives up on a 401; ours does neither. */
  #onError(source: EventSource): void {
    source.close();
    this.#source = null;
    this.#lostSinceMs ??= Date.now();
    this.#attempt += 1;
    this.#tell({ state: 'lost', sinceMs: this.#lostSinceMs, attempt: this.#attempt });
    this.onLost();
    this.#schedule(RETRY_MS[Math.min(this.#attempt, RETRY_MS.length) - 1] ?? RETRY_MS[0]);
  }

  #close(state: 'connecting' | 'paused'): void {
    this.#source?.close();
    this.#source = null;
    this.#opened = { topics: new Set(), subjects: new Set() };
    this.#tell({ state });
  }

  #tell(transport: Transport): void {
    this.client.setQueryData(keys.live(this.broker, 'transport'), transport);
  }

  readonly #onVisibility = (): void => this.#schedule(document.hidden ? HIDDEN_GRACE_MS : 0);
}

function count<Key>(counts: Map<Key, number>, key: Key, change: 1 | -1): void {
  const next = (counts.get(key) ?? 0) + change;
  if (next <= 0) counts.delete(key);
  else counts.set(key, next);
}
