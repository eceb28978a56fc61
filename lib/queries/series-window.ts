import { type Series, type SeriesField, type SeriesPoint, seriesFields } from '../model/live';

type Columns = Record<SeriesField, (number | null)[]>;

/** Adds live points behind what is there and drops what is older than the window. Points not newer than the last are ignored. */
export function withPoints(series: Series, points: readonly SeriesPoint[], windowMs: number): Series {
  const lastMs = series.timesMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  const fresh = points.filter((point) => point.subject === series.subject && point.atMs > lastMs);
  const newest = fresh.at(-1);
  if (newest === undefined) return series;
  const from = firstAtOrAfter(series.timesMs, newest.atMs - windowMs);
  const timesMs = [...series.timesMs.slice(from), ...fresh.map((point) => point.atMs)];
  const fields = {} as Columns;
  for (const field of seriesFields) {
    fields[field] = [...(series.fields[field] ?? []).slice(from), ...fresh.map((point) => point.values[field] ?? null)];
  }
  return { subject: series.subject, timesMs, fields };
}

function firstAtOrAfter(timesMs: readonly number[], limitMs: number): number {
  const found = timesMs.findIndex((timeMs) => timeMs >= limitMs);
  return found === -1 ? timesMs.length : found;
}
