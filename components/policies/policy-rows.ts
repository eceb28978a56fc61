import type { ScopedPolicy } from '@/lib/model/policies/policy-scope';
import { formatCount, formatCounted } from '@/lib/model/quantity';
import type { Exchange, Queue } from '@/lib/model/resources';
import type { PolicyRow } from './policy-columns';

const keyOf = (scope: ScopedPolicy['scope'], virtualHost: string, name: string): string => JSON.stringify([scope, virtualHost, name]);

/** Policies with the number of queues and exchanges that the broker says they are in force on. */
export function policyRows(
  policies: readonly ScopedPolicy[] | undefined,
  queues: readonly Queue[] | undefined,
  exchanges: readonly Exchange[] | undefined,
): readonly PolicyRow[] | undefined {
  if (policies === undefined || queues === undefined || exchanges === undefined) return undefined;
  const counts = new Map<string, number>();
  const count = (scope: ScopedPolicy['scope'], virtualHost: string, name: string | null) => {
    if (name === null || name === '') return;
    const key = keyOf(scope, virtualHost, name);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const { virtualHost, policy, operatorPolicy } of queues) {
    count('user', virtualHost, policy);
    count('operator', virtualHost, operatorPolicy);
  }
  for (const { virtualHost, policy } of exchanges) count('user', virtualHost, policy);
  return policies.map((policy) => ({ policy, inForceCount: counts.get(keyOf(policy.scope, policy.virtualHost, policy.name)) ?? 0 }));
}

/** How many there are, and what matters about them: those that do nothing. */
export function policiesSentence(rows: readonly PolicyRow[]): string {
  if (rows.length === 0) return 'Queues and exchanges have only the settings that they were declared with.';
  const unused = rows.filter(({ inForceCount }) => inForceCount === 0).length;
  const all = `${formatCounted(rows.length, 'policy', 'policies')}.`;
  if (unused === 0) return `${all} Each is in force on something.`;
  return `${all} ${formatCount(unused)} ${unused === 1 ? 'is' : 'are'} in force on nothing now.`;
}
