import { expect, it } from 'vitest';
import type { Search } from './search';
import { coveragePercent, searchSentence } from './search-sentence';

const search = (part: Partial<Search>): Search => ({
  id: 's',
  request: { scopes: [{ brokerId: 'b', queues: [], acceptsEffects: false }], filter: '', plain: null },
  state: 'running',
  parts: [],
  lookedAtCount: 0,
  totalCount: 1_000,
  matchCount: 0,
  perSecond: null,
  remainingSeconds: null,
  matches: [],
  startedBy: 'Ada',
  startedAtMs: 0,
  endedAtMs: null,
  ...part,
});

it.each<[Partial<Search>, string]>([
  [{ lookedAtCount: 620, matchCount: 3, remainingSeconds: 40 }, '62 % of 1,000 messages looked at, 3 matches so far, about 40 s left.'],
  [{ lookedAtCount: 999 }, '99 % of 1,000 messages looked at, no match so far.'],
  [{ state: 'stopped', lookedAtCount: 400 }, '40 % of 1,000 messages looked at, no match so far. Stopped with 600 not looked at.'],
  [{ state: 'completed', lookedAtCount: 1_000 }, 'All 1,000 messages looked at: nothing found.'],
  [{ state: 'completed', lookedAtCount: 1_000, matchCount: 1 }, 'All 1,000 messages looked at: 1 match.'],
])('%#', (part, sentence) => {
  expect(searchSentence(search(part))).toBe(sentence);
});

it('never claims all before all was looked at', () => {
  for (const state of ['running', 'stopped', 'failed'] as const) {
    expect(searchSentence(search({ state, lookedAtCount: 999 }))).not.toContain('nothing found');
  }
  expect(coveragePercent({ state: 'running', lookedAtCount: 999_999, totalCount: 1_000_000 })).toBe(99);
  // All of what is known, but not at its end: the next queue may hold more.
  expect(coveragePercent({ state: 'failed', lookedAtCount: 10, totalCount: 10 })).toBe(99);
  expect(coveragePercent({ state: 'running', lookedAtCount: 0, totalCount: 0 })).toBe(0);
  expect(coveragePercent({ state: 'completed', lookedAtCount: 0, totalCount: 0 })).toBe(100);
});
