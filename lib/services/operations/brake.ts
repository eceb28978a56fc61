import type { Operation } from '../../model/operations';
import type { Queue } from '../../model/resources';
import { operationLimits } from './operation-limits';

/** What the runner sees of a step's outcome. */
export type BrakeFacts = {
  readonly operation: Pick<Operation, 'counts' | 'options'>;
  /** Messages sent since the run began or was resumed. */
  readonly sentCount: number;
  readonly cameBackCount: number;
  readonly targets: readonly Queue[];
};

/** Why the operation must stop by itself, as a sentence; null when all is well. */
export function reasonToBrake(facts: BrakeFacts): string | null {
  const { sentCount, cameBackCount, targets, operation } = facts;
  const { targetReadyMax, canary } = operation.options;
  if (cameBackCount > 0 && cameBackCount >= Math.max(1, sentCount * operationLimits.cameBackShareMax)) {
    return `${cameBackCount} of ${sentCount} messages came back: the cause is still there. Mend it, then resume.`;
  }
  const full = targets.find((queue) => targetReadyMax !== null && (queue.readyCount ?? 0) >= targetReadyMax);
  if (full) return `${full.name} holds ${full.readyCount} messages, the bound is ${targetReadyMax}. Resume when it has drained.`;
  const idle = canary && sentCount > 1 && operation.counts.consumed === 0 ? targets.find((queue) => queue.consumerCount === 0) : undefined;
  if (idle) return `Nothing consumes from ${idle.name}. Start its consumer, then resume.`;
  return null;
}
