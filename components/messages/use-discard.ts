'use client';

import { useQueryClient } from '@tanstack/react-query';
import { notifyError, notifyUndo } from '@/components/ui/toast';
import type { Plan } from '@/lib/model/operations';
import { formatCounted } from '@/lib/model/quantity';
import { messageKeys, type QueuePlace } from '@/lib/queries/messages';
import { actOnOperation, makePlan, operationKeys, runPlan } from '@/lib/queries/operations';
import { firstChoice, type PlanSubject, planRequestOf } from './plan/plan-subject';

/** Discarding goes without a question only where it can be taken back: any warning beyond a note is reviewed first. */
const isHarmless = (plan: Plan): boolean => plan.warnings.every((warning) => warning.level === 'note' && warning.code !== 'no-undo');

/** Discards into the bin and offers Undo; calls `onReview` instead when the plan warns of something. */
export function useDiscard(place: QueuePlace, onReview: (subject: PlanSubject) => void): (subject: PlanSubject) => Promise<void> {
  const client = useQueryClient();
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: messageKeys.queue(place) }),
      client.invalidateQueries({ queryKey: operationKeys.all(place.broker) }),
    ]);
  return async (subject) => {
    const request = planRequestOf(subject, firstChoice(subject));
    if (request === null) return;
    try {
      const plan = await makePlan(place.broker, request);
      if (!isHarmless(plan)) return onReview(subject);
      const operation = await runPlan(place.broker, plan.id, { ratePerSecond: null, canary: false, targetReadyMax: null });
      await refresh();
      notifyUndo(`Discarded ${formatCounted(plan.messageCount, 'message')} into the bin.`, async () => {
        await actOnOperation(place.broker, operation.id, 'restore');
        await refresh();
      });
    } catch (error) {
      notifyError(error);
    }
  };
}
