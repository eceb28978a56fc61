import type { Clock } from '../../base/clock';

const freeFailures = 3;
const firstDelayMs = 500;
const delayMaxMs = 8_000;
/** One address may try many accounts: it gets more free failures, then the same delays. */
const freeFailuresPerAddress = 20;
const forgetAfterMs = 15 * 60_000;
const keysMax = 10_000;
const waitingMax = 100;

type Failures = { count: number; lastAtMs: number };

/**
 * Slows guessing down without a lock-out that others could use against a person: after a few failures each further try
 * for that account, and from that address, waits longer and longer, up to 8 s. Known and unknown accounts are alike here.
 */
export class SignInThrottle {
  readonly #failures = new Map<string, Failures>();
  #waitingCount = 0;

  constructor(
    private readonly clock: Clock,
    private readonly sleep: (ms: number) => Promise<unknown>,
  ) {}

  /** Waits as long as earlier failures ask for; false when too many wait already (answer 'too-many-requests'). */
  async admit(email: string, address: string): Promise<boolean> {
    const delayMs = Math.max(this.delayMs(`email ${email}`, freeFailures), this.delayMs(`address ${address}`, freeFailuresPerAddress));
    if (delayMs === 0) return true;
    if (this.#waitingCount >= waitingMax) return false;
    this.#waitingCount += 1;
    try {
      await this.sleep(delayMs);
    } finally {
      this.#waitingCount -= 1;
    }
    return true;
  }

  failed(email: string, address: string): void {
    for (const key of [`email ${email}`, `address ${address}`]) {
      const failures = this.recent(key) ?? { count: 0, lastAtMs: 0 };
      this.#failures.delete(key); // to the end of the map: the first is the one untouched for longest
      this.#failures.set(key, { count: failures.count + 1, lastAtMs: this.clock.nowMs() });
    }
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= keysMax) break;
      this.#failures.delete(oldest);
    }
  }

  succeeded(email: string): void {
    this.#failures.delete(`email ${email}`);
  }

  private delayMs(key: string, freeCount: number): number {
    const count = this.recent(key)?.count ?? 0;
    return count < freeCount ? 0 : Math.min(delayMaxMs, firstDelayMs * 2 ** Math.min(count - freeCount, 10));
  }

  private recent(key: string): Failures | null {
    const failures = this.#failures.get(key);
    return failures && this.clock.nowMs() - failures.lastAtMs < forgetAfterMs ? failures : null;
  }
}
