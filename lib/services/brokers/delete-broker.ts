import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';

/** Forgets the connection; the broker itself and its messages are not touched. */
export async function deleteBroker(context: ServiceContext, input: { readonly brokerId: string }): Promise<void> {
  const target = { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) };
  await requireAct(context, 'broker.manage', target);
  await audited(context, 'broker.delete', target, async (change) => {
    const { name, environment, colour, isEmbedded } = context.brokers.get(input.brokerId).summary;
    change.before = { name, environment, colour };
    if (isEmbedded) throw new ServiceError('conflict', 'The embedded broker goes with WARREN_EMBEDDED=off, not from here.');
    await context.brokers.remove(input.brokerId);
  });
}
