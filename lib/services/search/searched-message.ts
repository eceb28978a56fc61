import type { BulkMessage } from '../../connectors/connector';
import type { BrowsedMessage, MessageProperties } from '../../model/message';

/** A message as a filter sees it: the body as it lies on the wire, the properties decoded only when asked for. */
export type SearchedMessage = Omit<BulkMessage, 'id'> & { readonly id: string | null };

export function toSearched({ properties, bodyBase64, ...message }: BrowsedMessage): SearchedMessage {
  return { ...message, body: Buffer.from(bodyBase64, 'base64'), properties: () => properties };
}

/** `bodySizeBytes` keeps the true size of a body that is cut. */
export function toBrowsed(message: SearchedMessage, bodyLimitBytes: number): BrowsedMessage {
  const { id, position, state, redelivered, exchange, routingKey, bodySizeBytes, enqueuedAtMs, deliveryCount } = message;
  const bodyBase64 = bodyOf(message).subarray(0, bodyLimitBytes).toString('base64');
  const properties = message.properties();
  return { id, position, state, redelivered, exchange, routingKey, properties, bodySizeBytes, bodyBase64, enqueuedAtMs, deliveryCount };
}

/** The body with Buffer's verbs; wrapped only when it is not one already, because there are hundreds of thousands a second. */
export const bodyOf = ({ body }: SearchedMessage): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.length);

/** The same as data, for another thread. */
export type PlainMessage = Omit<SearchedMessage, 'properties'> & { readonly properties: MessageProperties };

/** Spelled out: most messages are objects whose values are read from bytes when they are asked for. */
export const toPlain = (message: SearchedMessage): PlainMessage => ({
  id: message.id,
  position: message.position,
  state: message.state,
  redelivered: message.redelivered,
  exchange: message.exchange,
  routingKey: message.routingKey,
  bodySizeBytes: message.bodySizeBytes,
  enqueuedAtMs: message.enqueuedAtMs,
  deliveryCount: message.deliveryCount,
  body: message.body,
  properties: message.properties(),
});

export const fromPlain = ({ properties, ...message }: PlainMessage): SearchedMessage => ({ ...message, properties: () => properties });
