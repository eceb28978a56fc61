import type { PlainValue } from '../field-table';
import { formatBytes, formatCount, formatDuration } from '../quantity';
import type { QueueArgumentRow } from '../queue-arguments';
import { parseAgeMs } from './age';

const MS_PER_SECOND = 1_000;

/** A setting's value with its unit: 60000 of a TTL is '1 min'. */
export function formatArgument(row: QueueArgumentRow | null, value: PlainValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value);
  if (row?.kind === 'milliseconds') return value < MS_PER_SECOND ? `${value} ms` : formatDuration(value / MS_PER_SECOND);
  return row?.kind === 'bytes' ? formatBytes(value) : formatCount(value);
}

/** What an argument starts with when it is added to a form. */
export const initialArgument = (row: QueueArgumentRow): string => (row.kind === 'boolean' ? 'true' : (row.choices?.[0] ?? ''));

type Parsed = { readonly value: PlainValue; readonly error: null } | { readonly error: string };

/** A value as a person typed it, checked as the broker will check it. */
export function parseArgument(row: QueueArgumentRow, text: string): Parsed {
  const trimmed = text.trim();
  if (row.kind === 'boolean') return { value: trimmed === 'true', error: null };
  if (trimmed === '')
    return row.name === 'x-dead-letter-exchange' ? { value: '', error: null } : { error: 'Give a value or remove this setting.' };
  if (row.kind === 'text') return { value: text, error: null };
  if (row.kind === 'choice')
    return row.choices?.includes(trimmed) ? { value: trimmed, error: null } : { error: 'Choose one of the values.' };
  if (row.kind === 'age')
    return parseAgeMs(trimmed) === null ? { error: 'Write a number and one of Y M D h m s, like 7D.' } : { value: trimmed, error: null };
  return parseNumber(row, trimmed);
}

function parseNumber(row: QueueArgumentRow, text: string): Parsed {
  const value = Number(text.replaceAll(',', ''));
  if (!Number.isSafeInteger(value)) return { error: 'Write a whole number.' };
  if (row.min !== undefined && value < row.min) return { error: `At least ${formatCount(row.min)}.` };
  if (row.max !== undefined && value > row.max) return { error: `At most ${formatCount(row.max)}.` };
  return { value, error: null };
}
