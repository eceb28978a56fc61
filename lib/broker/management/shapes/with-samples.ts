import { counterFields } from '../../stats/counter-fields';
import type { History } from '../../stats/history';
import type { SampledObject } from '../../stats/sampled-object';
import { hostOctets, level, octets } from '../../stats/statistics';
import type { Call } from '../http/call';
import { badRequest } from '../http/http-error';
import { isJsonObject, type JsonObject } from '../http/json-object';

const ageMaxSeconds = 3_600;
type Range = { readonly ageMs: number; readonly stepMs: number };
type Fields = Readonly<Record<string, readonly number[]>>;

const lengthFields: Fields = {
  messages: [level.messages],
  messages_ready: [level.ready],
  messages_unacknowledged: [level.unacknowledged],
};
const counterIndexes = new Map(counterFields.map(([, name], index) => [name as string, index]));
const indexesOf = (...names: string[]): number[] => names.flatMap((name) => counterIndexes.get(name) ?? []);
const statsFields: Fields = {
  ...Object.fromEntries([...counterIndexes].map(([name, index]) => [name, [index]])),
  deliver_get: indexesOf('deliver', 'deliver_no_ack', 'get', 'get_no_ack'),
};
const octetFields: Readonly<Record<'connection' | 'host', Fields>> = {
  connection: { recv_oct: [octets.received], send_oct: [octets.sent] },
  host: { recv_oct: [hostOctets.received], send_oct: [hostOctets.sent] },
};

/**
 * RabbitMQ's history on demand: with `lengths_age` and `lengths_incr`, `msg_rates_…` or `data_rates_…` in the query,
 * each `…_details` also has `samples`, `avg` and `avg_rate`. Seconds; what was not watched before has few samples at first.
 */
export function withSamples(
  call: Call,
  row: JsonObject,
  sampled: SampledObject | null,
  kind: 'connection' | 'host' | 'other' = 'other',
): JsonObject {
  const lengths = parseRange(call, 'lengths');
  const rates = parseRange(call, 'msg_rates');
  const data = parseRange(call, 'data_rates');
  if (sampled === null || (lengths === null && rates === null && data === null)) return row;
  const nowMs = Date.now();
  const history = call.statistics.histories.of(sampled, nowMs);
  let answer = lengths && kind !== 'connection' ? enrich(row, lengthFields, history, lengths, nowMs) : row;
  if (data && kind !== 'other') answer = enrich(answer, octetFields[kind], history, data, nowMs);
  const stats = answer['message_stats'];
  if (rates && isJsonObject(stats)) answer = { ...answer, message_stats: enrich(stats, statsFields, history, rates, nowMs) };
  return answer;
}

function parseRange(call: Call, name: string): Range | null {
  const age = call.query.get(`${name}_age`);
  const step = call.query.get(`${name}_incr`);
  if (age === null || step === null) return null;
  const [ageSeconds, stepSeconds] = [Number(age), Number(step)];
  if (!Number.isInteger(ageSeconds) || !Number.isInteger(stepSeconds) || ageSeconds < 1 || stepSeconds < 1)
    throw badRequest(`${name}_age and ${name}_incr are whole seconds`);
  return { ageMs: Math.min(ageSeconds, ageMaxSeconds) * 1_000, stepMs: stepSeconds * 1_000 };
}

function enrich(row: JsonObject, fields: Fields, history: History, { ageMs, stepMs }: Range, nowMs: number): JsonObject {
  const changed: Record<string, unknown> = { ...row };
  for (const [name, indexes] of Object.entries(fields)) {
    const details = row[`${name}_details`];
    if (!isJsonObject(details)) continue;
    const samples = history.read(indexes, ageMs, stepMs, nowMs);
    const newest = samples[0];
    const oldest = samples.at(-1);
    const seconds = newest && oldest ? (newest.timestamp - oldest.timestamp) / 1_000 : 0;
    changed[`${name}_details`] = {
      ...details,
      samples,
      avg: samples.length === 0 ? 0 : samples.reduce((sum, { sample }) => sum + sample, 0) / samples.length,
      avg_rate: newest && oldest && seconds > 0 ? (newest.sample - oldest.sample) / seconds : 0,
    };
  }
  return changed;
}
