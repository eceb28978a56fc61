import { hash } from 'node:crypto';
import type { TypedTable } from '../../model/field-table';
import type { BrowsedMessage, MessageProperties } from '../../model/message';
import type { Delivery } from '../amqp/amqp-channel';

/** Headers that the broker itself writes at each delivery: no part of a message's identity. */
const volatileHeaders: ReadonlySet<string> = new Set(['x-delivery-count', 'x-acquired-count', 'x-stream-offset']);

export function toBrowsedMessage(delivery: Delivery, position: number, id: string | null): BrowsedMessage {
  const { content } = delivery;
  return {
    id,
    position,
    state: 'ready',
    redelivered: delivery.redelivered,
    exchange: delivery.exchange,
    routingKey: delivery.routingKey,
    properties: content.properties,
    bodySizeBytes: content.bodySizeBytes,
    bodyBase64: content.body.toString('base64'),
    enqueuedAtMs: null,
    deliveryCount: numberHeader(content.properties, 'x-delivery-count'),
  };
}

export function numberHeader(properties: MessageProperties, key: string): number | null {
  const value = properties.headers?.find((entry) => entry.key === key)?.value;
  if (value === undefined) return null;
  const number = Number(value.value);
  return Number.isFinite(number) ? number : null;
}

/**
 * RabbitMQ gives messages no id, so one is made of what the message is: where it came from, its properties without the
 * broker's own counters, and its whole body. Equal messages have equal fingerprints; they can't be told apart by anybody.
 */
export function fingerprintOf(delivery: Delivery): string {
  const { properties, bodyDigest } = delivery.content;
  // No headers and no headers but the broker's are the same: a quorum queue adds its own to some deliveries only.
  const { headers = none, ...others } = properties;
  const [exchange, routingKey, rest, digest] = [delivery.exchange, delivery.routingKey, others, bodyDigest].map((part) =>
    JSON.stringify(part),
  );
  const parts = `[${exchange},${routingKey},${rest},${ownHeadersText(headers)},${digest}]`;
  return hash('sha256', parts, 'base64url').slice(0, 22); // 132 bits
}

const none: TypedTable = [];
/** Messages that follow each other often share their headers (TableMemo). */
const ownHeadersTexts = new WeakMap<TypedTable, string>();

function ownHeadersText(headers: TypedTable): string {
  const text = ownHeadersTexts.get(headers) ?? JSON.stringify(headers.filter((entry) => !volatileHeaders.has(entry.key)));
  ownHeadersTexts.set(headers, text);
  return text;
}

/** Numbers equal fingerprints from the head, so that ids in one list differ: `f`, `f.2`, `f.3`. */
export class FingerprintCounter {
  private readonly counts = new Map<string, number>();

  nextId(fingerprint: string): string {
    const count = (this.counts.get(fingerprint) ?? 0) + 1;
    this.counts.set(fingerprint, count);
    return count === 1 ? fingerprint : `${fingerprint}.${count}`;
  }
}

export const fingerprintOfId = (id: string): string => id.split('.')[0] ?? id;
