import { randomBytes } from 'node:crypto';
import type { PlannedMessage } from '../../db/ledger-repository';
import type { Plan } from '../../model/operations';
import type { ServiceContext } from '../context';
import { operationLimits } from './operation-limits';
import type { PlanDraft } from './plan-draft';

type Drafted = { readonly id: string; readonly draft: PlanDraft; readonly records: readonly PlannedMessage[] };

export const newPlanId = (): string => `op-${randomBytes(9).toString('base64url')}`;

/** Keeps the plan of messages that come from outside the broker, until it is started or expires. */
export async function keepFromOutside(
  context: ServiceContext,
  brokerId: string,
  { id, draft, records }: Drafted,
  capabilities: Parameters<PlanDraft['finish']>[0]['capabilities'],
  topologyFingerprint: string,
): Promise<Plan> {
  const createdAtMs = context.clock.nowMs();
  const plan = draft.finish({ createdAtMs, expiresAtMs: createdAtMs + operationLimits.planLifetimeMs, capabilities });
  await context.database.operations.insert({
    ...{ id, brokerId, request: plan.request, plan, topologyFingerprint },
    ...{ state: 'planned', stateReason: null, options: null, startedAtMs: null, endedAtMs: null },
    ...{ personId: context.person.id, personName: context.person.name, createdAtMs, expiresAtMs: plan.expiresAtMs },
  });
  await context.database.ledger.insert(id, records);
  return plan;
}
