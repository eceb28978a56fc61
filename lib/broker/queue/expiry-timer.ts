/** Node's timers end at 2^31-1 ms; a later moment is reached in steps. */
const TIMER_MAX_MS = 2_147_483_647;

/** One moment at which something is due. Setting an earlier one replaces it; the process may end meanwhile. */
export class ExpiryTimer {
  private timer: NodeJS.Timeout | null = null;
  private dueMs = Number.POSITIVE_INFINITY;
  private isClosed = false;

  constructor(private readonly onDue: () => void) {}

  /** `onDue` runs at `dueMs` or soon after, unless it is due sooner already. */
  wakeAt(dueMs: number, nowMs: number): void {
    if (dueMs >= this.dueMs || this.isClosed) return;
    this.stop();
    this.dueMs = dueMs;
    const delayMs = Math.min(Math.max(dueMs - nowMs, 0), TIMER_MAX_MS);
    this.timer = setTimeout(() => this.fire(), delayMs);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.dueMs = Number.POSITIVE_INFINITY;
  }

  /** For good: nothing sets it again. */
  close(): void {
    this.stop();
    this.isClosed = true;
  }

  private fire(): void {
    this.timer = null;
    this.dueMs = Number.POSITIVE_INFINITY;
    this.onDue();
  }
}
