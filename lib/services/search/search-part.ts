import type { Clock } from '../../base/clock';
import { formatCounted } from '../../model/quantity';
import type { MatchPlace, SearchMatch, SearchPart } from '../../model/search';
import { toServiceError } from '../errors';
import type { OpenSearchThread, SearchThread } from './open-search-thread';
import { searchLimits } from './search-limits';
import type { ConnectorRecipe, ScopeRequest, SearchCursor, SearchNews, SearchPlace } from './search-news';

export type PartStart = {
  readonly brokerId: string;
  readonly request: ScopeRequest;
  readonly effects: readonly string[];
  /** Why this broker can't be searched; null when it can. */
  readonly refusal: string | null;
  /** How many matches are kept. */
  readonly room: { readonly count: number; readonly bytes: number };
};
export type PartWorld = {
  readonly clock: Clock;
  readonly openThread: OpenSearchThread;
  /** Throws ServiceError 'not-found'. */
  readonly recipeOf: (brokerId: string) => ConnectorRecipe;
  /** Hears of each end, so that the next may begin. */
  readonly onEnd: () => void;
};

const tooLong = `It ran for ${searchLimits.runMsMax / 60_000} minutes without a pause.`;

/**
 * A search on one broker.
 *
 *   stopped ── await ──> waiting ── run ──> running ── stop ──> stopped
 *                                              ├── completed
 *                                              └── failed (broker gone, filter too slow …)
 */
export class PartOfSearch {
  #state: SearchPart['state'];
  #stateReason: string | null;
  #thread: SearchThread | null = null;
  #places: SearchPlace[] | null = null;
  #lookedAtCounts: number[] = [];
  #cursor: SearchCursor = { placeIndex: 0, after: null, lookedAtCount: 0 };
  #matchCount = 0;
  readonly #matchCounts = new Map<number, number>();
  readonly #matches: SearchMatch[] = [];
  #roomBytes: number;
  #run = { startedAtMs: 0, lookedAtCount: 0 };
  #misfits = { count: 0, reason: '' };
  #limit: NodeJS.Timeout | undefined;
  #endedAtMs: number | null = null;

  constructor(
    private readonly start: PartStart,
    private readonly world: PartWorld,
  ) {
    this.#state = start.refusal === null ? 'waiting' : 'failed';
    this.#stateReason = start.refusal;
    this.#roomBytes = start.room.bytes;
  }

  get state(): SearchPart['state'] {
    return this.#state;
  }

  get matches(): readonly SearchMatch[] {
    return this.#matches;
  }

  get endedAtMs(): number | null {
    return this.#endedAtMs;
  }

