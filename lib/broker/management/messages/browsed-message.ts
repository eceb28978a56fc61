import { bodyOf, ConnectionError, propertiesOf } from '../../../amqp';
import type { BrowsedMessage, MessageProperties } from '../../../model/message';
import type { Message } from '../../message';
import type { PeekedEntry, Queue } from '../../queue/queue';

/** One message as a browse shows it, its body cut to `bodyMaxBytes`. */
export function browsedMessage(queue: Queue, { position, state, entry }: PeekedEntry, bodyMaxBytes: number): BrowsedMessage {
  const message = entry.published ?? entry.message;
  return {
    id: String(entry.sequence),
    position,
    state,
    redelivered: entry.isRedelivered,
    exchange: message.exchange,
    routingKey: message.routingKey,
    properties: readableProperties(message),
    bodySizeBytes: message.bodySizeBytes,
    bodyBase64: bodyOf(message, bodyMaxBytes).toString('base64'),
    enqueuedAtMs: entry.enqueuedAtMs,
    deliveryCount: queue.identity.type === 'quorum' ? entry.deliveryCount : null,
  };
}

/** Properties that a client garbled must not hide the messages beside them: they show as none. */
export function readableProperties(message: Message): MessageProperties {
  try {
    return propertiesOf(message);
  } catch (error) {
    if (error instanceof ConnectionError) return {};
    throw error;
  }
}
