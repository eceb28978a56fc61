/** A quarter of the shortest interval a client can ask for (1 s). */
const TICK_MS = 250;

export interface HeartbeatSubject {
  /** Sends a heartbeat when the peer heard nothing for half an interval, cuts the peer when it was silent for two (AMQP 0-9-1 4.2.7). */
  checkHeartbeat(nowMs: number): void;
}

/** One timer for all connections. */
export class HeartbeatMonitor {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly subjects: () => Iterable<HeartbeatSubject>,
    private readonly monotonicMs: () => number,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.check(), TICK_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private check(): void {
    const nowMs = this.monotonicMs();
    for (const subject of [...this.subjects()]) subject.checkHeartbeat(nowMs);
  }
}
