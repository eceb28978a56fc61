import type { PlainTable, TypedTable, TypedValue } from '../field-table';
import { toTypedValue } from '../field-table-plain';
import { findQueueArgument, findQueueArgumentByPolicyKey, type QueueArgumentRow, type queueArguments } from '../queue-arguments';
import type { QueueType } from '../resources';
import { parseAgeMs } from './age';
import { findValueFault, integerOf } from './argument-fault';

/** What a queue does, after arguments and policies; null is `not set`. */
export type QueueSettings = {
  readonly messageTtlMs: number | null;
  readonly expiresMs: number | null;
  readonly maxLength: number | null;
  readonly maxLengthBytes: number | null;
  readonly overflow: 'drop-head' | 'reject-publish' | 'reject-publish-dlx';
  readonly deadLetterExchange: string | null;
  readonly deadLetterRoutingKey: string | null;
  readonly deadLetterStrategy: 'at-most-once' | 'at-least-once';
  /** Returns after which a message of a quorum queue is dead-lettered; null for no limit. */
  readonly deliveryLimit: number | null;
  readonly maxPriority: number | null;
  readonly singleActiveConsumer: boolean;
  /** How long a delivery may stay unacknowledged; null is the broker's default. */
  readonly consumerTimeoutMs: number | null;
  readonly maxAgeMs: number | null;
  readonly deduplication: boolean;
  readonly cacheSize: number | null;
  readonly cacheTtlMs: number | null;
};

/** Every row's setting is a field of QueueSettings: a row with another name does not compile. */
type SettingOfRows = Exclude<(typeof queueArguments)[number]['setting'], null>;
type SettingValue = number | string | boolean;

/** RabbitMQ 4's default. 3.x has none, which lets a poison message go round for ever. */
export const deliveryLimitDefault = 20;

const unset = {
  messageTtlMs: null,
  expiresMs: null,
  maxLength: null,
  maxLengthBytes: null,
  overflow: 'drop-head',
  deadLetterExchange: null,
  deadLetterRoutingKey: null,
  deadLetterStrategy: 'at-most-once',
  deliveryLimit: null,
  maxPriority: null,
  singleActiveConsumer: false,
  consumerTimeoutMs: null,
  maxAgeMs: null,
  deduplication: false,
  cacheSize: null,
  cacheTtlMs: null,
} as const satisfies Record<SettingOfRows, unknown> & QueueSettings;

/** The settings of a queue without arguments and policies: one object for all of them. */
export const defaultQueueSettings: QueueSettings = unset;

/**
 * What a queue does under its arguments and the two policies that match it. Pure: behaviours react to the difference
 * between two of its answers. Keys of policies that mean nothing for this type are ignored, as are values that don't fit.
 */
export function effectiveSettings(
  type: QueueType,
  queueArgumentTable: TypedTable,
  policy: PlainTable | null,
  operatorPolicy: PlainTable | null,
): QueueSettings {
  if (type === 'classic' && queueArgumentTable.length === 0 && policy === null && operatorPolicy === null) return defaultQueueSettings;
  const values = new Map<string, SettingValue>();
  for (const { key, value } of mergePolicies(policy, operatorPolicy)) {
    const row = findQueueArgumentByPolicyKey(key);
    if (row?.queueTypes.includes(type)) take(values, row, value);
  }
  for (const { key, value } of queueArgumentTable) {
    const row = findQueueArgument(key);
    if (row?.queueTypes.includes(type)) take(values, row, value);
  }
  if (type === 'quorum') limitDeliveries(values);
  return { ...unset, ...Object.fromEntries(values) };
}

/** The definition that is in force: operator values win where they are smaller. For `effective_policy_definition`. */
export function mergePolicyDefinitions(policy: PlainTable | null, operatorPolicy: PlainTable | null): PlainTable {
  const merged = new Map(Object.entries(policy ?? {}));
  for (const [key, value] of Object.entries(operatorPolicy ?? {})) {
    const own = merged.get(key);
    merged.set(key, typeof own === 'number' && typeof value === 'number' ? Math.min(own, value) : value);
  }
  return Object.fromEntries(merged);
}

function mergePolicies(policy: PlainTable | null, operatorPolicy: PlainTable | null): { key: string; value: TypedValue }[] {
  return Object.entries(mergePolicyDefinitions(policy, operatorPolicy)).map(([key, value]) => ({ key, value: toTypedValue(value) }));
}

/** Called for the policy first and for the argument then. */
function take(values: Map<string, SettingValue>, row: QueueArgumentRow, typed: TypedValue): void {
  if (row.setting === null || findValueFault(row, typed) !== null) return;
  const value = settingValue(row, typed);
  const before = values.get(row.setting);
  if (row.merge === 'smaller' && typeof before === 'number' && typeof value === 'number') {
    values.set(row.setting, smaller(before, value));
  } else {
    values.set(row.setting, value);
  }
}

/** -1, no limit, is the largest of all. */
function smaller(left: number, right: number): number {
  if (left < 0) return right;
  return right < 0 ? left : Math.min(left, right);
}

function settingValue(row: QueueArgumentRow, typed: TypedValue): SettingValue {
  if (row.kind === 'age') return parseAgeMs(typed.value as string) as number;
  return integerOf(typed) ?? (typed.value as string | boolean);
}

function limitDeliveries(values: Map<string, SettingValue>): void {
  const limit = values.get('deliveryLimit') ?? deliveryLimitDefault;
  if (typeof limit === 'number' && limit >= 0) values.set('deliveryLimit', limit);
  else values.delete('deliveryLimit');
}
