'use client';

import { useState } from 'react';
import { OpenPlan } from '@/components/messages/plan/open-plan';
import type { PlanSubject } from '@/components/messages/plan/plan-subject';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { formatCounted } from '@/lib/model/quantity';
import { useBrokers } from '@/lib/queries/brokers';
import type { PlaceOfMatches } from './match-places';

export type WantedAct = { readonly kind: PlanSubject['kind']; readonly places: readonly PlaceOfMatches[] };

/** The plan for matches of one queue; where they lie in several, first which: a plan is for one queue. */
export function ActOnPlaces({ act, onClose }: { act: WantedAct; onClose: () => void }) {
  const [only] = act.places;
  const [chosen, setChosen] = useState(act.places.length === 1 ? only : undefined);
  const brokers = useBrokers().data ?? [];
  if (chosen) {
    const { brokerId, ...place } = chosen;
    const close = act.places.length === 1 ? onClose : () => setChosen(undefined);
    return (
      <OpenPlan
        place={{ broker: brokerId, virtualHost: chosen.virtualHost, queue: chosen.queue }}
        subject={{ kind: act.kind, ...place }}
        onClose={close}
      />
    );
  }
  const verb = act.kind === 'discard' ? 'Discard' : 'Replay';
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={`${verb} where?`}
      description={`These matches lie in ${act.places.length} queues. A plan is for one queue; make one after the other.`}
    >
      <ul className="flex flex-col gap-2">
        {act.places.map((place) => (
          <li key={JSON.stringify([place.brokerId, place.virtualHost, place.queue])} className="flex items-center gap-2">
            <span className="min-w-0 flex-1">
              <span className="font-mono">{place.queue}</span>{' '}
              <span className="text-small text-ink-muted">
                {place.virtualHost} on {brokers.find(({ id }) => id === place.brokerId)?.name ?? place.brokerId}
              </span>
            </span>
            <Button size="small" onClick={() => setChosen(place)}>
              {verb} {formatCounted(place.messageCount, 'message')}…
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
