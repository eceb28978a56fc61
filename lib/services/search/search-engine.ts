import type { Clock } from '../../base/clock';
import type { Search, SearchSummary } from '../../model/search';
import type { Searches } from '../context';
import { ServiceError } from '../errors';
import { BackgroundSearch, type SearchStart } from './background-search';
import type { OpenSearchThread } from './open-search-thread';
import { searchLimits } from './search-limits';
import type { ConnectorRecipe } from './search-news';

type World = {
  readonly clock: Clock;
  readonly openThread: OpenSearchThread;
  /** Throws ServiceError 'not-found'. */
  readonly recipeOf: (brokerId: string) => ConnectorRecipe;
};

/** The searches of this console, running and over, kept in memory: bounded in number and lifetime. */
export class SearchEngine implements Searches {
  readonly #searches = new Map<string, BackgroundSearch>();

  constructor(private readonly world: World) {}

  start(start: SearchStart): Search {
    this.requireRoom();
    this.forget();
    const search = new BackgroundSearch(start, this.world);
    this.#searches.set(start.id, search);
    search.run();
    return search.describe();
  }

  /** Newest first. */
  list(): readonly SearchSummary[] {
    this.forget();
    return [...this.#searches.values()].map((search) => search.summarize()).reverse();
  }

  read(id: string): Search {
    return this.find(id).describe();
  }

  stop(id: string): Search {
    const search = this.find(id);
    search.stop();
    return search.describe();
  }

  resume(id: string): Search {
    const search = this.find(id);
    if (search.state === 'running') return search.describe();
    if (search.state !== 'stopped') throw new ServiceError('conflict', `This search is ${search.state} and can't go on. Start it again.`);
    this.requireRoom();
    search.run();
    return search.describe();
  }

  /** Ends all that run. */
  close(): void {
    for (const search of this.#searches.values()) search.stop();
    this.#searches.clear();
  }

  private find(id: string): BackgroundSearch {
    this.forget();
    const search = this.#searches.get(id);
    if (!search) throw gone();
    search.lastUsedAtMs = this.world.clock.nowMs();
    return search;
  }

  private requireRoom(): void {
    const running = [...this.#searches.values()].filter(({ state }) => state === 'running').length;
    if (running < searchLimits.runningMax) return;
    throw new ServiceError('conflict', `${running} searches are running already, as many as may at once. Stop one or wait for it.`);
  }

  /** What nobody asked for in a while goes, and the oldest of too many. Running ones stay: they are few. */
  private forget(): void {
    const nowMs = this.world.clock.nowMs();
    const resting = [...this.#searches].filter(([, { state }]) => state !== 'running');
    resting.sort(([, a], [, b]) => a.lastUsedAtMs - b.lastUsedAtMs);
    let excess = this.#searches.size - searchLimits.keptMax + 1;
    for (const [id, { lastUsedAtMs }] of resting) {
      if (excess <= 0 && nowMs - lastUsedAtMs < searchLimits.keptMs) continue;
      this.#searches.delete(id);
      excess -= 1;
    }
  }
}

const gone = (): ServiceError =>
  new ServiceError(
    'not-found',
    'This search is no longer kept: results stay for an hour after somebody last looked, and until the console restarts. Search again.',
  );
