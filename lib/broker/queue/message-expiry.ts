import type { Clock } from '../../base/clock';
import type { QueueEntry } from '../queue-entry';
import { ExpiryTimer } from './expiry-timer';
import type { ReadyEntries } from './priority-lists';

/** Entries that one timer may expire before others get their turn. */
const EXPIRED_BATCH_MAX = 1_000;

/**
 * x-message-ttl and the publisher's expiration. Entries expire at the front only, as in RabbitMQ: what waits behind a lasting
 * message waits with it, and is never delivered once its time has passed.
 */
export class MessageExpiry {
  private readonly timer = new ExpiryTimer(() => this.expireDue());

  constructor(
    private readonly ready: ReadyEntries,
    private readonly clock: Clock,
    private readonly onExpired: (entry: QueueEntry) => void,
  ) {}

  /** The front may be another one now. */
  arm(): void {
    const expiresAtMs = this.ready.nextExpiryMs();
    if (expiresAtMs !== 0) this.timer.wakeAt(expiresAtMs, this.clock.nowMs());
  }

  /** Takes the first entry that has not expired; those that have are reported on the way. */
  takeFront(): QueueEntry | null {
    for (;;) {
      const entry = this.ready.shift();
      if (entry === null || entry.expiresAtMs === 0 || entry.expiresAtMs > this.clock.nowMs()) return entry;
      this.onExpired(entry);
    }
  }

  expireDue(): void {
    const nowMs = this.clock.nowMs();
    for (let count = 0; count < EXPIRED_BATCH_MAX; count += 1) {
      const entry = this.ready.shiftExpired(nowMs);
      if (entry === null) break;
      this.onExpired(entry);
    }
    this.arm();
  }

  /** Nothing waits any more. */
  stop(): void {
    this.timer.stop();
  }

  close(): void {
    this.timer.close();
  }
}
