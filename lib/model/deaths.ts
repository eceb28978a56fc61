import type { TypedTable, TypedValue } from './field-table';
import type { BrowsedMessage, DeathRecord } from './message';

/**
 * The history that brokers write into a message's headers when they dead-letter it (RabbitMQ's docs/dlx).
 * x-death holds one record for each {queue, reason}, most recent first; `count` says how often.
 * What differs between brokers:
 * - RabbitMQ: `time` is the first death of that queue and reason; LavinMQ: the latest.
 * - RabbitMQ 3.13.0 to 3.13.2 don't keep the order of the records, so there the latest time has to decide.
 * - LavinMQ has a reason more, maxlenbytes, and never writes x-last-death-*.
 * - A publisher may have put anything in here: whatever doesn't fit is left out, never thrown at.
 */
export const deathHeader = 'x-death';

/** Most records that are read from one message: a crafted header can't make a page unbounded. */
export const deathsMax = 64;

/** Headers that brokers add on the way; a replayed message must not carry them on (RabbitMQ up to 3.13 would count on from them). */
export const brokerAddedHeaders = [
  'x-death',
  'x-first-death-queue',
  'x-first-death-reason',
  'x-first-death-exchange',
  'x-last-death-queue',
  'x-last-death-reason',
  'x-last-death-exchange',
  'x-delivery-count',
  'x-acquired-count',
  'x-stream-offset',
] as const;

export const headerOf = (headers: TypedTable | undefined, key: string): TypedValue | null =>
  headers?.find((entry) => entry.key === key)?.value ?? null;

const textOf = (value: TypedValue | null): string | null => (value?.type === 'string' ? value.value : null);

/** Whole numbers arrive in any of AMQP's widths, and as text from some clients. */
function countOf(value: TypedValue | null): number | null {
  if (value === null) return null;
  const number = Number(value.value);
  return typeof value.value !== 'object' && Number.isFinite(number) ? number : null;
}

const textsOf = (value: TypedValue | null): readonly string[] =>
  value?.type === 'array' ? value.value.flatMap((item) => (item.type === 'string' ? [item.value] : [])) : [];

/** The deaths of a message, most recent first as the broker wrote them; empty when it never died. */
export function readDeaths(headers: TypedTable | undefined): readonly DeathRecord[] {
  const list = headerOf(headers, deathHeader);
  if (list?.type !== 'array') return [];
  return list.value.slice(0, deathsMax).flatMap((item) => {
    if (item.type !== 'table') return [];
    const field = (key: string) => headerOf(item.value, key);
    const queue = textOf(field('queue'));
    const reason = textOf(field('reason'));
    if (queue === null || reason === null) return [];
    return [
      {
        queue,
        reason,
        count: countOf(field('count')) ?? 1,
        exchange: textOf(field('exchange')) ?? '',
        routingKeys: textsOf(field('routing-keys')),
        timeSeconds: countOf(field('time')),
        originalExpiration: textOf(field('original-expiration')),
      },
    ];
  });
}

/** Whether the records of x-death stand in the order of the deaths (see the head of this file). */
export const keepsDeathOrder = (product: string | null, version: string | null): boolean =>
  product !== 'RabbitMQ' || !/^3\.13\.[0-2](\D|$)/.test(version ?? '');

/** Where a dead letter came from: the queue it died in, and the exchange and keys it had been published with. */
export type DeadLetterOrigin = { readonly queue: string; readonly exchange: string; readonly routingKeys: readonly string[] };

/**
 * The latest death outside the queue where the message lies now; null when it never died elsewhere.
 * A message that died again in its dead-letter queue (say, expired there) still comes from where it failed first.
 */
export function originOf(headers: TypedTable | undefined, currentQueue: string, isOrdered = true): DeadLetterOrigin | null {
  const elsewhere = readDeaths(headers).filter((death) => death.queue !== currentQueue);
  const deaths = isOrdered ? elsewhere : [...elsewhere].sort((a, b) => (b.timeSeconds ?? 0) - (a.timeSeconds ?? 0));
  const latest = deaths[0];
  if (latest !== undefined) return { queue: latest.queue, exchange: latest.exchange, routingKeys: latest.routingKeys };
  const queue = textOf(headerOf(headers, 'x-first-death-queue'));
  if (queue === null || queue === currentQueue) return null;
  return { queue, exchange: textOf(headerOf(headers, 'x-first-death-exchange')) ?? '', routingKeys: [] };
}

/** What a reason of x-death means, in a sentence that follows the queue's name. */
export function reasonSentence(reason: string): string {
  switch (reason) {
    case 'rejected':
      return 'a consumer rejected it without requeue';
    case 'expired':
      return 'it waited longer than its time to live';
    case 'maxlen':
      return 'the queue was full: its length limit was reached';
    case 'maxlenbytes':
      return 'the queue was full: its limit of bytes was reached';
    case 'delivery_limit':
      return 'it was returned more often than the delivery limit allows';
    default:
      return `the broker gave the reason '${reason}'`;
  }
}

/** One stop on a message's way, oldest first: published, died (maybe several times), and where it lies now. */
export type Stop =
  | { readonly kind: 'published'; readonly exchange: string; readonly routingKeys: readonly string[] }
  | { readonly kind: 'died'; readonly death: DeathRecord }
  | { readonly kind: 'replayed'; readonly times: number }
  | { readonly kind: 'here'; readonly queue: string; readonly exchange: string; readonly routingKey: string };

/** Set by this console on what it replays, see services/operations. */
export const replayCountHeader = 'x-replay-count';
export const replayIdHeader = 'x-replay-id';

export function stopsOf(message: Pick<BrowsedMessage, 'exchange' | 'routingKey' | 'properties'>, currentQueue: string): readonly Stop[] {
  const headers = message.properties.headers;
  const deaths = readDeaths(headers);
  const oldest = deaths.at(-1);
  const published: Stop = oldest
    ? { kind: 'published', exchange: oldest.exchange, routingKeys: oldest.routingKeys }
    : { kind: 'published', exchange: message.exchange, routingKeys: [message.routingKey] };
  const replays = countOf(headerOf(headers, replayCountHeader)) ?? (headerOf(headers, replayIdHeader) === null ? 0 : 1);
  return [
    published,
    ...(replays > 0 ? [{ kind: 'replayed' as const, times: replays }] : []),
    ...[...deaths].reverse().map((death) => ({ kind: 'died' as const, death })),
    { kind: 'here', queue: currentQueue, exchange: message.exchange, routingKey: message.routingKey },
  ];
}
