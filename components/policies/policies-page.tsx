'use client';

import { Copy, Plus, SlidersHorizontal, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo, useState } from 'react';
import type { Sort } from '@/components/data-table/column';
import { DataTable } from '@/components/data-table/data-table';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import type { ScopedPolicy } from '@/lib/model/policies/policy-scope';
import { useLiveRows } from '@/lib/queries/live';
import { usePolicies } from '@/lib/queries/policies';
import { useWhyNot } from '@/lib/queries/session';
import { type PolicyRow, policyColumns } from './policy-columns';
import { policiesSentence, policyRows } from './policy-rows';

const PolicyDialog = dynamic(() => import('./policy-dialog').then((module) => module.PolicyDialog), { ssr: false });
const DeletePolicyDialog = dynamic(() => import('./delete-policy-dialog').then((module) => module.DeletePolicyDialog), { ssr: false });

const defaultSort: Sort = { column: 'name', direction: 'ascending' };
const rowKey = ({ policy }: PolicyRow): string => JSON.stringify([policy.virtualHost, policy.scope, policy.name]);

type Opened = { readonly act: 'change' | 'copy' | 'remove'; readonly policy: ScopedPolicy };

/** Policies and operator policies of a broker: what they set, and on how many things they are in force. */
export function PoliciesPage({ broker }: { broker: string }) {
  const reason = useWhyNot('policy.manage');
  const policies = usePolicies(broker);
  const queues = useLiveRows(broker, 'queues');
  const exchanges = useLiveRows(broker, 'exchanges');
  const rows = useMemo(() => policyRows(policies.data, queues, exchanges), [policies.data, queues, exchanges]);
  const [dialog, setDialog] = useQueryState('dialog', parseAsStringLiteral(['new'] as const));
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => {
    setOpened(null);
    void setDialog(null);
  };
  const newButton = (
    <Button icon={Plus} variant="primary" onClick={() => void setDialog('new')} disabledReason={reason}>
      New policy
    </Button>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title="Policies" sentence={rows ? policiesSentence(rows) : 'Loading the policies.'} actions={newButton} />
      <DataTable
        id="policies"
        label="Policies"
        rows={rows}
        rowKey={rowKey}
        columns={policyColumns}
        error={policies.error}
        onRetry={() => void policies.refetch()}
        defaultSort={defaultSort}
        searchPlaceholder="Filter by name, pattern, setting"
        onOpen={({ policy }) => reason === null && setOpened({ act: 'change', policy })}
        rowMenu={({ policy }) => [
          {
            label: 'Change …',
            icon: SlidersHorizontal,
            onSelect: () => setOpened({ act: 'change', policy }),
            disabledReason: reason,
          },
          { label: 'Copy …', icon: Copy, onSelect: () => setOpened({ act: 'copy', policy }), disabledReason: reason },
          'separator',
          {
            label: 'Remove …',
            icon: Trash2,
            isDanger: true,
            onSelect: () => setOpened({ act: 'remove', policy }),
            disabledReason: reason,
          },
        ]}
        empty={
          <EmptyState icon={SlidersHorizontal} title="No policies" action={newButton}>
            A policy gives settings to all queues or exchanges whose names match a pattern, without declaring them anew: a maximum length, a
            time to live, where dead letters go.
          </EmptyState>
        }
      />
      {(dialog === 'new' && reason === null) || (opened !== null && opened.act !== 'remove') ? (
        <PolicyDialog
          broker={broker}
          policy={opened?.act === 'change' ? opened.policy : null}
          start={opened?.act === 'copy' ? { ...opened.policy, name: `${opened.policy.name}-copy` } : null}
          onClose={close}
        />
      ) : null}
      {opened?.act === 'remove' ? <DeletePolicyDialog broker={broker} policy={opened.policy} onClose={close} /> : null}
    </div>
  );
}
