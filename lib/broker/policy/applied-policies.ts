import type { PlainTable } from '../../model/field-table';
import { mergePolicyDefinitions } from '../../model/queue-arguments/effective-settings';
import type { Policy } from '../../model/resources';

/** The two policies that match one queue or exchange, each the one of highest priority, or null. */
export type AppliedPolicies = { readonly policy: Policy | null; readonly operatorPolicy: Policy | null };

export const noPolicies: AppliedPolicies = { policy: null, operatorPolicy: null };

/** The definition in force, for effective_policy_definition. */
export const effectiveDefinition = (policies: AppliedPolicies): PlainTable =>
  mergePolicyDefinitions(policies.policy?.definition ?? null, policies.operatorPolicy?.definition ?? null);
