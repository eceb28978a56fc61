import type { RateWindow } from './rate-window';

/** Samples kept: an hour at one in five seconds. */
const samplesMax = 720;

export type HistorySample = { readonly sample: number; readonly timestamp: number };

/** The last hour of one object's figures, for charts. */
export class History {
  private readonly samples: Float64Array;
  private readonly timesMs = new Float64Array(samplesMax);
  private count = 0;

  constructor(private readonly fieldCount: number) {
    this.samples = new Float64Array(fieldCount * samplesMax);
  }

  add(atMs: number, window: RateWindow): void {
    const at = this.count % samplesMax;
    this.timesMs[at] = atMs;
    for (let field = 0; field < this.fieldCount; field++) this.samples[at * this.fieldCount + field] = window.latest(field);
    this.count++;
  }

  /**
   * RabbitMQ's samples of a figure, newest first: one for each multiple of `stepMs` within the last `ageMs`, as far back as
   * there is a record. `fields` are added up.
   */
  read(fields: readonly number[], ageMs: number, stepMs: number, nowMs: number): HistorySample[] {
    const found: HistorySample[] = [];
    let index = this.count - 1;
    for (let atMs = Math.floor(nowMs / stepMs) * stepMs; atMs > nowMs - ageMs && found.length < samplesMax; atMs -= stepMs) {
      while (index > this.oldest && this.timeAt(index) > atMs) index--;
      if (index < this.oldest || this.timeAt(index) > atMs) break;
      found.push({ sample: this.sum(index, fields), timestamp: atMs });
    }
    return found;
  }

  private get oldest(): number {
    return Math.max(0, this.count - samplesMax);
  }

  private timeAt(index: number): number {
    return this.timesMs[index % samplesMax] ?? 0;
  }

  private sum(index: number, fields: readonly number[]): number {
    const at = (index % samplesMax) * this.fieldCount;
    return fields.reduce((sum, field) => sum + (this.samples[at + field] ?? 0), 0);
  }
}
