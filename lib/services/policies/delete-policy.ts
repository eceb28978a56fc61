import type { PolicyAddress } from '../../connectors/connector';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { policyInWords } from '../subjects';
import { findPolicy } from './find-policy';

export async function deletePolicy(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly policy: PolicyAddress },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: policyInWords(input.policy) };
  await requireAct(context, 'policy.manage', target);
  await audited(context, 'policy.delete', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    const connector = await broker.connect();
    change.before = await findPolicy(connector, input.policy);
    await connector.deletePolicy(input.policy);
    broker.refresh();
  });
}
