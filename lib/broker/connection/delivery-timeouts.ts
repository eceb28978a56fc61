const CHECK_INTERVAL_MAX_MS = 30_000;
const CHECK_INTERVAL_MIN_MS = 100;
/** A timeout is noticed within this share of it, half a minute at most. */
const CHECKS_A_TIMEOUT = 10;

interface CheckedConnection {
  readonly channels: ReadonlyMap<number, { readonly number: number; checkDeliveries(nowMs: number, timeoutMs: number): void }>;
  failed(error: unknown, channelNumber: number): void;
}

/** Closes channels whose oldest delivery is out for longer than allowed. 0 is no limit. */
export function checkDeliveries(connection: CheckedConnection, nowMs: number, timeoutMs: number): void {
  for (const channel of [...connection.channels.values()]) {
    try {
      channel.checkDeliveries(nowMs, timeoutMs);
    } catch (error) {
      connection.failed(error, channel.number);
    }
  }
}

/** RabbitMQ's consumer timeout: one timer for all channels, so that a delivery costs nothing. */
export class DeliveryTimeouts {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly connections: () => Iterable<CheckedConnection>,
    private readonly timeoutMs: number,
    private readonly monotonicMs: () => number,
  ) {}

  start(): void {
    const intervalMs = this.timeoutMs === 0 ? CHECK_INTERVAL_MAX_MS : this.timeoutMs / CHECKS_A_TIMEOUT;
    this.timer = setInterval(() => this.check(), Math.min(Math.max(intervalMs, CHECK_INTERVAL_MIN_MS), CHECK_INTERVAL_MAX_MS));
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private check(): void {
    const nowMs = this.monotonicMs();
    for (const connection of [...this.connections()]) checkDeliveries(connection, nowMs, this.timeoutMs);
  }
}
