import type { Clock } from '../../base/clock';
import { ExpiryTimer } from './expiry-timer';

/** x-expires: the queue goes when nobody has used it for so long. A use costs one assignment; the timer looks back when it fires. */
export class DisuseTimer {
  lastUsedMs: number;
  private expiresMs: number | null = null;
  private readonly timer = new ExpiryTimer(() => this.check());

  constructor(
    private readonly clock: Clock,
    private readonly queue: { readonly isInUse: () => boolean; readonly onUnused: () => void },
  ) {
    this.lastUsedMs = clock.nowMs();
  }

  touch(): void {
    this.lastUsedMs = this.clock.nowMs();
  }

  /** null: it never goes by itself. */
  setExpiresMs(expiresMs: number | null): void {
    if (expiresMs === this.expiresMs) return;
    this.expiresMs = expiresMs;
    this.timer.stop();
    this.arm();
  }

  close(): void {
    this.timer.close();
  }

  private check(): void {
    if (this.expiresMs === null) return;
    if (this.queue.isInUse()) this.touch();
    if (this.lastUsedMs + this.expiresMs <= this.clock.nowMs()) this.queue.onUnused();
    else this.arm();
  }

  private arm(): void {
    if (this.expiresMs !== null) this.timer.wakeAt(this.lastUsedMs + this.expiresMs, this.clock.nowMs());
  }
}
