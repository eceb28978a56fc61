import type { Operation } from '../../model/operations';
import { audited } from '../audited';
import { restoreOperation } from '../bin/restore-messages';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { actOfKind } from './make-plan';
import { operationLimits } from './operation-limits';
import { recallOperation } from './recall-operation';
import { settleInterrupted } from './settle-interrupted';

export const controls = ['pause', 'resume', 'cancel', 'recall', 'restore'] as const;
export type Control = (typeof controls)[number];

/** Pauses, resumes, cancels or undoes an operation. Only what it `allowed` itself; the answer is how it stands then. */
export async function controlOperation(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly operationId: string; readonly control: Control },
): Promise<Operation> {
  const record = await context.operations.find(input.brokerId, input.operationId);
  const act = actOfKind[record.request.kind];
  const target = { brokerId: input.brokerId, subject: `operation ${record.id}` };
  await requireAct(context, act, target);
  const perform = actOf[input.control];
  return context.operations.exclusively(record.id, () =>
    audited(context, act, target, async (change) => {
      const now = await context.operations.find(input.brokerId, input.operationId);
      const before = await context.operations.describe(now);
      if (!before.allowed.includes(input.control)) {
        throw new ServiceError('conflict', `This operation is ${before.state}; it can't be ${pastTense[input.control]} now.`);
      }
      change.before = { state: before.state, counts: before.counts };
      await perform(context, record.id);
      const after = await context.operations.describe(await context.operations.find(input.brokerId, record.id));
      change.after = { control: input.control, state: after.state, counts: after.counts };
      context.brokers.get(input.brokerId).showRow('operations', record.id, after);
      return after;
    }),
  );
}

const pastTense: Record<Control, string> = {
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  recall: 'recalled',
  restore: 'restored',
};

const actOf: Record<Control, (context: ServiceContext, id: string) => Promise<void>> = {
  pause: (context, id) => context.operations.interrupt(id, 'paused'),
  cancel: async (context, id) => {
    await context.operations.interrupt(id, 'cancelled');
    await settleInterrupted(context, id);
    const end = { state: 'cancelled' as const, stateReason: null, endedAtMs: context.clock.nowMs() };
    await context.database.operations.change(id, ['paused', 'braked'], end);
  },
  resume: async (context, id) => {
    const { brokerId } = (await context.database.operations.find(id)) ?? {};
    if (brokerId !== undefined && context.operations.runningCount(brokerId) >= operationLimits.runningPerBrokerMax)
      throw new ServiceError('too-many-requests', 'Too many operations run on this broker already. Wait for one to end, or pause one.');
    if (!(await context.database.operations.change(id, ['paused', 'braked'], { state: 'running', stateReason: null }))) {
      throw new ServiceError('conflict', 'Somebody resumed or cancelled it just now.');
    }
    const record = await context.database.operations.find(id);
    if (record) await context.operations.launch(record);
  },
  recall: recallOperation,
  restore: restoreOperation,
};
