import { bodyOf } from '../../../amqp';
import type { QueueEntry } from '../../queue-entry';
import { readableProperties } from './browsed-message';

export type MessageFilter = (entry: QueueEntry) => boolean;

/** Plain containment, case-sensitive: in exchange, routing key, the body's bytes, or properties and headers as JSON; dearest last. */
export function containsText(text: string): MessageFilter {
  const bytes = Buffer.from(text, 'utf8');
  // What JSON would write, so that quotes and backslashes in the text are found as they are.
  const asJson = JSON.stringify(text).slice(1, -1);
  return (entry) => {
    const message = entry.published ?? entry.message;
    return (
      message.exchange.includes(text) ||
      message.routingKey.includes(text) ||
      bodyOf(message).includes(bytes) ||
      JSON.stringify(readableProperties(message)).includes(asJson)
    );
  };
}
