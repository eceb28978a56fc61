import type { Operation, RunOptions } from '../../model/operations';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { actOfKind } from './make-plan';
import { operationLimits } from './operation-limits';
import { topologyOf } from './topology';

/** Runs a plan, once, while the topology is the one that it was made for. */
export async function startOperation(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly planId: string; readonly options: RunOptions },
): Promise<Operation> {
  const record = await context.database.operations.find(input.planId);
  if (record?.brokerId !== input.brokerId) throw new ServiceError('not-found', 'This plan is no longer there. Make a new one.');
  const target = {
    brokerId: input.brokerId,
    subject: queueInWords({ virtualHost: record.request.virtualHost, name: record.request.queue }),
  };
  const act = actOfKind[record.request.kind];
  await requireAct(context, act, target);
  return audited(context, act, target, async (change) => {
    if (record.personId !== context.person.id) throw new ServiceError('forbidden', 'This plan was made by somebody else. Make your own.');
    if (record.expiresAtMs < context.clock.nowMs()) throw expired('it is older than ten minutes');
    if (context.operations.runningCount(input.brokerId) >= operationLimits.runningPerBrokerMax) {
      throw new ServiceError(
        'too-many-requests',
        `${operationLimits.runningPerBrokerMax} operations run on this broker already. Wait for one to end, or pause one.`,
      );
    }
    const connector = await context.brokers.get(input.brokerId).connect();
    const topology = topologyOf(await connector.readSnapshot({ withTopology: true }), record.request.virtualHost);
    if (topology.fingerprint !== record.topologyFingerprint) throw expired('exchanges, bindings or queues have changed since');
    const startedAtMs = context.clock.nowMs();
    const started = { state: 'running' as const, options: input.options, startedAtMs };
    if (!(await context.database.operations.change(record.id, ['planned'], started))) {
      throw new ServiceError('conflict', 'This plan was started already.');
    }
    change.after = { operation: record.id, ...record.request, messageCount: record.plan.messageCount, options: input.options };
    return context.operations.launch({ ...record, ...started });
  });
}

const expired = (why: string) => new ServiceError('plan-expired', `The plan no longer holds: ${why}. Make a new one and look at it again.`);
