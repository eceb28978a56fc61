import type { Destination, Queue } from '../queue/queue';
import { pacingLimits } from './flow-limits';

/** A connection as pacing sees it. */
export interface PacedPublisher {
  holdForPacing(): void;
  releaseFromPacing(): void;
}

type Hold = { readonly queue: Queue; readonly share: number; deliveredBefore: number; ticks: number };

/**
 * Lets fast consumers keep up with faster publishers. A publisher that fills a queue whose consumers are taking messages at
 * a high rate is not read for a few milliseconds, until they have caught up: most messages then go straight from socket to
 * socket instead of through the queue's pages. Consumers that are slow, stuck or busy hold nobody: backlogs are what queues
 * are for.
 *
 *   behind & delivering fast ──> held ──┬─ caught up ──────────────────> read on
 *                                       ├─ a few ticks have passed ────> read on, looked at again after the next read
 *                                       └─ consumers are not fast ─────> read on, this queue is left alone for a while
 */
export class PublisherPacing {
  private readonly held = new Map<PacedPublisher, Hold>();
  private readonly leftAloneUntilMs = new WeakMap<Queue, number>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly monotonicMs: () => number) {}

  /** Called after some publishes, with the queues of the last one. Those of a fanout share what one queue may be behind. */
  afterPublish(publisher: PacedPublisher, queues: readonly Destination[]): void {
    if (this.held.has(publisher)) return;
    const lookedAt = Math.min(queues.length, pacingLimits.queuesLookedAtMax);
    const share = 1 / lookedAt;
    for (let index = 0; index < lookedAt; index++) {
      const queue = queues[index];
      if (queue === undefined || !isQueue(queue) || !isBehind(queue, share) || this.isLeftAlone(queue)) continue;
      this.held.set(publisher, { queue, share, deliveredBefore: deliveredCount(queue), ticks: 0 });
      publisher.holdForPacing();
      this.timer ??= setInterval(this.tick, pacingLimits.tickMs);
      return;
    }
  }

  /** Called at the end of each turn: who waits for a queue that has caught up goes on at once. */
  endOfTurn(): void {
    if (this.held.size === 0) return;
    for (const [publisher, { queue, share }] of this.held) if (hasCaughtUp(queue, share)) this.release(publisher);
  }

  forget(publisher: PacedPublisher): void {
    this.held.delete(publisher);
    this.stopIfIdle();
  }

  private readonly tick = (): void => {
    for (const [publisher, hold] of this.held) {
      const delivered = deliveredCount(hold.queue);
      const isFast = delivered - hold.deliveredBefore >= pacingLimits.fastDeliveriesPerTick;
      hold.deliveredBefore = delivered;
      hold.ticks++;
      if (!isFast) this.leftAloneUntilMs.set(hold.queue, this.monotonicMs() + pacingLimits.leftAloneMs);
      if (!isFast || hold.ticks >= pacingLimits.ticksMax) this.release(publisher);
    }
  };

  private isLeftAlone(queue: Queue): boolean {
    return (this.leftAloneUntilMs.get(queue) ?? 0) > this.monotonicMs();
  }

  private release(publisher: PacedPublisher): void {
    this.held.delete(publisher);
    publisher.releaseFromPacing();
    this.stopIfIdle();
  }

  private stopIfIdle(): void {
    if (this.held.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }
}

/** A delayed exchange's waiting room is a destination, but nothing consumes from it. */
function isQueue(destination: Destination): destination is Queue {
  return 'consumerCount' in destination;
}

function isBehind(queue: Queue, share: number): boolean {
  if (queue.consumerCount === 0) return false;
  return queue.readyCount > pacingLimits.behindCount * share || queue.readyBytes > pacingLimits.behindBytes * share;
}

function hasCaughtUp(queue: Queue, share: number): boolean {
  return queue.readyCount <= pacingLimits.caughtUpCount * share && queue.readyBytes <= pacingLimits.caughtUpBytes * share;
}

function deliveredCount({ counters }: Queue): number {
  return counters.deliver + counters.deliverNoAck;
}
