import type { Series } from '@/lib/model/live';

/** The last 15 minutes come second by second, what is older each 10 s: a longer silence than this is a gap, not a slope. */
const SILENCE_MS = 25_000;

/** Puts a point without values into each silence, so that a chart does not draw a line over time that nobody measured. */
export function withGaps(series: Series): Series {
  const { timesMs } = series;
  const gaps = timesMs.flatMap((timeMs, index) => (index > 0 && timeMs - (timesMs[index - 1] ?? timeMs) > SILENCE_MS ? [index] : []));
  if (gaps.length === 0) return series;
  const spread = <Value>(column: readonly Value[], filler: (index: number) => Value): Value[] => {
    const parts: Value[] = [];
    let from = 0;
    for (const gap of gaps) {
      parts.push(...column.slice(from, gap), filler(gap));
      from = gap;
    }
    return [...parts, ...column.slice(from)];
  };
  const fields = Object.entries(series.fields).map(([field, column]) => [field, spread<number | null>(column, () => null)]);
  return {
    subject: series.subject,
    timesMs: spread(timesMs, (index) => (timesMs[index - 1] ?? 0) + 1),
    fields: Object.fromEntries(fields) as Series['fields'],
  };
}
