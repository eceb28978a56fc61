import type { ScopedPolicy } from '../../model/policies/policy-scope';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';

/** All policies and operator policies, of all virtual hosts. */
export async function listPolicies(context: ServiceContext, input: { readonly brokerId: string }): Promise<readonly ScopedPolicy[]> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) });
  return (await context.brokers.get(input.brokerId).connect()).listPolicies();
}
