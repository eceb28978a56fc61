import type { QueueAddress } from '../../connectors/connector';
import type { Intrusiveness } from '../../model/message';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';

/** What browsing this queue would change, without doing it. */
export async function describeBrowse(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress },
): Promise<Intrusiveness> {
  await requireAct(context, 'message.browse', { brokerId: input.brokerId, subject: queueInWords(input.queue) });
  return (await context.brokers.get(input.brokerId).connect()).browseIntrusiveness(input.queue);
}
