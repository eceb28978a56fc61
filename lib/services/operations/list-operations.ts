import type { Operation } from '../../model/operations';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';
import { operationLimits } from './operation-limits';

/** Operations of a broker, newest first. */
export async function listOperations(context: ServiceContext, input: { readonly brokerId: string }): Promise<readonly Operation[]> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) });
  context.brokers.get(input.brokerId);
  const records = await context.database.operations.list(input.brokerId, operationLimits.listMax);
  return Promise.all(records.map((record) => context.operations.describe(record)));
}
