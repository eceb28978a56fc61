import { batchPointsMax, pointIntervalMs, type StoredPoint } from '../../db/series-points';
import type { SeriesBatch } from '../../db/series-repository';
import { type SeriesField, type SeriesSubject, seriesFields } from '../../model/live';

/** Depths and counts are as last seen in their interval; all other fields are rates, and averaged. */
const gauges: ReadonlySet<SeriesField> = new Set(['ready', 'unacknowledged', 'consumers']);
/** Points wait here only until the next flush; when the database fails for long, the oldest go. */
const pendingBatchesMax = 8;
/** A longer silence starts a new batch; a shorter one is filled with points that say nothing. */
const gapPointsMax = 6;

/** Folds one subject's polls into points of 10 s and keeps those that are not stored yet. */
export class PointFold {
  #slotMs: number | null = null;
  #sums = new Map<SeriesField, { sum: number; count: number }>();
  #pending: { startMs: number; points: StoredPoint[] }[] = [];

  add(atMs: number, point: StoredPoint): void {
    const slotMs = atMs - (atMs % pointIntervalMs);
    if (this.#slotMs !== null && slotMs > this.#slotMs) this.finishSlot();
    this.#slotMs = slotMs;
    for (const field of seriesFields) {
      const value = point[field];
      if (value === null) continue;
      const known = this.#sums.get(field);
      const isAveraged = known && !gauges.has(field);
      this.#sums.set(field, isAveraged ? { sum: known.sum + value, count: known.count + 1 } : { sum: value, count: 1 });
    }
  }

  /** Points that are complete and not stored yet, oldest first. */
  pending(): readonly { readonly atMs: number; readonly point: StoredPoint }[] {
    return this.#pending.flatMap(({ startMs, points }) =>
      points.map((point, index) => ({ atMs: startMs + index * pointIntervalMs, point })),
    );
  }

  /** Takes the complete points away; with `withOpenSlot` (at the end) also the one that is still filling. */
  take(subject: SeriesSubject, withOpenSlot: boolean): SeriesBatch[] {
    if (withOpenSlot && this.#slotMs !== null) this.finishSlot();
    const taken = this.#pending.map((batch) => ({ subject, ...batch }));
    this.#pending = [];
    return taken;
  }

  private finishSlot(): void {
    if (this.#slotMs === null || this.#sums.size === 0) return;
    const values = seriesFields.map((field) => {
      const known = this.#sums.get(field);
      return [field, known ? known.sum / known.count : null] as const;
    });
    this.append(this.#slotMs, Object.fromEntries(values) as StoredPoint); // one entry a field
    this.#slotMs = null;
    this.#sums = new Map();
  }

  private append(slotMs: number, point: StoredPoint): void {
    const last = this.#pending.at(-1);
    const missing = last ? (slotMs - last.startMs) / pointIntervalMs - last.points.length : -1;
    if (!last || missing < 0 || missing > gapPointsMax || last.points.length + missing >= batchPointsMax) {
      this.#pending.push({ startMs: slotMs, points: [point] });
      if (this.#pending.length > pendingBatchesMax) this.#pending.shift();
      return;
    }
    for (let count = 0; count < missing; count++) last.points.push(silence);
    last.points.push(point);
  }
}

const silence = Object.fromEntries(seriesFields.map((field) => [field, null])) as StoredPoint;
