import type { TypedTable, TypedValue } from '../../model/field-table';
import type { MessageProperties } from '../../model/message';
import type { DeathReason } from './queue';

/** One death, as the queue saw it. */
export type Death = {
  readonly queue: string;
  readonly reason: DeathReason;
  /** Where the message had been published to before it came to the queue, and with what key. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly timeSeconds: number;
  /** x-dead-letter-routing-key is set: the dead letter keeps no keys of its own, nor its CC. */
  readonly replacesRoutingKeys: boolean;
};

const string = (value: string): TypedValue => ({ type: 'string', value });
const findValue = (table: TypedTable, key: string): TypedValue | null => table.find((field) => field.key === key)?.value ?? null;
const without = (table: TypedTable, ...keys: readonly string[]): TypedTable => table.filter((field) => !keys.includes(field.key));
const holds = (table: TypedTable, key: string, text: string): boolean => {
  const value = findValue(table, key);
  return value?.type === 'string' && value.value === text;
};

/** Entries of x-death, newest first; what is not a table in it does not count. */
export function deathsOf(headers: TypedTable): TypedTable[] {
  const value = findValue(headers, 'x-death');
  return value?.type === 'array' ? value.value.flatMap((item) => (item.type === 'table' ? [item.value] : [])) : [];
}

/** Properties of the dead letter: history added, expiration moved into it, BCC gone. RabbitMQ docs/dlx. */
export function withDeath(properties: MessageProperties, death: Death): MessageProperties {
  const headers = properties.headers ?? [];
  const { expiration, ...kept } = properties;
  const isFirst = findValue(headers, 'x-death') === null;
  const dropped = ['x-death', 'BCC', ...(death.replacesRoutingKeys ? ['CC'] : []), ...(isFirst ? firstDeathKeys : [])];
  const history: TypedTable = [
    ...without(headers, ...dropped, ...lastDeathKeys),
    ...(isFirst ? topLevel('x-first-death', death) : []),
    ...topLevel('x-last-death', death),
    { key: 'x-death', value: { type: 'array', value: nextDeaths(headers, death, expiration).map(tableValue) } },
  ];
  return { ...kept, headers: history };
}

const firstDeathKeys = ['x-first-death-queue', 'x-first-death-reason', 'x-first-death-exchange'];
const lastDeathKeys = ['x-last-death-queue', 'x-last-death-reason', 'x-last-death-exchange'];
const tableValue = (value: TypedTable): TypedValue => ({ type: 'table', value });

const topLevel = (prefix: 'x-first-death' | 'x-last-death', death: Death): TypedTable => [
  { key: `${prefix}-exchange`, value: string(death.exchange) },
  { key: `${prefix}-queue`, value: string(death.queue) },
  { key: `${prefix}-reason`, value: string(death.reason) },
];

/** One entry a queue and reason: a repeated death counts up, keeps its first time and keys, and moves to the front. */
function nextDeaths(headers: TypedTable, death: Death, expiration: string | undefined): TypedTable[] {
  const deaths = grouped(deathsOf(headers));
  const same = deaths.find((entry) => holds(entry, 'queue', death.queue) && holds(entry, 'reason', death.reason));
  if (same === undefined) return [firstDeath(headers, death, expiration), ...deaths];
  return [countedUp(same), ...deaths.filter((entry) => entry !== same)];
}

/** RabbitMQ before 3.6 wrote an entry for each death, without a count: of those the first of each queue and reason stays, counted. */
function grouped(deaths: TypedTable[]): TypedTable[] {
  if (deaths.length < 2) return deaths;
  const groups = new Map<string, { readonly first: TypedTable; size: number }>();
  for (const entry of deaths) {
    const key = JSON.stringify([findValue(entry, 'queue'), findValue(entry, 'reason')]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: entry, size: 1 });
    else group.size += 1;
  }
  return [...groups.values()].map(({ first, size }) => (findValue(first, 'count') === null ? [counted(size), ...first] : first));
}

const counted = (count: number): TypedTable[number] => ({ key: 'count', value: { type: 'int64', value: String(count) } });

function firstDeath(headers: TypedTable, death: Death, expiration: string | undefined): TypedTable {
  const carbonCopies = findValue(headers, 'CC');
  const copies = carbonCopies?.type === 'array' ? carbonCopies.value.filter((item) => item.type === 'string') : [];
  return [
    counted(1),
    { key: 'reason', value: string(death.reason) },
    { key: 'queue', value: string(death.queue) },
    { key: 'time', value: { type: 'timestamp', value: String(death.timeSeconds) } },
    { key: 'exchange', value: string(death.exchange) },
    { key: 'routing-keys', value: { type: 'array', value: [string(death.routingKey), ...copies] } },
    ...(expiration === undefined ? [] : [{ key: 'original-expiration', value: string(expiration) }]),
  ];
}

function countedUp(entry: TypedTable): TypedTable {
  if (findValue(entry, 'count') === null) return [counted(1), ...entry];
  return entry.map((field) => {
    if (field.key !== 'count') return field;
    const count = Number(field.value.value);
    return counted(Number.isSafeInteger(count) ? count + 1 : 1);
  });
}

/**
 * Whether a dead letter with these headers would go round for ever by coming to `queue` again: it has died there before and
 * nobody rejected it since. Then it is dropped. RabbitMQ docs/dlx, "automatic dead-letter cycles".
 */
export function isDeathCycle(headers: TypedTable, queue: string): boolean {
  for (const entry of deathsOf(headers)) {
    if (holds(entry, 'reason', 'rejected')) return false;
    if (holds(entry, 'queue', queue)) return true;
  }
  return false;
}
