import type { QueueAddress } from '../../connectors/connector';
import type { BrowsedMessage } from '../../model/message';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { mayReadBodies, withhold } from './withhold';

/** One message, whole for those who may read bodies. */
export async function readMessage(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: QueueAddress; readonly id: string },
): Promise<BrowsedMessage> {
  await requireAct(context, 'message.browse', { brokerId: input.brokerId, subject: queueInWords(input.queue) });
  const connector = await context.brokers.get(input.brokerId).connect();
  if (!connector.capabilities.has('message-by-id')) {
    throw new ServiceError('not-supported', 'This broker gives no single message by its id. Open it from the list of messages.');
  }
  const message = await connector.readMessage(input.queue, input.id);
  if (!message) throw new ServiceError('not-found', 'The message is no longer in this queue: it was consumed, removed or expired.');
  return mayReadBodies(context.person.role) ? message : withhold(message);
}
