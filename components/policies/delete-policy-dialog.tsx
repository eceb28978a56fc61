'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { notifyUndo } from '@/components/ui/toast';
import type { ScopedPolicy } from '@/lib/model/policies/policy-scope';
import { useNameToType } from '@/lib/queries/brokers';
import { useChangePolicy, usePolicyEffect } from '@/lib/queries/policies';
import { PolicyEffectView } from './policy-effect-view';
import { scopeLabels } from './policy-words';

/** Removing a policy: what changes back, then done, then Undo, which sets it again. */
export function DeletePolicyDialog({ broker, policy, onClose }: { broker: string; policy: ScopedPolicy; onClose: () => void }) {
  const nameToType = useNameToType(broker, policy.name);
  const change = useChangePolicy(broker);
  const effect = usePolicyEffect(broker, { before: policy, after: null });
  const title = `${scopeLabels[policy.scope]} ${policy.name}`;
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`Remove ${title}?`}
      level="danger"
      nameToType={nameToType}
      confirmLabel="Remove policy"
      consequences={['Its settings end at once where it is in force; a weaker policy that matches takes its place.']}
      onConfirm={async () => {
        await change.mutateAsync({ before: policy, after: null });
        notifyUndo(`Removed ${title}.`, () => change.mutateAsync({ before: null, after: policy }));
      }}
    >
      <PolicyEffectView effect={effect.data} error={effect.error} />
    </ConfirmDialog>
  );
}
