import type { QueueAddress } from '../connector';
import { rabbitmqLimits } from './rabbitmq-limits';

/**
 * Remembers queues in which a look met a message close to the delivery limit, so that the next look does not push it
 * over. Forgotten when the queue has been seen empty, and never more than a bounded number.
 */
export class DeliveryBudget {
  private readonly exhausted = new Set<string>();

  isExhausted(queue: QueueAddress, readyCount: number): boolean {
    const key = keyOf(queue);
    if (readyCount === 0) this.exhausted.delete(key);
    return this.exhausted.has(key);
  }

  /** @returns true when this message must not be looked at again */
  note(queue: QueueAddress, deliveryCount: number | null, deliveryLimit: number | null): boolean {
    if (deliveryLimit === null || (deliveryCount ?? 0) < deliveryLimit - rabbitmqLimits.deliveryLimitReserve) return false;
    if (this.exhausted.size >= rabbitmqLimits.rememberedQueuesMax) {
      const [oldest] = this.exhausted;
      if (oldest !== undefined) this.exhausted.delete(oldest);
    }
    this.exhausted.add(keyOf(queue));
    return true;
  }
}

const keyOf = (queue: QueueAddress): string => JSON.stringify([queue.virtualHost, queue.name]);
