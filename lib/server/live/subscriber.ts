import type { LiveTopic, SeriesSubject } from '../../model/live';
import { sseHeartbeat } from './sse';

/** Bytes that may wait for a slow reader; beyond, it gets no more deltas but whole lists once it has caught up. */
export const bufferBytesMax = 1024 * 1024;

type Wishes = { readonly topics: readonly LiveTopic[]; readonly series: readonly SeriesSubject[] };

/**
 * One browser's end of the live feed.
 *
 *   following ── buffer full ──> behind (topics noted, nothing queued) ── reader catches up ──> reset of each ──> following
 *
 * A reset is made only when there is room, one at a time, so that at most bufferBytesMax and one list are ever held.
 */
export class Subscriber {
  readonly stream: ReadableStream<Uint8Array>;
  readonly topics: ReadonlySet<LiveTopic>;
  readonly series: readonly SeriesSubject[];
  readonly #behind: Set<LiveTopic>;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor(
    wishes: Wishes,
    private readonly makeReset: (topic: LiveTopic) => Uint8Array,
    private readonly onEnd: (subscriber: Subscriber) => void,
  ) {
    this.topics = new Set(wishes.topics);
    this.series = wishes.series;
    this.#behind = new Set(wishes.topics);
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.catchUp(),
        cancel: () => this.end(),
      },
      { highWaterMark: bufferBytesMax, size: (chunk) => chunk.byteLength },
    );
  }

  /** Figures that only matter now (freshness, series points): dropped for a reader that is behind. */
  offer(event: Uint8Array): void {
    if (this.hasRoom) this.#controller?.enqueue(event);
  }

  /** A change of one topic's list: a reader that can't take it gets the whole list later. */
  change(topic: LiveTopic, delta: Uint8Array): void {
    if (!this.topics.has(topic) || this.#behind.has(topic)) return;
    if (this.hasRoom) this.#controller?.enqueue(delta);
    else this.#behind.add(topic);
  }

  heartbeat(): void {
    this.offer(sseHeartbeat);
  }

  /** From the server's side; the browser reconnects by itself. */
  close(): void {
    this.#controller?.close();
    this.end();
  }

  private get hasRoom(): boolean {
    return (this.#controller?.desiredSize ?? 0) > 0;
  }

  private catchUp(): void {
    for (const topic of this.#behind) {
      if (!this.hasRoom) return;
      this.#behind.delete(topic);
      this.#controller?.enqueue(this.makeReset(topic));
    }
  }

  private end(): void {
    if (this.#controller === null) return;
    this.#controller = null;
    this.onEnd(this);
  }
}
