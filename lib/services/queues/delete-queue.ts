import type { QueueAddress } from '../../connectors/connector';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { findQueue } from './find-queue';

export async function deleteQueue(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress; readonly ifEmpty: boolean; readonly ifUnused: boolean },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: queueInWords(input.queue) };
  await requireAct(context, 'queue.manage', target);
  await audited(context, 'queue.delete', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    change.before = findQueue(broker, input.queue);
    await (await broker.connect()).deleteQueue(input.queue, { ifEmpty: input.ifEmpty, ifUnused: input.ifUnused });
    broker.refresh();
  });
}
