import type { Scheduler } from '../store/disk';

type Timer = { readonly atMs: number; readonly run: () => void };

/** Time that stands still until the simulation moves it. */
export class SimulatedScheduler implements Scheduler {
  #turnEnd: (() => void)[] = [];
  readonly #timers = new Set<Timer>();

  constructor(public nowMs = 0) {}

  atEndOfTurn(run: () => void): void {
    this.#turnEnd.push(run);
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  endTurn(): void {
    const due = this.#turnEnd;
    this.#turnEnd = [];
    for (const run of due) run();
  }

  advance(ms: number): void {
    this.nowMs += ms;
    const due = [...this.#timers].filter((timer) => timer.atMs <= this.nowMs).sort((left, right) => left.atMs - right.atMs);
    for (const timer of due) {
      if (this.#timers.delete(timer)) timer.run();
    }
  }
}
