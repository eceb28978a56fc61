import type { TypedTable, TypedValue } from '../field-table';
import { findQueueArgument, type QueueArgumentRow } from '../queue-arguments';
import type { QueueType } from '../resources';
import { parseAgeMs } from './age';
import { erlangTypeName } from './erlang-type-name';

/** What is wrong with one argument, in the words that RabbitMQ puts after `invalid arg 'x-…' for queue '…'`. */
export type ArgumentFault = { readonly argument: string; readonly reason: string };

/** First fault of these arguments for a queue of this type, or null. Arguments that no row names are kept and ignored, as in RabbitMQ. */
export function findArgumentFault(type: QueueType, table: TypedTable): ArgumentFault | null {
  for (const { key, value } of table) {
    const row = findQueueArgument(key);
    if (row === null) continue;
    const reason = row.queueTypes.includes(type) ? findValueFault(row, value) : `not supported by queue type ${type}`;
    if (reason !== null) return { argument: key, reason };
  }
  const routesDeadLetters = table.some((field) => field.key === 'x-dead-letter-routing-key');
  if (routesDeadLetters && !table.some((field) => field.key === 'x-dead-letter-exchange')) {
    return { argument: 'x-dead-letter-routing-key', reason: 'routing_key_but_no_dlx_defined' };
  }
  return null;
}

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
      return (row.choices ?? []).includes(value.value)
        ? null
        : `invalid value '${value.value}', expected one of ${(row.choices ?? []).join(', ')}`;
    case 'age':
      if (value.type !== 'string') return unacceptableType(value);
      return parseAgeMs(value.value) === null ? 'invalid_max_age' : null;
  }
}

function findNumberFault(row: QueueArgumentRow, value: TypedValue): string | null {
  const number = integerOf(value);
  if (number === null) return unacceptableType(value);
  if (number < 0 && (row.min ?? 0) >= 0) return `{value_negative,${number}}`;
  if (number < (row.min ?? 0)) return number === 0 ? '{value_zero,0}' : `{value_too_small,${number}}`;
  if (number > (row.max ?? Number.MAX_SAFE_INTEGER)) {
    return row.name === 'x-max-priority' ? `{max_value_exceeded,${number}}` : `{value_too_big,${number}}`;
  }
  return null;
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
