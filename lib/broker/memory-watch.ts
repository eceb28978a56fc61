const TICK_MS = 500;
/** An alarm ends when this share of the limit is free again: no flapping. */
const RELEASE_SHARE = 0.95;

export type MemoryFigures = {
  /** What the broker knows it keeps: queues, contents under way, output. */
  readonly accountedBytes: number;
  /** What the operating system says the process has; a guard for what nobody accounts. */
  readonly residentBytes: number;
};

/** Resident memory alone never blocks: when this little is in use, the rest is garbage that a blocked publisher would not free. */
const GUARD_SHARE = 0.1;

/** Raises the memory alarm: on what is in use, and on what the process takes while a good part of it is in use. */
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
    const { accountedBytes, residentBytes } = this.figures();
    const limit = this.isAlarmed ? this.limitBytes * RELEASE_SHARE : this.limitBytes;
    const isOver = accountedBytes > limit || (residentBytes > limit && accountedBytes > limit * GUARD_SHARE);
    if (isOver === this.isAlarmed) return;
    this.isAlarmed = isOver;
    this.changed(isOver);
  }
}
