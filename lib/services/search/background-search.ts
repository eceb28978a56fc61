import type { Clock } from '../../base/clock';
import { formatCounted } from '../../model/quantity';
import type { Search, SearchMatch, SearchRequest, SearchState } from '../../model/search';
import type { OpenSearchThread, SearchThread } from './open-search-thread';
import { searchLimits } from './search-limits';
import type { ConnectorRecipe, SearchCursor, SearchNews, SearchPlace } from './search-news';

export type SearchStart = {
  readonly id: string;
  readonly brokerId: string;
  readonly request: SearchRequest;
  readonly effects: readonly string[];
  readonly startedBy: string;
};
type World = { readonly clock: Clock; readonly openThread: OpenSearchThread };

const tooLong = `It ran for ${searchLimits.runMsMax / 60_000} minutes without a pause.`;

/**
 * One search as the console knows it, whoever looks.
 *
 *   running ── stop ──> stopped ── resume ──> running
 *      ├── completed
 *      └── failed (broker gone, filter too slow …)
 */
export class BackgroundSearch {
  lastUsedAtMs: number;
  #state: SearchState = 'stopped';
  #stateReason: string | null = null;
  #thread: SearchThread | null = null;
  #places: SearchPlace[] | null = null;
  #lookedAtCounts: number[] = [];
  #cursor: SearchCursor = { placeIndex: 0, after: null, lookedAtCount: 0 };
  #matchCount = 0;
  readonly #matches: SearchMatch[] = [];
  #roomBytes: number = searchLimits.matchesBytesMax;
  #run = { startedAtMs: 0, lookedAtCount: 0 };
  #misfits = { count: 0, reason: '' };
  #limit: NodeJS.Timeout | undefined;
  readonly #startedAtMs: number;
  #endedAtMs: number | null = null;

  constructor(
    private readonly start: SearchStart,
    private readonly world: World,
  ) {
    this.#startedAtMs = world.clock.nowMs();
    this.lastUsedAtMs = this.#startedAtMs;
  }

  get state(): SearchState {
    return this.#state;
  }

  get brokerId(): string {
    return this.start.brokerId;
  }

  get request(): SearchRequest {
    return this.start.request;
  }

  /** Goes on from where it is; only called when it is stopped. */
  run(recipe: ConnectorRecipe): void {
    this.#state = 'running';
    this.#stateReason = null;
    this.#endedAtMs = null;
    this.#run = { startedAtMs: this.world.clock.nowMs(), lookedAtCount: this.lookedAtCount };
    this.#limit = setTimeout(() => this.stop(tooLong), searchLimits.runMsMax).unref();
    // As many matches as are kept, without gaps: after the first that found no room nothing is kept.
    const hasGap = this.#matches.length < this.#matchCount;
    const room = { count: hasGap ? 0 : searchLimits.matchesMax - this.#matches.length, bytes: this.#roomBytes };
    const order = { recipe, request: this.request, places: this.#places, cursor: this.#cursor, room };
    this.#thread = this.world.openThread(order, (news) => this.hear(news));
  }

  stop(reason: string | null = null): void {
    if (this.#state !== 'running') return;
    this.#thread?.end();
    this.end('stopped', reason);
  }

  describe(): Search {
    const { id, brokerId, request, effects, startedBy } = this.start;
    const perSecond = this.perSecond();
    const rest = Math.max(0, this.totalCount - this.lookedAtCount);
    return {
      id,
      brokerId,
      request,
      effects,
      startedBy,
      state: this.#state,
      stateReason: this.#stateReason ?? this.misfitSentence(),
      lookedAtCount: this.lookedAtCount,
      totalCount: this.totalCount,
      matchCount: this.#matchCount,
      perSecond,
      remainingSeconds: perSecond === null || this.#state !== 'running' ? null : Math.ceil(rest / perSecond),
      matches: this.#matches,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#endedAtMs,
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
    this.#matches.push(...matches);
    this.#roomBytes -= matchesBytes;
    this.#misfits = { count: this.#misfits.count + misfits.count, reason: this.#misfits.reason || misfits.reason };
  }

  private placeDone(placeIndex: number): void {
    this.setTotal(placeIndex, this.#lookedAtCounts[placeIndex] ?? 0);
    this.#cursor = { placeIndex: placeIndex + 1, after: null, lookedAtCount: 0 };
  }

  private setTotal(placeIndex: number, totalCount: number): void {
    const place = this.#places?.[placeIndex];
    if (place && this.#places) this.#places[placeIndex] = { ...place, totalCount };
  }

  private end(state: SearchState, reason: string | null): void {
    clearTimeout(this.#limit);
    this.#thread = null;
    this.#state = state;
    this.#stateReason = reason;
    this.#endedAtMs = this.world.clock.nowMs();
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
