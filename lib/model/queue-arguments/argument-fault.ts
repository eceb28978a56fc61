import type { TypedTable, TypedValue } from '../field-table';
import { findQueueArgument, type QueueArgumentRow } from '../queue-arguments';
import type { QueueType } from '../resources';
import { parseAgeMs } from './age';
import { erlangTypeName } from './erlang-type-name';

/** What is wrong with one argument; `textFor` says it in RabbitMQ's words, which clients and people search for. */
export type ArgumentFault = { readonly argument: string; textFor(resource: string): string };

/** First fault of these arguments for a queue of this type, or null. Arguments that no row names are kept and ignored, as in RabbitMQ. */
export function findArgumentFault(type: QueueType, table: TypedTable): ArgumentFault | null {
  for (const { key, value } of table) {
    const row = findQueueArgument(key);
    const fault = row === null ? null : findRowFault(row, type, value);
    if (fault !== null) return fault;
  }
  const routesDeadLetters = table.some((field) => field.key === 'x-dead-letter-routing-key');
  if (!routesDeadLetters || table.some((field) => field.key === 'x-dead-letter-exchange')) return null;
  return faultOf('x-dead-letter-routing-key', 'routing_key_but_no_dlx_defined');
}

function findRowFault(row: QueueArgumentRow, type: QueueType, value: TypedValue): ArgumentFault | null {
  if (!row.queueTypes.includes(type)) {
    return { argument: row.name, textFor: (resource) => `invalid arg '${row.name}' for ${resource} of queue type rabbit_${type}_queue` };
  }
  const reason = findValueFault(row, value);
  if (reason === null) return null;
  if (row.kind !== 'text') return faultOf(row.name, reason);
  return { argument: row.name, textFor: (resource) => `invalid type '${erlangTypeName(value)}' for arg '${row.name}' in ${resource}` };
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
  if (number === null) return value.type === 'string' ? '"expected integer, got longstr"' : unacceptableType(value);
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
