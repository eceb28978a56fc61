import type { QueueAddress } from '../../connectors/connector';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { findQueue } from './find-queue';

export async function purgeQueue(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress },
): Promise<void> {
  const target = { brokerId: input.brokerId, subject: queueInWords(input.queue) };
  await requireAct(context, 'queue.purge', target);
  await audited(context, 'queue.purge', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    const queue = findQueue(broker, input.queue)?.queue;
    change.before = queue ? { readyCount: queue.readyCount, unacknowledgedCount: queue.unacknowledgedCount, bytes: queue.bytes } : null;
    await (await broker.connect()).purgeQueue(input.queue);
    broker.refresh();
  });
}
