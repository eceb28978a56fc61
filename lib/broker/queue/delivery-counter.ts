import { bodyOf, propertiesOf } from '../../amqp';
import { createMessage } from '../create-message';
import type { QueueEntry } from '../queue-entry';

const HEADER = 'x-delivery-count';

/**
 * Quorum queues show consumers how often a message was returned before, in x-delivery-count. The first delivery to a
 * consumer has none, and basic.get always has one, as in RabbitMQ. The header is on the copy that goes out only; what is kept stays as it was published.
 */
export class DeliveryCounter {
  show(entry: QueueEntry): void {
    const { message } = entry;
    message.retain(); // it comes back when the delivery does
    const properties = propertiesOf(message);
    const headers = (properties.headers ?? []).filter((field) => field.key !== HEADER);
    const count = { key: HEADER, value: { type: 'int64', value: String(entry.deliveryCount) } } as const;
    entry.published = message;
    const shown = { ...properties, headers: [...headers, count] };
    entry.message = createMessage(message.exchange, message.routingKey, shown, bodyOf(message));
  }

  hide(entry: QueueEntry): void {
    if (entry.published !== null) entry.message = entry.published;
    entry.published = null;
  }
}
