import type { QueueDeclaration } from '../../connectors/connector';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';

export async function createQueue(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueDeclaration },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: queueInWords(input.queue) };
  await requireAct(context, 'queue.manage', target);
  await audited(context, 'queue.create', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    await (await broker.connect()).declareQueue(input.queue);
    change.after = input.queue;
    broker.refresh();
  });
}
