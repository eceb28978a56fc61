import { expect, it } from 'vitest';
import { type Series, seriesFields } from '@/lib/model/live';
import { depthLines } from './chart-lines';
import { chartSummary } from './chart-summary';

const series = (ready: (number | null)[]): Series => ({
  subject: 'overview',
  timesMs: ready.map((_, index) => index * 1_000),
  fields: { ...(Object.fromEntries(seriesFields.map((field) => [field, ready.map(() => null)])) as unknown as Series['fields']), ready },
});

it('tells the newest value and the range, and what the broker did not tell', () => {
  expect(chartSummary(series([3, null, 40, 12]), depthLines, String)).toBe(
    'Ready now 12, from 3 to 40. Unacknowledged: not told by the broker.',
  );
  expect(chartSummary(series([]), depthLines, String)).toBe('No figures yet.');
});
