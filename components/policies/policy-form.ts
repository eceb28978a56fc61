import type { PlainTable, PlainValue } from '@/lib/model/field-table';
import type { PolicyScope, ScopedPolicy } from '@/lib/model/policies/policy-scope';
import { findPolicySetting, policySettingsFor } from '@/lib/model/policies/policy-settings';
import type { QueueArgumentRow } from '@/lib/model/queue-arguments';
import { parseArgument } from '@/lib/model/queue-arguments/argument-text';
import type { Policy } from '@/lib/model/resources';

/** What the form holds: everything as typed. `kept` are settings that this console has no row for; they stay as they are. */
export type PolicyForm = {
  readonly virtualHost: string;
  readonly scope: PolicyScope;
  readonly name: string;
  readonly pattern: string;
  readonly applyTo: Policy['applyTo'];
  readonly priority: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly kept: PlainTable;
};

export const emptyPolicyForm = (virtualHost: string): PolicyForm => ({
  virtualHost,
  scope: 'user',
  name: '',
  pattern: '',
  applyTo: 'queues',
  priority: '0',
  settings: {},
  kept: {},
});

export function policyFormOf(policy: ScopedPolicy): PolicyForm {
  const entries = Object.entries(policy.definition);
  const isKnown = ([key]: [string, PlainValue]): boolean => findPolicySetting(key) !== null;
  return {
    ...policy,
    priority: String(policy.priority),
    settings: Object.fromEntries(entries.filter(isKnown).map(([key, value]) => [key, String(value)])),
    kept: Object.fromEntries(entries.filter((entry) => !isKnown(entry))),
  };
}

export const policyKeyOf = (row: QueueArgumentRow): string => row.policyKey ?? row.name;

/** The policy that the form describes, or what is wrong with it, by field. Settings that mean nothing for its scope are left out. */
export function parsePolicyForm(form: PolicyForm): { readonly policy: ScopedPolicy; readonly errors: Readonly<Record<string, string>> } {
  const errors: Record<string, string> = {};
  if (form.name.trim() === '') errors['name'] = 'Give the policy a name.';
  const priority = Number(form.priority.trim() || '0');
  if (!Number.isSafeInteger(priority)) errors['priority'] = 'Write a whole number.';
  const definition: Record<string, PlainValue> = { ...form.kept };
  for (const row of policySettingsFor(form.applyTo, form.scope)) {
    const key = policyKeyOf(row);
    const text = form.settings[key];
    if (text === undefined) continue;
    const parsed = parseArgument(row, text);
    if (parsed.error === null) definition[key] = parsed.value;
    else errors[key] = parsed.error;
  }
  if (Object.keys(definition).length === 0) errors['definition'] = 'Add at least one setting.';
  const { virtualHost, scope, name, pattern, applyTo } = form;
  return { policy: { virtualHost, scope, name, pattern, applyTo, priority: errors['priority'] ? 0 : priority, definition }, errors };
}
