import type { TypedTable, TypedValue } from '../field-table';
import { findQueueArgument, type QueueArgumentRow } from '../queue-arguments';
import type { QueueType } from '../resources';
import { parseAgeMs } from './age';
import { erlangTypeName } from './erlang-type-name';

/** What is wrong with one argument; `textFor` says it in RabbitMQ's words, which clients and people search for. */
export type ArgumentFault = { readonly argument: string; textFor(resource: string): string };

/** RabbitMQ looks at values in this order, whatever the order on the wire, and names the first that is wrong. */
const checkedFirst: readonly string[] = [
  'x-dead-letter-exchange',
  'x-expires',
  'x-message-ttl',
  'x-dead-letter-routing-key',
  'x-dead-letter-strategy',
  'x-max-length',
  'x-max-length-bytes',
  'x-max-in-memory-length',
  'x-max-in-memory-bytes',
  'x-max-priority',
  'x-overflow',
  'x-queue-mode',
  'x-queue-version',
  'x-single-active-consumer',
  'x-quorum-initial-group-size',
  'x-max-age',
  'x-stream-max-segment-size-bytes',
  'x-initial-cluster-size',
  'x-queue-leader-locator',
];

/**
 * First fault of these arguments for a queue of this type, or null: values first, then what the type does not have.
 * Arguments that no row names are kept and ignored, as in RabbitMQ.
 */
export function findArgumentFault(type: QueueType, table: TypedTable): ArgumentFault | null {
  const known = table.flatMap(({ key, value }) => {
    const row = findQueueArgument(key);
    return row === null ? [] : [{ row, value }];
  });
  const own = known.filter(({ row }) => row.queueTypes.includes(type)).sort((left, right) => rankOf(left.row) - rankOf(right.row));
  for (const { row, value } of own) {
    const fault = findRowFault(row, value) ?? findCombinationFault(row, table);
    if (fault !== null) return fault;
  }
  const foreign = known.find(({ row }) => !row.queueTypes.includes(type));
  return foreign === undefined ? null : typeFault(foreign.row, type);
}

function rankOf(row: QueueArgumentRow): number {
  const rank = checkedFirst.indexOf(row.name);
  return rank < 0 ? checkedFirst.length : rank;
}

const typeFault = (row: QueueArgumentRow, type: QueueType): ArgumentFault => ({
  argument: row.name,
  textFor: (resource) => `invalid arg '${row.name}' for ${resource} of queue type rabbit_${type}_queue`,
});

function findRowFault(row: QueueArgumentRow, value: TypedValue): ArgumentFault | null {
  const reason = findValueFault(row, value);
  if (reason === null) return null;
  if (row.name !== 'x-dead-letter-exchange') return faultOf(row.name, reason);
  return { argument: row.name, textFor: (resource) => `invalid type '${erlangTypeName(value)}' for arg '${row.name}' in ${resource}` };
}

function findCombinationFault(row: QueueArgumentRow, table: TypedTable): ArgumentFault | null {
  const hasExchange = table.some((field) => field.key === 'x-dead-letter-exchange');
  if (row.name === 'x-dead-letter-routing-key' && !hasExchange) return faultOf(row.name, 'routing_key_but_no_dlx_defined');
  return null;
}

const faultOf = (argument: string, reason: string): ArgumentFault => ({
  argument,
  textFor: (resource) => `invalid arg '${argument}' for ${resource}: ${reason}`,
});

/** null when the value is acceptable for the row. Also used for policies, whose values arrive as JSON. */
export function findValueFault(row: QueueArgumentRow, value: TypedValue): string | null {
  switch (row.kind) {
    case 'milliseconds':
    case 'count':
    case 'bytes':
    case 'number':
      return findNumberFault(row, value);
    case 'boolean':
      return value.type === 'boolean' ? null : unacceptableType(value);
    case 'text':
      return value.type === 'string' ? null : unacceptableType(value);
    case 'choice':
      if (value.type !== 'string') return unacceptableType(value);
      return (row.choices ?? []).includes(value.value) ? null : choiceFault(row, value.value);
    case 'age':
      if (value.type !== 'string') return unacceptableType(value);
      return parseAgeMs(value.value) === null ? 'invalid_max_age' : null;
  }
}

function choiceFault(row: QueueArgumentRow, value: string): string {
  if (row.name === 'x-overflow') return 'invalid_overflow';
  if (row.name === 'x-queue-mode') return `"unsupported queue mode '${value}'"`;
  return `"unsupported value '${value}', expected one of ${(row.choices ?? []).join(', ')}"`;
}

function findNumberFault(row: QueueArgumentRow, value: TypedValue): string | null {
  const number = integerOf(value);
  if (number === null) return `"expected integer, got ${erlangTypeName(value)}"`;
  return isWithin(row, number) ? null : rangeFault(row, number);
}

const isWithin = (row: QueueArgumentRow, number: number): boolean =>
  number >= (row.min ?? 0) && number <= (row.max ?? Number.MAX_SAFE_INTEGER);

function rangeFault(row: QueueArgumentRow, number: number): string {
  if (row.name === 'x-queue-version') return `"unsupported queue version '${number}'"`;
  if (number < 0 && (row.min ?? 0) >= 0) return `{value_negative,${number}}`;
  if (number < (row.min ?? 0)) return number === 0 ? '{value_zero,0}' : `{value_too_small,${number}}`;
  return row.name === 'x-max-priority' ? `{max_value_exceeded,${number}}` : `{value_too_large,${number}}`;
}

/** The value of any AMQP integer, null for other types. Beyond 2^53 the bounds refuse it anyway. */
export function integerOf(value: TypedValue): number | null {
  switch (value.type) {
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
      return value.value;
    case 'int64':
      return Number(value.value);
    default:
      return null;
  }
}

const unacceptableType = (value: TypedValue): string => `{unacceptable_type,${erlangTypeName(value)}}`;
