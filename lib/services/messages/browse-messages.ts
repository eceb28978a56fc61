import type { QueueAddress } from '../../connectors/connector';
import type { MessagePage } from '../../model/message';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { queueInWords } from '../subjects';
import { mayReadBodies, withhold } from './withhold';

/** Lists cut bodies here: a page of 500 stays below a few megabytes. */
const listedBodyBytesMax = 4096;

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
  },
): Promise<MessagePage> {
  const target = { brokerId: input.brokerId, subject: queueInWords(input.queue) };
  await requireAct(context, 'message.browse', target);
  const isWhole = mayReadBodies(context.person.role);
  const connector = await context.brokers.get(input.brokerId).connect();
  const browse = async (): Promise<MessagePage> => {
    const { from, limit, order } = input;
    const page = await connector.browse(input.queue, { from, limit, order, bodyLimitBytes: isWhole ? listedBodyBytesMax : 0 });
    return isWhole ? page : { ...page, messages: page.messages.map(withhold) };
  };
  const { level, effects } = await connector.browseIntrusiveness(input.queue);
  if (level === 'none') return browse();
  return audited(context, 'message.browse', target, async (change) => {
    change.after = { from: input.from, limit: input.limit, order: input.order, effects };
    return browse();
  });
}
