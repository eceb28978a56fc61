import type { PlainTable, PlainValue, TypedTable, TypedValue } from './field-table';

/**
 * Between typed tables and the plain JSON of RabbitMQ's HTTP API. Plain to typed follows RabbitMQ's rules: whole numbers
 * become int32 when they fit and int64 otherwise, fractions double, null void. Typed to plain loses the widths.
 */
const INT32_MIN = -2_147_483_648;
const INT32_MAX = 2_147_483_647;

export function toPlainTable(table: TypedTable): PlainTable {
  // fromEntries and not assignment: a key may be `__proto__`.
  return Object.fromEntries(table.map(({ key, value }) => [key, toPlainValue(value)]));
}

export function toPlainValue(typed: TypedValue): PlainValue {
  switch (typed.type) {
    case 'table':
      return toPlainTable(typed.value);
    case 'array':
      return typed.value.map(toPlainValue);
    case 'int64':
    case 'timestamp': {
      const number = Number(typed.value);
      return Number.isSafeInteger(number) ? number : typed.value;
    }
    case 'decimal':
      return typed.value.digits / 10 ** typed.value.scale;
    case 'bytes':
    case 'longString':
      return typed.value;
    default:
      return typed.value;
  }
}

export function toTypedTable(table: PlainTable): TypedTable {
  return Object.entries(table).map(([key, value]) => ({ key, value: toTypedValue(value) }));
}

export function toTypedValue(value: PlainValue): TypedValue {
  if (value === null) return { type: 'void', value: null };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'number') return toTypedNumber(value);
  if (isList(value)) return { type: 'array', value: value.map(toTypedValue) };
  return { type: 'table', value: toTypedTable(value) };
}

function isList(value: readonly PlainValue[] | { readonly [key: string]: PlainValue }): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function toTypedNumber(value: number): TypedValue {
  if (!Number.isInteger(value)) return { type: 'double', value };
  if (value >= INT32_MIN && value <= INT32_MAX) return { type: 'int32', value };
  const INT64_LIMIT = 2 ** 63;
  return value >= -INT64_LIMIT && value < INT64_LIMIT ? { type: 'int64', value: BigInt(value).toString() } : { type: 'double', value };
}
