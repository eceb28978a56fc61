import type { PlannedMessage } from '../../db/ledger-repository';
import type { Act } from '../../model/access';
import type { OperationKind, Plan, PlanRequest } from '../../model/operations';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { freezeSelection } from './freeze-selection';
import { newPlanId } from './keep-plan';
import { operationLimits } from './operation-limits';
import { PlanDraft } from './plan-draft';
import { topologyOf } from './topology';

export const actOfKind: Record<OperationKind, Act> = {
  replay: 'message.replay',
  move: 'message.replay',
  copy: 'message.replay',
  'edit-and-replay': 'message.replay',
  recall: 'message.replay',
  discard: 'message.discard',
  restore: 'message.discard',
  purge: 'queue.purge',
  import: 'message.publish',
  publish: 'message.publish',
};

/** Bodies are only looked at when they decide something: an edit or a filter. */
const plannedBodyBytesMax = 256 * 1024;

/**
 * Freezes a selection into ids, predicts where each message would go under the bindings of now, and says what could go wrong.
 * Changes nothing in the broker; the plan is kept until it expires or is started.
 */
export async function makePlan(context: ServiceContext, brokerId: string, request: PlanRequest): Promise<Plan> {
  await requireAct(context, actOfKind[request.kind], {
    brokerId,
    subject: queueInWords({ virtualHost: request.virtualHost, name: request.queue }),
  });
  const connector = await context.brokers.get(brokerId).connect();
  const topology = topologyOf(await connector.readSnapshot({ withTopology: true }), request.virtualHost);
  const source = topology.queues.get(request.queue);
  if (!source) throw new ServiceError('not-found', `There is no queue ${request.queue} in virtual host ${request.virtualHost}.`);
  if (source.type === 'stream')
    throw new ServiceError('not-supported', 'A stream keeps its messages: they can be read again, but not moved or removed.');

  await context.database.operations.removeExpiredPlans(context.clock.nowMs());
  const id = newPlanId();
  const draft = new PlanDraft(id, request, topology);
  const queue = { virtualHost: request.virtualHost, name: request.queue };
  const place = { connector, queue, openFilter: context.openFilter };
  const needsBody = request.edit !== null || request.selection.kind === 'filter';
  const records: PlannedMessage[] = [];
  for await (const page of freezeSelection(place, request.selection, needsBody ? plannedBodyBytesMax : 0)) {
    for (const message of page) {
      const record = draft.add(message, context.clock.nowMs());
      if (record) records.push(record);
    }
  }
  const createdAtMs = context.clock.nowMs();
  const plan = draft.finish({
    createdAtMs,
    expiresAtMs: createdAtMs + operationLimits.planLifetimeMs,
    capabilities: connector.capabilities,
  });
  await context.database.operations.insert({
    id,
    brokerId,
    request,
    plan,
    topologyFingerprint: topology.fingerprint,
    state: 'planned',
    stateReason: null,
    options: null,
    personId: context.person.id,
    personName: context.person.name,
    createdAtMs,
    expiresAtMs: plan.expiresAtMs,
    startedAtMs: null,
    endedAtMs: null,
  });
  await context.database.ledger.insert(id, records);
  return plan;
}
