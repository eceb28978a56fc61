/** Somewhat more than a tick: what moved with the last one is not idle. */
const idleAfterMs = 1_500;

/** RabbitMQ's `idle_since`: with the offset written out, and only while nothing happens. */
export const idleSince = (lastMovedAtMs: number): string | undefined =>
  Date.now() - lastMovedAtMs < idleAfterMs ? undefined : new Date(lastMovedAtMs).toISOString().replace('Z', '+00:00');
