'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { formatCounted } from '@/lib/model/quantity';
import type { ScopePreview, SearchRequest } from '@/lib/model/search';
import { useBrokers } from '@/lib/queries/brokers';

/** What a look changes on each broker, agreed to one by one; a broker that is not agreed to is left out. Nothing was looked at yet. */
export function AgreeDialog({
  request,
  previews,
  onAgree,
  onClose,
}: {
  request: SearchRequest;
  previews: readonly ScopePreview[];
  onAgree: (request: SearchRequest) => void;
  onClose: () => void;
}) {
  const [agreed, setAgreed] = useState<ReadonlySet<string>>(new Set());
  const brokers = useBrokers().data ?? [];
  const nameOf = (brokerId: string) => brokers.find(({ id }) => id === brokerId)?.name ?? brokerId;
  const free = previews.filter(({ effects, refusal }) => effects.length === 0 && refusal === null);
  const kept = request.scopes.filter(({ brokerId }) => agreed.has(brokerId) || free.some((preview) => preview.brokerId === brokerId));
  const scopes = kept.map((scope) => ({ ...scope, acceptsEffects: agreed.has(scope.brokerId) }));
  const toggle = (brokerId: string, isAgreed: boolean) =>
    setAgreed((before) => new Set(isAgreed ? [...before, brokerId] : [...before].filter((id) => id !== brokerId)));
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title="Looking changes something here"
      description="These brokers show messages only to those who take them. Nothing has been looked at yet."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabledReason={scopes.length === 0 ? 'Agree to at least one broker.' : null}
            onClick={() => onAgree({ ...request, scopes })}
          >
            {`Search ${scopes.length === 1 ? nameOf(scopes[0]?.brokerId ?? '') : `${scopes.length} brokers`}`}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-4">
        {previews.map(({ brokerId, effects, messageCount, refusal }) => (
          <li key={brokerId} className="flex flex-col gap-1">
            {refusal !== null ? (
              <p>
                <span className="font-medium">{nameOf(brokerId)}</span> is left out. {refusal}
              </p>
            ) : effects.length === 0 ? (
              <p>
                <span className="font-medium">{nameOf(brokerId)}</span>: looking changes nothing.
              </p>
            ) : (
              <>
                <Checkbox
                  isChecked={agreed.has(brokerId)}
                  onChange={(isAgreed) => toggle(brokerId, isAgreed)}
                  label={`Look at ${formatCounted(messageCount, 'message')} on ${nameOf(brokerId)}`}
                />
                <ul className="ml-6 flex flex-col gap-1">
                  {effects.map((effect) => (
                    <li key={effect} className="border-l-2 border-warning pl-2">
                      {effect}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
