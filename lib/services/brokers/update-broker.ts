import type { BrokerSummary } from '../../model/console';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';
import { type BrokerChange, withoutPassword } from './broker-settings';

export async function updateBroker(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly change: BrokerChange },
): Promise<BrokerSummary> {
  const target = { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) };
  await requireAct(context, 'broker.manage', target);
  return audited(context, 'broker.update', target, async (change) => {
    const { name, environment, colour } = context.brokers.get(input.brokerId).summary;
    change.before = { name, environment, colour };
    const broker = await context.brokers.change(input.brokerId, input.change);
    change.after = withoutPassword(input.change);
    return broker.summary;
  });
}
