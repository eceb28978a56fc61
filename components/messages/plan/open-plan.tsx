'use client';

import { useLiveRows } from '@/lib/queries/live';
import type { QueuePlace } from '@/lib/queries/messages';
import { PlanSheet } from './plan-sheet';
import type { PlanSubject } from './plan-subject';

/** The plan's sheet with the names it suggests; the live lists are asked for only while it is open. */
export function OpenPlan({ place, subject, onClose }: { place: QueuePlace; subject: PlanSubject; onClose: () => void }) {
  const queues = useLiveRows(place.broker, 'queues') ?? [];
  const exchanges = useLiveRows(place.broker, 'exchanges') ?? [];
  const namesIn = (rows: readonly { virtualHost: string; name: string }[]) =>
    rows.flatMap((row) => (row.virtualHost === place.virtualHost && row.name !== '' ? [row.name] : []));
  return <PlanSheet place={place} subject={subject} queueNames={namesIn(queues)} exchangeNames={namesIn(exchanges)} onClose={onClose} />;
}
