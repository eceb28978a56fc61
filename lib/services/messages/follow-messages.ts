import type { QueueAddress } from '../../connectors/connector';
import type { NewestMessages } from '../../model/message';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { listedBodyBytes, mayReadBodies, withhold } from './withhold';

/** What came behind the message `after`, newest first; only where looking changes nothing. */
export async function followMessages(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress; readonly after: string | null; readonly limit: number },
): Promise<NewestMessages> {
  await requireAct(context, 'message.browse', { brokerId: input.brokerId, subject: queueInWords(input.queue) });
  const { role } = context.person;
  const connector = await context.brokers.get(input.brokerId).connect();
  const { after, limit } = input;
  const newest = await connector.readNewest(input.queue, { after, limit, bodyLimitBytes: listedBodyBytes(role) });
  return mayReadBodies(role) ? newest : { ...newest, messages: newest.messages.map(withhold) };
}
