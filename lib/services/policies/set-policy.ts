import type { ScopedPolicy } from '../../model/policies/policy-scope';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { policyInWords } from '../subjects';
import { findPolicy, requireUnchanged } from './find-policy';

/** Makes a policy (`before` null) or changes one that still is as the person saw it (`before`); else 'conflict'. */
export async function setPolicy(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly policy: ScopedPolicy; readonly before: ScopedPolicy | null },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: policyInWords(input.policy) };
  await requireAct(context, 'policy.manage', target);
  await audited(context, 'policy.set', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    const connector = await broker.connect();
    change.before = await findPolicy(connector, input.policy);
    requireUnchanged(input.before, change.before as ScopedPolicy | null);
    await connector.setPolicy(input.policy);
    change.after = input.policy;
    broker.refresh();
  });
}
