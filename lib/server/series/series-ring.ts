import { assert } from '../../base/assert';
import type { StoredPoint } from '../../db/series-points';
import { seriesFields } from '../../model/live';

const fieldCount = seriesFields.length;

/** The last points of one subject in flat arrays, oldest overwritten first; 44 bytes a point. */
export class SeriesRing {
  readonly #timesMs: Float64Array;
  readonly #values: Float32Array; // NaN: not told
  #start = 0;
  #length = 0;

  constructor(private readonly pointsMax: number) {
    assert(pointsMax > 0, 'a ring holds something');
    this.#timesMs = new Float64Array(pointsMax);
    this.#values = new Float32Array(pointsMax * fieldCount);
  }

  push(atMs: number, point: StoredPoint): void {
    const index = (this.#start + this.#length) % this.pointsMax;
    this.#timesMs[index] = atMs;
    for (let field = 0; field < fieldCount; field++) {
      const name = seriesFields[field];
      assert(name, 'the index is below the count');
      this.#values[index * fieldCount + field] = point[name] ?? Number.NaN;
    }
    if (this.#length < this.pointsMax) this.#length += 1;
    else this.#start = (this.#start + 1) % this.pointsMax;
  }

  get firstMs(): number | null {
    return this.#length === 0 ? null : (this.#timesMs[this.#start] ?? null);
  }

  /** Points at or after `sinceMs`, oldest first. */
  *since(sinceMs: number): Generator<{ atMs: number; point: StoredPoint }> {
    for (let offset = 0; offset < this.#length; offset++) {
      const index = (this.#start + offset) % this.pointsMax;
      const atMs = this.#timesMs[index] ?? 0;
      if (atMs >= sinceMs) yield { atMs, point: this.pointAt(index) };
    }
  }

  private pointAt(index: number): StoredPoint {
    const values = seriesFields.map((name, field) => {
      const value = this.#values[index * fieldCount + field] ?? Number.NaN;
      return [name, Number.isNaN(value) ? null : value] as const;
    });
    return Object.fromEntries(values) as StoredPoint; // one entry a field
  }
}
