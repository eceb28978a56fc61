import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { AmqpChannel, ChannelEvents, Delivery } from '../amqp/amqp-channel';
import { BatchReader } from './delivery-reader';
import { rabbitmqLimits } from './rabbitmq-limits';

/** A broker that hands out what it has, pausing before the last message for longer than a reader stays patient. */
class PausingChannel {
  events: ChannelEvents = {};
  readonly isOpen = true;
  readyCount = 3;

  async call({ name }: { readonly name: string }): Promise<{ readonly consumerTag: string }> {
    if (name === 'basic.consume') void this.handOut();
    return { consumerTag: 'reader' };
  }

  private async handOut(): Promise<void> {
    await sleep(1);
    for (; this.readyCount > 0; this.readyCount -= 1) {
      if (this.readyCount === 1) await sleep(rabbitmqLimits.quietMs * 1.5);
      this.events.onDelivery?.({ deliveryTag: 4 - this.readyCount } as Delivery);
    }
  }
}

it('takes a pause of the broker for no end of the queue', async () => {
  const channel = new PausingChannel();
  const reader = new BatchReader(channel as unknown as AmqpChannel, 'orders', 1_000, async () => channel.readyCount);
  reader.expect(1_000);
  const tags: number[] = [];
  for (let next = await reader.next(); next !== null; next = await reader.next()) tags.push(next.deliveryTag);
  expect(tags).toEqual([1, 2, 3]);
});
