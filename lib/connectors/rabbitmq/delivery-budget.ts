import { type Clock, systemClock } from '../../base/clock';
import type { QueueAddress } from '../connector';
import { rabbitmqLimits } from './rabbitmq-limits';

/**
 * Remembers queues in which a look met a message close to the delivery limit, so that the next look does not push it
 * over. Forgotten when the queue is emptied from here, or has been seen empty for a while: a busy RabbitMQ tells a quorum
 * queue's count as 0 when it can't find out in time (measured), so that one zero means nothing.
 */
export class DeliveryBudget {
  /** Queue → since when it is seen empty; null while it isn't. */
  private readonly exhausted = new Map<string, number | null>();

  constructor(private readonly clock: Clock = systemClock) {}

  isExhausted(queue: QueueAddress, readyCount: number): boolean {
    const key = keyOf(queue);
    const emptySinceMs = this.exhausted.get(key);
    if (emptySinceMs === undefined) return false;
    if (readyCount > 0) this.exhausted.set(key, null);
    else if (emptySinceMs === null) this.exhausted.set(key, this.clock.nowMs());
    else if (this.clock.nowMs() - emptySinceMs >= rabbitmqLimits.emptyForMs) this.exhausted.delete(key);
    return this.exhausted.has(key);
  }

  /** @returns true when this message must not be looked at again */
  note(queue: QueueAddress, deliveryCount: number | null, deliveryLimit: number | null): boolean {
    if (deliveryLimit === null || (deliveryCount ?? 0) < deliveryLimit - rabbitmqLimits.deliveryLimitReserve) return false;
    if (this.exhausted.size >= rabbitmqLimits.rememberedQueuesMax) {
      const [oldest] = this.exhausted.keys();
      if (oldest !== undefined) this.exhausted.delete(oldest);
    }
    this.exhausted.set(keyOf(queue), null);
    return true;
  }

  /** The queue was purged or deleted: whatever was close to the limit is gone. */
  forget(queue: QueueAddress): void {
    this.exhausted.delete(keyOf(queue));
  }
}

const keyOf = (queue: QueueAddress): string => JSON.stringify([queue.virtualHost, queue.name]);
