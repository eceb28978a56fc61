import type { QueueAddress } from '../../connectors/connector';
import type { MessagePage } from '../../model/message';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { listedBodyBytes, mayReadBodies, withhold } from './withhold';

/**
 * One page of a queue's messages. A read that changes the queue (see intrusiveness) is a change like any other:
 * it is in the audit.
 */
export async function browseMessages(
  context: ServiceContext,
  input: {
    readonly brokerId: string;
    readonly queue: QueueAddress;
    readonly from: number;
    readonly limit: number;
    readonly order: 'oldest' | 'newest';
    /** ms since the epoch: begin at the first message that came in then or later, whatever `from` and `order` are. */
    readonly since: number | null;
  },
): Promise<MessagePage> {
  const target = { brokerId: input.brokerId, subject: queueInWords(input.queue) };
  await requireAct(context, 'message.browse', target);
  const { role } = context.person;
  const connector = await context.brokers.get(input.brokerId).connect();
  const browse = async (): Promise<MessagePage> => {
    const { from, limit, order, since } = input;
    const size = { limit, bodyLimitBytes: listedBodyBytes(role) };
    const page =
      since === null
        ? await connector.browse(input.queue, { from, order, ...size })
        : await connector.browseSince(input.queue, { sinceMs: since, ...size });
    return mayReadBodies(role) ? page : { ...page, messages: page.messages.map(withhold) };
  };
  const { level, effects } = await connector.browseIntrusiveness(input.queue);
  if (level === 'none') return browse();
  return audited(context, 'message.browse', target, async (change) => {
    change.after = { from: input.from, limit: input.limit, order: input.order, effects };
    return browse();
  });
}
