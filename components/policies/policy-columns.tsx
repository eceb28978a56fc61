import type { Column } from '@/components/data-table/column';
import { Badge } from '@/components/ui/badge';
import { FeatureChips } from '@/components/ui/feature-chips';
import { MonoName } from '@/components/ui/mono-name';
import type { ScopedPolicy } from '@/lib/model/policies/policy-scope';
import { applyToLabels, policyFeatures, scopeLabels } from './policy-words';

/** A policy with how many things it is in force on now. */
export type PolicyRow = { readonly policy: ScopedPolicy; readonly inForceCount: number };

export const policyColumns: readonly Column<PolicyRow>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 160,
    grow: 1,
    priority: 1,
    filter: 'text',
    value: ({ policy }) => policy.name,
    cell: ({ policy }) => <MonoName name={policy.name} />,
  },
  {
    id: 'scope',
    header: 'Kind',
    term: 'policy',
    width: 128,
    priority: 2,
    filter: 'choice',
    value: ({ policy }) => scopeLabels[policy.scope],
    cell: ({ policy }) => <Badge tone={policy.scope === 'operator' ? 'accent' : 'neutral'}>{scopeLabels[policy.scope]}</Badge>,
  },
  {
    id: 'vhost',
    header: 'Virtual host',
    term: 'virtual host',
    width: 112,
    priority: 3,
    filter: 'choice',
    isMono: true,
    value: ({ policy }) => policy.virtualHost,
  },
  {
    id: 'pattern',
    header: 'Pattern',
    width: 140,
    grow: 1,
    priority: 1,
    filter: 'text',
    isMono: true,
    value: ({ policy }) => policy.pattern,
  },
  { id: 'applies', header: 'Applies to', width: 144, priority: 3, filter: 'choice', value: ({ policy }) => applyToLabels[policy.applyTo] },
  {
    id: 'settings',
    header: 'Settings',
    width: 200,
    grow: 3,
    priority: 2,
    filter: 'text',
    isSortable: false,
    value: ({ policy }) =>
      policyFeatures(policy)
        .map(({ label }) => label)
        .join(', '),
    cell: ({ policy }) => <FeatureChips features={policyFeatures(policy)} />,
  },
  { id: 'priority', header: 'Priority', width: 88, align: 'end', priority: 3, filter: 'number', value: ({ policy }) => policy.priority },
  {
    id: 'in-force',
    header: 'In force on',
    width: 104,
    align: 'end',
    priority: 2,
    filter: 'number',
    value: ({ inForceCount }) => inForceCount,
  },
];
