import type { MessageCounters } from './message-counters';

/** The counters that are sampled, each with its name in RabbitMQ's `message_stats`. The order is the samples' layout. */
export const counterFields = [
  ['publish', 'publish'],
  ['publishIn', 'publish_in'],
  ['publishOut', 'publish_out'],
  ['confirm', 'confirm'],
  ['deliver', 'deliver'],
  ['deliverNoAck', 'deliver_no_ack'],
  ['get', 'get'],
  ['getNoAck', 'get_no_ack'],
  ['getEmpty', 'get_empty'],
  ['redeliver', 'redeliver'],
  ['acknowledge', 'ack'],
  ['returnUnroutable', 'return_unroutable'],
  ['dropUnroutable', 'drop_unroutable'],
] as const satisfies readonly (readonly [keyof MessageCounters, string])[];

export const counterFieldCount = counterFields.length;

/** Adds the counters to `into[offset …]`: written out, because it runs for every queue each second. */
export function addCounters(counters: MessageCounters, into: Float64Array, offset = 0): void {
  let at = offset;
  const add = (value: number) => {
    into[at] = (into[at] ?? 0) + value;
    at++;
  };
  for (const [field] of counterFields) add(counters[field]);
}
