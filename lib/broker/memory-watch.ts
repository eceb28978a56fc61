import { HEAP_SHARE_MAX, type HeapFigures } from './heap';

/** A flood of delayed messages, 320,000 a second, takes some 11 MB meanwhile. */
const TICK_MS = 100;
/** An alarm ends when this share of the limit is free again: no flapping. */
const RELEASE_SHARE = 0.95;

export type MemoryFigures = {
  /** What the broker knows it keeps: queues, contents under way, output. */
  readonly accountedBytes: number;
  /** What the operating system says the process has; a guard for what nobody accounts. */
  readonly residentBytes: number;
  readonly heap: HeapFigures;
};

/** Resident memory alone never blocks: when this little is in use, the rest is garbage that a blocked publisher would not free. */
const GUARD_SHARE = 0.1;

/** Raises the memory alarm: on what is in use, on what the process takes while a good part of it is in use, and on its objects. */
export class MemoryWatch {
  isAlarmed = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    readonly limitBytes: number,
    private readonly figures: () => MemoryFigures,
    private readonly changed: (isAlarmed: boolean) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.check(), TICK_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  check(): void {
    const { accountedBytes, residentBytes, heap } = this.figures();
    const share = this.isAlarmed ? RELEASE_SHARE : 1;
    const limit = this.limitBytes * share;
    const isOver =
      accountedBytes > limit ||
      (residentBytes > limit && accountedBytes > limit * GUARD_SHARE) ||
      heap.usedBytes > heap.limitBytes * HEAP_SHARE_MAX * share;
    if (isOver === this.isAlarmed) return;
    this.isAlarmed = isOver;
    this.changed(isOver);
  }
}
