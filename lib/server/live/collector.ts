import type { Clock } from '../../base/clock';
import { createDeferred } from '../../base/deferred';
import type { Connector } from '../../connectors/connector';
import type { BrokerSnapshot, Freshness } from '../../model/live';
import { toServiceError } from '../../services/errors';

/** After failures: 1, 2, 4, 8, 15, 15 … s. */
const backoffFirstMs = 1_000;
const backoffMaxMs = 15_000;
/** A wish to poll soon waits at least this long after the last poll. */
const spacingMinMs = 250;

/** How often, given who looks; asked before each wait. */
export type Pace = { readonly intervalMs: number; readonly topologyIntervalMs: number };

export type CollectorSettings = {
  readonly connect: () => Promise<Connector>;
  readonly pace: () => Pace;
  readonly onSnapshot: (snapshot: BrokerSnapshot, hasTopology: boolean, atMs: number) => void;
  readonly onFreshness: (freshness: Freshness) => void;
  readonly onFailure: (error: unknown) => void;
  readonly clock: Clock;
};

/**
 * The one poller of a broker, however many browsers look.
 *
 *   connecting ── poll answered ──> live ── poll failed ──> stale (since the last answer, with the reason) ── answered ──> live
 */
export class Collector {
  #freshness: Freshness = { state: 'connecting' };
  #isStopped = false;
  #failureCount = 0;
  #lastAnswerMs: number | null = null;
  #lastTopologyMs = Number.NEGATIVE_INFINITY;
  #topologySize = -1;
  #wantsTopology = true;
  #wake: (() => void) | null = null;
  #run: Promise<void> | null = null;
  #polled = createDeferred();

  constructor(private readonly settings: CollectorSettings) {}

  get freshness(): Freshness {
    return this.#freshness;
  }

  /** Settles with the first answer or the first failure. */
  get firstPoll(): Promise<void> {
    return this.#polled.promise;
  }

  start(): void {
    this.#run ??= this.loop();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake?.();
    await this.#run;
  }

  /** Poll soon; the pace may have changed too. */
  nudge(withTopology: boolean): void {
    this.#wantsTopology ||= withTopology;
    this.#wake?.();
  }

  private async loop(): Promise<void> {
    while (!this.#isStopped) {
      const startedAtMs = this.settings.clock.nowMs();
      await this.poll(startedAtMs);
      this.#polled.resolve();
      const tookMs = this.settings.clock.nowMs() - startedAtMs;
      await this.rest(tookMs);
    }
  }

  private async poll(nowMs: number): Promise<void> {
    const withTopology = this.#wantsTopology || nowMs - this.#lastTopologyMs >= this.settings.pace().topologyIntervalMs;
    this.#wantsTopology = false;
    try {
      const connector = await this.settings.connect();
      const snapshot = await connector.readSnapshot({ withTopology });
      if (this.#isStopped) return;
      this.answered(snapshot, withTopology);
    } catch (error) {
      if (this.#isStopped) return;
      this.#wantsTopology ||= withTopology;
      this.failed(error, nowMs);
    }
  }

  private answered(snapshot: BrokerSnapshot, withTopology: boolean): void {
    const atMs = this.settings.clock.nowMs();
    this.#failureCount = 0;
    this.#lastAnswerMs = atMs;
    if (withTopology) this.#lastTopologyMs = atMs;
    // A queue or exchange came or went: its bindings did too.
    const size = snapshot.overview.queueCount + snapshot.overview.exchangeCount;
    this.#wantsTopology ||= !withTopology && size !== this.#topologySize;
    this.#topologySize = size;
    this.settings.onSnapshot(snapshot, withTopology, atMs);
    this.setFreshness({ state: 'live', atMs });
  }

  private failed(error: unknown, startedAtMs: number): void {
    this.#failureCount += 1;
    if (this.#failureCount === 1) this.settings.onFailure(error);
    const reason = toServiceError(error)?.message ?? 'The console could not read the answer of the broker; its log says more.';
    this.setFreshness({ state: 'stale', sinceMs: this.#lastAnswerMs ?? startedAtMs, reason });
  }

  private setFreshness(freshness: Freshness): void {
    this.#freshness = freshness;
    this.settings.onFreshness(freshness);
  }

  /** A poll that takes long is given as much rest as it took, so that the console is never most of a broker's load. */
  private async rest(tookMs: number): Promise<void> {
    if (this.#isStopped) return;
    const backoffMs = Math.min(backoffMaxMs, backoffFirstMs * 2 ** Math.min(this.#failureCount - 1, 10));
    const restMs = this.#failureCount > 0 ? backoffMs : Math.max(this.settings.pace().intervalMs - tookMs, tookMs, spacingMinMs);
    const isUrgent = this.#failureCount === 0 && this.#wantsTopology;
    await this.sleep(isUrgent ? spacingMinMs : restMs, spacingMinMs);
  }

  /** Ends after `longestMs`, or sooner by a nudge, but not before `shortestMs`. */
  private sleep(longestMs: number, shortestMs: number): Promise<void> {
    const startedAtMs = performance.now();
    return new Promise((resolve) => {
      let timer = setTimeout(done, longestMs);
      const wake = () => {
        clearTimeout(timer);
        if (this.#isStopped) done();
        else timer = setTimeout(done, Math.max(0, shortestMs - (performance.now() - startedAtMs)));
      };
      this.#wake = wake;
      const collector = this;
      function done(): void {
        collector.#wake = null;
        resolve();
      }
    });
  }
}
