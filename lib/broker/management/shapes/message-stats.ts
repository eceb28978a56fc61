import { counterFields } from '../../stats/counter-fields';
import type { MessageCounters } from '../../stats/message-counters';

/** Rates by field index: one object's window, or several added up. */
export type Rates = { rate(field: number): number };
export const summedRates = (all: readonly Rates[]): Rates => ({ rate: (field) => all.reduce((sum, one) => sum + one.rate(field), 0) });

export type Details = { readonly rate: number };
const still: Details = { rate: 0 };
export const details = (rate: number): Details => (rate === 0 ? still : { rate: Math.round(rate * 100) / 100 });

const fieldIndex = Object.fromEntries(counterFields.map(([field], index) => [field, index])) as Record<keyof MessageCounters, number>;
type Shown = readonly (readonly [keyof MessageCounters, string])[];
const shown = (...fields: (keyof MessageCounters)[]): Shown => counterFields.filter(([field]) => fields.includes(field));

const deliveryFields = ['deliver', 'deliverNoAck', 'get', 'getNoAck', 'getEmpty', 'redeliver', 'acknowledge'] as const;
/** Which counters RabbitMQ shows for which kind of object. */
export const shownFields = {
  queue: shown('publish', ...deliveryFields),
  exchange: shown('publishIn', 'publishOut'),
  channel: shown('publish', 'confirm', 'returnUnroutable', 'dropUnroutable', ...deliveryFields),
} as const;
/** RabbitMQ's `deliver_get`: everything handed to a client, one way or another. */
const handedOut = ['deliver', 'deliverNoAck', 'get', 'getNoAck'] as const;

export type MessageStats = { readonly [field: string]: number | Details };

/** `message_stats`, or undefined when nothing ever happened: RabbitMQ leaves it out then, too. */
export function messageStats(
  counters: MessageCounters,
  rates: Rates | undefined,
  kind: keyof typeof shownFields,
): MessageStats | undefined {
  const fields = shownFields[kind];
  // Most queues of many are idle: find that out before anything is built.
  if (!fields.some(([field]) => counters[field] > 0)) return undefined;
  const stats: Record<string, number | Details> = {};
  const rate = (field: keyof MessageCounters) => rates?.rate(fieldIndex[field]) ?? 0;
  for (const [field, name] of fields) {
    stats[name] = counters[field];
    stats[`${name}_details`] = details(rate(field));
  }
  if (kind !== 'exchange') {
    stats['deliver_get'] = handedOut.reduce((sum, field) => sum + counters[field], 0);
    stats['deliver_get_details'] = details(handedOut.reduce((sum, field) => sum + rate(field), 0));
  }
  return stats;
}
