import { expect, it } from 'vitest';
import { type Series, type SeriesPoint, seriesFields } from '../model/live';
import { withPoints } from './series-window';

const values = (ready: number | null) =>
  Object.fromEntries(seriesFields.map((field) => [field, field === 'ready' ? ready : null])) as SeriesPoint['values'];
const point = (atMs: number, ready: number | null, subject = 'overview'): SeriesPoint => ({ subject, atMs, values: values(ready) });
const empty: Series = {
  subject: 'overview',
  timesMs: [],
  fields: Object.fromEntries(seriesFields.map((field) => [field, []])) as unknown as Series['fields'],
};

it('appends in order, keeps gaps as null, ignores repeats and other subjects, and forgets what left the window', () => {
  const first = withPoints(empty, [point(1_000, 1), point(2_000, null)], 3_000);
  expect(first.fields.ready).toEqual([1, null]);
  expect(withPoints(first, [point(2_000, 9), point(3_000, 5, 'queue:x')], 3_000)).toBe(first);
  const later = withPoints(first, [point(4_500, 4)], 3_000);
  expect(later.timesMs).toEqual([2_000, 4_500]);
  expect(later.fields.ready).toEqual([null, 4]);
  expect(later.fields.publish).toEqual([null, null]);
});
