import type { TypedTable } from '../../../model/field-table';
import { parseAgeMs } from '../../../model/queue-arguments/age';
import { integerOf } from '../../../model/queue-arguments/argument-fault';

/** Where a reader begins: RabbitMQ's x-stream-offset. Offsets count from 0; one that is still to come is waited for, one that is gone is the first. */
export type StreamOffset =
  | { readonly kind: 'first' | 'last' | 'next' }
  | { readonly kind: 'offset'; readonly offset: number }
  /** The first message that came at this moment or later. */
  | { readonly kind: 'time'; readonly sinceMs: number };

const ARGUMENT = 'x-stream-offset';

/** null when the value makes no sense; without the argument a reader gets what comes next. */
export function findStreamOffset(consumerArguments: TypedTable, nowMs: number): StreamOffset | null {
  const value = consumerArguments.find((field) => field.key === ARGUMENT)?.value;
  if (value === undefined) return { kind: 'next' };
  if (value.type === 'timestamp') return { kind: 'time', sinceMs: Number(value.value) * 1_000 };
  const offset = integerOf(value);
  if (offset !== null) return offset < 0 ? null : { kind: 'offset', offset };
  if (value.type !== 'string') return null;
  if (value.value === 'first' || value.value === 'last' || value.value === 'next') return { kind: value.value };
  const ageMs = parseAgeMs(value.value);
  return ageMs === null ? null : { kind: 'time', sinceMs: nowMs - ageMs };
}
