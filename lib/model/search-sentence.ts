import { formatCount, formatCounted, formatDuration } from './quantity';
import type { SearchCoverage, SearchPart, SearchSummary } from './search';

type Progress = SearchCoverage & { readonly state: SearchPart['state'] };

/** 0 to 100, rounded down: 100 is said only when everything was looked at. */
export function coveragePercent({ state, lookedAtCount, totalCount }: Pick<Progress, 'state' | 'lookedAtCount' | 'totalCount'>): number {
  if (state === 'completed') return 100;
  return totalCount === 0 ? 0 : Math.min(99, Math.floor((lookedAtCount / totalCount) * 100));
}

/** What a search knows so far, on one broker or on all; never 'nothing found' before all was looked at. */
export function coverageSentence(progress: Progress): string {
  const { state, lookedAtCount, totalCount, matchCount, remainingSeconds } = progress;
  if (state === 'completed') {
    const of = `All ${formatCounted(totalCount, 'message')} looked at`;
    return matchCount === 0 ? `${of}: nothing found.` : `${of}: ${matchesInWords(matchCount)}.`;
  }
  if (state === 'waiting') return 'Waits for its turn.';
  const matches = matchCount === 0 ? 'no match so far' : `${matchesInWords(matchCount)} so far`;
  const coverage = `${coveragePercent(progress)} % of ${formatCounted(totalCount, 'message')} looked at, ${matches}`;
  if (state === 'running') {
    return remainingSeconds === null ? `${coverage}.` : `${coverage}, about ${formatDuration(Math.max(1, remainingSeconds))} left.`;
  }
  const rest = formatCount(Math.max(0, totalCount - lookedAtCount));
  return `${coverage}. ${state === 'stopped' ? 'Stopped' : 'Broken off'} with ${rest} not looked at.`;
}

/** The whole search in a sentence; brokers that could not be searched to the end are counted, because their messages may not be. */
export function searchSentence(search: SearchSummary): string {
  const failedCount = search.parts.filter(({ state }) => state === 'failed').length;
  if (search.parts.length < 2 || failedCount === 0) return coverageSentence(search);
  const { lookedAtCount, matchCount } = search;
  const matches = matchCount === 0 ? 'no match there so far' : matchesInWords(matchCount);
  const reached = `${formatCounted(lookedAtCount, 'message')} looked at, ${matches}`;
  return `${reached}. ${failedCount} of ${search.parts.length} brokers could not be searched to the end.`;
}

const matchesInWords = (count: number): string => formatCounted(count, 'match', 'matches');
