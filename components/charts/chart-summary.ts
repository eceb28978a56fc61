import type { Series } from '@/lib/model/live';
import { meanings } from '../ui/meaning';
import type { ChartLine } from './chart-lines';

/** What a chart shows, as sentences for those who don't see it: 'Published now 12, from 3 to 40.' */
export function chartSummary(series: Series, lines: readonly ChartLine[], format: (value: number | null) => string): string {
  if (series.timesMs.length === 0) return 'No figures yet.';
  return lines
    .map((line) => {
      const values = series.fields[line.field].filter((value) => value !== null);
      const { label } = meanings[line.meaning];
      if (values.length === 0) return `${label}: not told by the broker.`;
      const { low, high } = extent(values);
      return `${label} now ${format(series.fields[line.field].at(-1) ?? null)}, from ${format(low)} to ${format(high)}.`;
    })
    .join(' ');
}

function extent(values: readonly number[]): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