  /** A stopped one wants to go on. */
  await(): void {
    if (this.#state === 'stopped') this.#state = 'waiting';
  }

  /** Goes on from where it is; only called when it waits. */
  run(): void {
    this.#state = 'running';
    this.#stateReason = null;
    this.#endedAtMs = null;
    this.#run = { startedAtMs: this.world.clock.nowMs(), lookedAtCount: this.lookedAtCount };
    try {
      this.open(this.world.recipeOf(this.start.brokerId));
    } catch (error) {
      const known = toServiceError(error);
      if (!known) throw error;
      this.end('failed', known.message);
    }
  }

  private open(recipe: ConnectorRecipe): void {
    this.#limit = setTimeout(() => this.stop(tooLong), searchLimits.runMsMax).unref();
    // As many matches as are kept, without gaps: after the first that found no room nothing is kept.
    const hasGap = this.#matches.length < this.#matchCount;
    const room = { count: hasGap ? 0 : this.start.room.count - this.#matches.length, bytes: this.#roomBytes };
    const order = { recipe, request: this.start.request, places: this.#places, cursor: this.#cursor, room };
    this.#thread = this.world.openThread(order, (news) => this.hear(news));
  }

  stop(reason: string | null = null): void {
    if (this.#state !== 'running' && this.#state !== 'waiting') return;
    this.#thread?.end();
    this.end('stopped', reason);
  }

  describe(): SearchPart {
    const perSecond = this.perSecond();
    const rest = Math.max(0, this.totalCount - this.lookedAtCount);
    return {
      brokerId: this.start.brokerId,
      effects: this.start.effects,
      matchPlaces: this.matchPlaces(),
      state: this.#state,
      stateReason: this.#stateReason ?? this.misfitSentence(),
      lookedAtCount: this.lookedAtCount,
      totalCount: this.totalCount,
      matchCount: this.#matchCount,
      perSecond,
      remainingSeconds: perSecond === null || this.#state !== 'running' ? null : Math.ceil(rest / perSecond),
    };
  }

  private hear(news: SearchNews): void {
    if (news.type === 'opened') {
      this.#places = [...news.places];
      this.#lookedAtCounts = news.places.map(() => 0);
    } else if (news.type === 'progress') this.progress(news);
    else if (news.type === 'place-done') this.placeDone(news.placeIndex);
    else if (news.type === 'completed') this.end('completed', null);
    else if (news.type === 'failed') this.end('failed', news.sentence);
  }

  private progress(news: Extract<SearchNews, { type: 'progress' }>): void {
    const { cursor, totalCount, matchCount, matches, matchesBytes, misfits } = news;
    this.#cursor = cursor;
    this.#lookedAtCounts[cursor.placeIndex] = cursor.lookedAtCount;
    this.setTotal(cursor.placeIndex, totalCount);
    this.#matchCount += matchCount;
    if (matchCount > 0) this.#matchCounts.set(cursor.placeIndex, (this.#matchCounts.get(cursor.placeIndex) ?? 0) + matchCount);
    for (const match of matches) this.#matches.push({ brokerId: this.start.brokerId, ...match });
    this.#roomBytes -= matchesBytes;
    this.#misfits = { count: this.#misfits.count + misfits.count, reason: this.#misfits.reason || misfits.reason };
  }

  private placeDone(placeIndex: number): void {
    this.setTotal(placeIndex, this.#lookedAtCounts[placeIndex] ?? 0);
    this.#cursor = { placeIndex: placeIndex + 1, after: null, lookedAtCount: 0 };
  }

  private matchPlaces(): readonly MatchPlace[] {
    return [...this.#matchCounts].slice(0, searchLimits.matchPlacesMax).flatMap(([placeIndex, matchCount]) => {
      const place = this.#places?.[placeIndex];
      return place ? [{ virtualHost: place.virtualHost, queue: place.name, matchCount }] : [];
    });
  }

  private setTotal(placeIndex: number, totalCount: number): void {
    const place = this.#places?.[placeIndex];
    if (place && this.#places) this.#places[placeIndex] = { ...place, totalCount };
  }

  private end(state: Exclude<SearchPart['state'], 'running' | 'waiting'>, reason: string | null): void {
    clearTimeout(this.#limit);
    this.#thread = null;
    this.#state = state;
    this.#stateReason = reason;
    this.#endedAtMs = this.world.clock.nowMs();
    this.world.onEnd();
  }

  /** 'Nothing found' must not hide a filter that could never answer. */
  private misfitSentence(): string | null {
    const { count, reason } = this.#misfits;
    if (count === 0) return null;
    return `The filter had no answer for ${formatCounted(count, 'message')}, which therefore do not match: ${reason}.`;
  }

  private get lookedAtCount(): number {
    return this.#lookedAtCounts.reduce((sum, count) => sum + count, 0);
  }

  private get totalCount(): number {
    return (this.#places ?? []).reduce((sum, { totalCount }) => sum + totalCount, 0);
  }

  /** Of the run under way or the last one; null while too little is known. */
  private perSecond(): number | null {
    const seconds = ((this.#endedAtMs ?? this.world.clock.nowMs()) - this.#run.startedAtMs) / 1000;
    const count = this.lookedAtCount - this.#run.lookedAtCount;
    return seconds > 0 && count > 0 ? count / seconds : null;
  }
}
