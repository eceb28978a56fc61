import type { Feature } from '@/components/ui/feature-chips';
import type { PlainValue } from '@/lib/model/field-table';
import type { PolicyEffect, SettingChange } from '@/lib/model/policies/policy-effect';
import type { PolicyScope, ScopedPolicy } from '@/lib/model/policies/policy-scope';
import { alternateExchangeRow, findPolicySetting } from '@/lib/model/policies/policy-settings';
import { formatCount, formatCounted } from '@/lib/model/quantity';
import { findQueueArgument, type QueueArgumentRow } from '@/lib/model/queue-arguments';
import { formatArgument } from '@/lib/model/queue-arguments/argument-text';
import type { Policy } from '@/lib/model/resources';

export const scopeLabels: Readonly<Record<PolicyScope, string>> = { user: 'policy', operator: 'operator policy' };

export const applyToLabels: Readonly<Record<Policy['applyTo'], string>> = {
  all: 'queues and exchanges',
  queues: 'queues',
  exchanges: 'exchanges',
  classic_queues: 'classic queues',
  quorum_queues: 'quorum queues',
  streams: 'streams',
};

/** The settings of a policy in words, with their units. */
export const policyFeatures = (policy: ScopedPolicy): readonly Feature[] =>
  Object.entries(policy.definition).map(([key, value]) => {
    const row = findPolicySetting(key);
    return {
      label: `${row?.label ?? key} ${valueInWords(row, value)}`,
      explanation: row?.help ?? 'A setting that this console only passes on.',
    };
  });

const rowOf = (key: string): QueueArgumentRow | null => (key === alternateExchangeRow.name ? alternateExchangeRow : findQueueArgument(key));

/** 'Max length: not set → 1,000' in its three parts. */
export function settingInWords({ key, before, after }: SettingChange): { label: string; before: string; after: string } {
  const row = rowOf(key);
  const words = (value: PlainValue): string => (value === null ? 'not set' : valueInWords(row, value));
  return { label: row?.label ?? key, before: words(before), after: words(after) };
}

const valueInWords = (row: QueueArgumentRow | null, value: PlainValue): string => (value === '' ? '(default)' : formatArgument(row, value));

/** Which things a policy is about, and what becomes of them, in sentences. */
export function effectSentences(effect: PolicyEffect): readonly string[] {
  const { queueCount, exchangeCount, changedCount, overriddenCount } = effect;
  const matched = [
    ...(queueCount > 0 || exchangeCount === 0 ? [formatCounted(queueCount, 'queue')] : []),
    ...(exchangeCount > 0 ? [formatCounted(exchangeCount, 'exchange')] : []),
  ].join(' and ');
  const first = queueCount + exchangeCount === 0 ? 'It matches nothing that is there now.' : `It matches ${matched}.`;
  const changes = changedCount === 0 ? 'Nothing changes now.' : `Settings of ${formatCount(changedCount)} change at once.`;
  const overridden =
    overriddenCount === 0 ? [] : [`On ${formatCount(overriddenCount)} of them another policy is stronger and stays in force.`];
  return [first, changes, ...overridden];
}

/** What cannot be taken back by changing the policy again. */
export const lossSentence = (effect: PolicyEffect): string | null =>
  effect.droppedMessageCount === 0
    ? null
    : `${formatCounted(effect.droppedMessageCount, 'message')} above the new maximum ${effect.droppedMessageCount === 1 ? 'is' : 'are'} dropped or dead-lettered at once. Undo does not bring them back.`;
