import type { RunOptions } from '../../model/operations';
import { operationLimits } from './operation-limits';

const canarySteps = [1, 10, 100] as const;

/** How many messages go next, and when. Pure: time comes in, so that it can be tested without waiting. */
export class Pace {
  private takenCount = 0;
  private allowance = 1;
  private lastAtMs: number;

  constructor(
    private readonly options: RunOptions,
    nowMs: number,
    /** Messages dealt with before a restart: the canary is not sung twice. */
    private readonly alreadyTaken: number,
  ) {
    this.lastAtMs = nowMs;
  }

  /** The step that the next batch belongs to ends here; null when the canary is done or was not asked for. */
  get canaryEnd(): number | null {
    if (!this.options.canary) return null;
    let end = 0;
    for (const step of canarySteps) {
      end += step;
      if (this.takenCount + this.alreadyTaken < end) return end;
    }
    return null;
  }

  /** True when what was taken so far ends a canary step: look before going on. */
  get isAtCanaryStop(): boolean {
    if (!this.options.canary) return false;
    let end = 0;
    return canarySteps.some((step) => {
      end += step;
      return this.takenCount + this.alreadyTaken === end;
    });
  }

  /** Messages that may go now; 0 means wait `waitMs`. */
  next(nowMs: number): number {
    const canaryRoom = this.canaryEnd === null ? operationLimits.batchSizeMax : this.canaryEnd - this.takenCount - this.alreadyTaken;
    return Math.min(operationLimits.batchSizeMax, canaryRoom, Math.floor(this.room(nowMs)));
  }

  taken(count: number): void {
    this.takenCount += count;
    if (this.options.ratePerSecond !== null) this.allowance -= count;
  }

  get waitMs(): number {
    const { ratePerSecond } = this.options;
    return ratePerSecond === null ? 0 : Math.max(1, Math.min(1_000, ((1 - this.allowance) / ratePerSecond) * 1_000));
  }

  /** A bucket that holds one message more than a tenth of a second's worth, so that no rate bursts. */
  private room(nowMs: number): number {
    const { ratePerSecond } = this.options;
    if (ratePerSecond === null) return Number.POSITIVE_INFINITY;
    const earned = ((nowMs - this.lastAtMs) / 1_000) * ratePerSecond;
    this.lastAtMs = nowMs;
    this.allowance = Math.min(1 + ratePerSecond / 10, this.allowance + earned);
    return this.allowance;
  }
}
