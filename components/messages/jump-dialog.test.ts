import { expect, it } from 'vitest';
import { timeOf } from './jump-dialog';

it('reads the field by the zone that the console shows', () => {
  expect(timeOf('2026-11-25T14:02', 'utc')).toBe(Date.UTC(2026, 10, 25, 14, 2));
  expect(timeOf('2026-11-25T14:02:07', 'local')).toBe(new Date(2026, 10, 25, 14, 2, 7).getTime());
  expect(timeOf('', 'utc')).toBeNull();
});
