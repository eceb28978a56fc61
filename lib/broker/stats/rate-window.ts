import { assert } from '../../base/assert';

/** Seconds over which a rate is taken: short, so that a console sees movement with the next tick; not one tick, so that slow traffic does not flicker. */
const windowSamples = 5;

/**
 * The last few samples of a fixed set of figures and their change per second. A figure that stands still for the whole
 * window has rate 0. Before the first sample a figure counts as zero since `startedAtMs`.
 */
export class RateWindow {
  private readonly samples: Float64Array;
  private readonly timesMs = new Float64Array(windowSamples);
  private newest = 0;
  private count = 1;

  constructor(
    readonly fieldCount: number,
    startedAtMs: number,
  ) {
    this.samples = new Float64Array(fieldCount * windowSamples);
    this.timesMs[0] = startedAtMs;
  }

  /** Takes a sample. Returns whether any figure moved since the last one. */
  add(atMs: number, figures: Float64Array): boolean {
    assert(figures.length >= this.fieldCount, 'a sample holds every figure');
    const before = this.newest * this.fieldCount;
    let hasMoved = false;
    for (let field = 0; field < this.fieldCount && !hasMoved; field++) hasMoved = this.samples[before + field] !== figures[field];
    this.newest = (this.newest + 1) % windowSamples;
    this.count = Math.min(this.count + 1, windowSamples);
    this.samples.set(figures.subarray(0, this.fieldCount), this.newest * this.fieldCount);
    this.timesMs[this.newest] = atMs;
    return hasMoved;
  }

  /** Starts anew from these figures: they were so before anybody looked. */
  rebase(atMs: number, figures: Float64Array): void {
    this.newest = 0;
    this.count = 1;
    this.samples.set(figures.subarray(0, this.fieldCount));
    this.timesMs[0] = atMs;
  }

  latest(field: number): number {
    return this.samples[this.newest * this.fieldCount + field] ?? 0;
  }

  /** Per second over the window; negative when a level falls. */
  rate(field: number): number {
    const oldest = (this.newest - this.count + 1 + windowSamples) % windowSamples;
    const seconds = ((this.timesMs[this.newest] ?? 0) - (this.timesMs[oldest] ?? 0)) / 1_000;
    if (seconds <= 0) return 0;
    return (this.latest(field) - (this.samples[oldest * this.fieldCount + field] ?? 0)) / seconds;
  }

  get isStill(): boolean {
    for (let field = 0; field < this.fieldCount; field++) if (this.rate(field) !== 0) return false;
    return true;
  }
}
