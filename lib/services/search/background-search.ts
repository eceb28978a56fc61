import type { Search, SearchPart, SearchRequest, SearchState, SearchSummary } from '../../model/search';
import { searchLimits } from './search-limits';
import { PartOfSearch, type PartWorld } from './search-part';

export type SearchStart = {
  readonly id: string;
  readonly request: SearchRequest;
  /** What looking changes on each broker, or why it can't be searched; in the order of the scopes. */
  readonly prepared: readonly { readonly effects: readonly string[]; readonly refusal: string | null }[];
  readonly startedBy: string;
};
type World = Omit<PartWorld, 'onEnd'>;

/** One search as the console knows it, whoever looks: a part for each broker, a few of which run at once. */
export class BackgroundSearch {
  lastUsedAtMs: number;
  readonly #parts: readonly PartOfSearch[];
  readonly #startedAtMs: number;

  constructor(
    private readonly start: SearchStart,
    world: World,
  ) {
    this.#startedAtMs = world.clock.nowMs();
    this.lastUsedAtMs = this.#startedAtMs;
    const { scopes, filter, plain } = start.request;
    const { matchesMax, matchesBytesMax } = searchLimits;
    const room = { count: Math.floor(matchesMax / scopes.length), bytes: Math.floor(matchesBytesMax / scopes.length) };
    this.#parts = scopes.map(({ brokerId, queues }, index) => {
      const { effects = [], refusal = null } = start.prepared[index] ?? {};
      const partWorld = { ...world, onEnd: () => this.runNext() };
      return new PartOfSearch({ brokerId, request: { queues, filter, plain }, effects, refusal, room }, partWorld);
    });
  }

  get state(): SearchState {
    const states = new Set(this.#parts.map(({ state }) => state));
    if (states.has('running') || states.has('waiting')) return 'running';
    return states.has('stopped') ? 'stopped' : states.has('failed') ? 'failed' : 'completed';
  }

  /** Begins, or goes on where it was stopped. */
  run(): void {
    for (const part of this.#parts) part.await();
    this.runNext();
  }

  stop(): void {
    // Those that wait first: an end would let the next of them begin.
    for (const state of ['waiting', 'running'] as const) {
      for (const part of this.#parts) if (part.state === state) part.stop();
    }
  }

  describe(): Search {
    return { ...this.summarize(), matches: this.#parts.flatMap(({ matches }) => matches) };
  }

  summarize(): SearchSummary {
    const { id, request, startedBy } = this.start;
    const parts = this.#parts.map((part) => part.describe());
    const { state } = this;
    return { id, request, startedBy, state, parts, ...coverageOf(parts), startedAtMs: this.#startedAtMs, endedAtMs: this.endedAtMs(state) };
  }

  private endedAtMs(state: SearchState): number | null {
    return state === 'running' ? null : Math.max(this.#startedAtMs, ...this.#parts.map(({ endedAtMs }) => endedAtMs ?? 0));
  }

  private runNext(): void {
    const waiting = this.#parts.filter(({ state }) => state === 'waiting');
    for (const part of waiting) {
      if (this.#parts.filter(({ state }) => state === 'running').length >= searchLimits.brokersAtOnceMax) return;
      if (part.state === 'waiting') part.run();
    }
  }
}

function coverageOf(parts: readonly SearchPart[]) {
  const sum = (count: (part: SearchPart) => number): number => parts.reduce((total, part) => total + count(part), 0);
  const running = parts.filter(({ state }) => state === 'running');
  const rates = running.flatMap(({ perSecond }) => (perSecond === null ? [] : [perSecond]));
  const perSecond = parts.length === 1 ? (parts[0]?.perSecond ?? null) : rates.length === 0 ? null : rates.reduce((a, b) => a + b);
  const totalCount = sum((part) => part.totalCount);
  const lookedAtCount = sum((part) => part.lookedAtCount);
  const isForetold = running.length > 0 && perSecond !== null && parts.every(({ state }) => state !== 'waiting');
  const remainingSeconds = isForetold ? Math.max(...running.map((part) => part.remainingSeconds ?? 0)) : null;
  return { lookedAtCount, totalCount, matchCount: sum((part) => part.matchCount), perSecond, remainingSeconds };
}
