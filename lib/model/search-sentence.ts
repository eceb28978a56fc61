import { formatCount, formatCounted, formatDuration } from './quantity';
import type { Search } from './search';

/** 0 to 100, rounded down: 100 is said only when everything was looked at. */
export const coveragePercent = (search: Pick<Search, 'lookedAtCount' | 'totalCount'>): number =>
  search.totalCount === 0 ? 100 : Math.floor((Math.min(search.lookedAtCount, search.totalCount) / search.totalCount) * 100);

/** What a search knows so far; never 'nothing found' before all was looked at. */
export function searchSentence(search: Search): string {
  const matches = search.matchCount === 0 ? 'no match' : formatCounted(search.matchCount, 'match', 'matches');
  if (search.state === 'completed') {
    const of = `All ${formatCounted(search.totalCount, 'message')} looked at`;
    return search.matchCount === 0 ? `${of}: nothing found.` : `${of}: ${matches}.`;
  }
  const coverage = `${coveragePercent(search)} % of ${formatCounted(search.totalCount, 'message')} looked at, ${search.matchCount === 0 ? 'no match so far' : `${matches} so far`}`;
  if (search.state === 'running') {
    return search.remainingSeconds === null
      ? `${coverage}.`
      : `${coverage}, about ${formatDuration(Math.max(1, search.remainingSeconds))} left.`;
  }
  const rest = formatCount(Math.max(0, search.totalCount - search.lookedAtCount));
  return `${coverage}. ${search.state === 'stopped' ? 'Stopped' : 'Broken off'} with ${rest} not looked at.`;
}
