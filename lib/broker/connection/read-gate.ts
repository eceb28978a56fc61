import type { Transport } from './transport';

/**
 * Why a socket is not read; several may hold at once. `answers`: the peer does not read what it asked for; `turn`: it is the
 * others' turn; `rest`: flow control or pacing stopped in the middle of a read, whose rest comes first.
 */
export const gateReason = { signIn: 1, deferred: 2, flow: 4, alarm: 8, pacing: 16, answers: 32, turn: 64, rest: 128 } as const;

/** Reading goes on while nothing holds the gate. */
export class ReadGate {
  private reasons = 0;

  constructor(private readonly transport: Transport) {}

  get isOpen(): boolean {
    return this.reasons === 0;
  }

  /** True while any of these (or-ed) reasons holds it. */
  isHeldFor(reasons: number): boolean {
    return (this.reasons & reasons) !== 0;
  }

  hold(reason: number): void {
    if (this.reasons === 0) this.transport.pause();
    this.reasons |= reason;
  }

  /** @param reasons one or several, or-ed */
  release(reasons: number): void {
    if ((this.reasons & reasons) === 0) return;
    this.reasons &= ~reasons;
    if (this.reasons === 0) this.transport.resume();
  }
}
