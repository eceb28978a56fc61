import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatCounted,
  formatCountShort,
  formatDateTime,
  formatDistance,
  formatDuration,
  formatRate,
  formatRateInColumn,
} from './quantity';

describe('numbers for people', () => {
  it('keeps counts exact and never shows an absent one as zero', () => {
    expect(formatCount(12_345)).toBe('12,345');
    expect(formatCount(0)).toBe('0');
    expect(formatCount(null)).toBe('–');
  });

  it.each([
    [99_999, '99,999'],
    [123_456, '123 k'],
    [1_200_000, '1.2 M'],
    [1_999_999, '2 M'],
    [8_412, '8,412'],
  ])('shortens %i to %s', (count, text) => expect(formatCountShort(count)).toBe(text));

  it.each([
    [0, '0'],
    [0.04, '<0.1'],
    [0.4, '0.4'],
    [9.96, '10.0'],
    [12.4, '12'],
    [1_234_000, '1.23 M'],
    [-3.2, '-3.2'],
  ])('shows a rate of %d as %s', (rate, text) => expect(formatRate(rate)).toBe(text));

  it.each([
    [null, '–'],
    [0, '0'],
    [0.04, '<0.1'],
    [1, '1.0'],
    [12, '12'],
  ])('shows a rate of %d in a column as %s', (rate, text) => expect(formatRateInColumn(rate)).toBe(text));

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_024, '1 KiB'],
    [3_565_158, '3.4 MiB'],
    [1_000 * 1_024, '0.98 MiB'],
    [Number.MAX_SAFE_INTEGER, '8 PiB'],
  ])('shows %i bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [125, '2 min'],
    [3_600 * 3 + 300, '3 h 5 min'],
    [86_400 * 2 + 3_600, '2 d 1 h'],
    [86_400 * 12 + 3_600, '12 d'],
  ])('shows %d seconds as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it('marks UTC and counts nouns', () => {
    expect(formatDateTime(Date.UTC(2026, 10, 21, 14, 2, 7), 'utc')).toBe('2026-11-21 14:02:07 UTC');
    expect(formatCounted(1, 'queue')).toBe('1 queue');
    expect(formatCounted(2, 'match', 'matches')).toBe('2 matches');
  });

  describe('a distance in time', () => {
    it.each([
      [0, 'just now'],
      [-999, 'just now'],
      [999, 'just now'],
      [1_000, '1 s ago'],
      [-61_000, 'in 1 min'],
    ])('shows %d ms as %s', (distanceMs, text) => expect(formatDistance(distanceMs)).toBe(text));
  });
});
