import { RateWindow } from './rate-window';

/** The sampler's memory of one queue, exchange, channel, connection or virtual host. */
export class SampledObject {
  readonly window: RateWindow;
  /** Grows whenever a figure or a rate differs from the last tick's: keys cached rows. */
  revision = 1;
  /** When a figure last moved, ms since the epoch. */
  movedAtMs: number;
  private isStill = false;
  private smoothedCapacity: number | null = null;

  constructor(fieldCount: number, startedAtMs: number) {
    this.window = new RateWindow(fieldCount, startedAtMs);
    this.movedAtMs = startedAtMs;
  }

  add(atMs: number, figures: Float64Array): void {
    const hasMoved = this.window.add(atMs, figures);
    if (hasMoved) this.movedAtMs = atMs;
    // A rate goes on falling while the window empties, then there is nothing more to tell.
    if (hasMoved || !this.isStill) this.revision++;
    this.isStill = !hasMoved && this.window.isStill;
  }

  /** Share of the time, 0 … 1 in hundredths, in which consumers could have been served at once; null before it was looked at. */
  get capacity(): number | null {
    return this.smoothedCapacity === null ? null : Math.round(this.smoothedCapacity * 100) / 100;
  }

  noteCapacity(capacity: 0 | 1): void {
    const before = this.capacity;
    this.smoothedCapacity = this.smoothedCapacity === null ? capacity : this.smoothedCapacity * 0.8 + capacity * 0.2;
    if (this.capacity !== before) this.revision++;
  }
}
