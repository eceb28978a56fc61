import { expect, it } from 'vitest';
import { type Series, seriesFields } from '@/lib/model/live';
import { withGaps } from './series-gaps';

const series = (timesMs: number[], ready: (number | null)[]): Series => ({
  subject: 'overview',
  timesMs,
  fields: { ...(Object.fromEntries(seriesFields.map((field) => [field, timesMs.map(() => 0)])) as unknown as Series['fields']), ready },
});

it('breaks the line where nobody measured, and only there', () => {
  const broken = withGaps(series([0, 10_000, 60_000, 61_000], [1, 2, 3, 4]));
  expect(broken.timesMs).toEqual([0, 10_000, 10_001, 60_000, 61_000]);
  expect(broken.fields.ready).toEqual([1, 2, null, 3, 4]);
  expect(broken.fields.publish).toEqual([0, 0, null, 0, 0]);
  const steady = series([0, 1_000, 11_000], [1, 2, 3]);
  expect(withGaps(steady)).toBe(steady);
});
