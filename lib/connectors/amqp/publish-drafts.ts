import type { MessageDraft, PublishOutcome } from '../../model/message';
import type { AmqpConnection } from './amqp-connection';
import { AmqpFault } from './amqp-fault';
import { ConfirmPublisher } from './confirm-publisher';

/** Below any message size limit that brokers are set to in practice (RabbitMQ 4: 16 MiB by default). */
const CERTAIN_BODY_BYTES_MAX = 1024 * 1024;

/**
 * Publishes drafts in order and tells of each what became of it.
 *
 * A broker refuses a publish by closing the channel (no such exchange, no permission, a foreign user-id, too large), and
 * doesn't say which one it was; what else was in flight is then unknown. So whatever may be refused, which is the first
 * message to each exchange and those with a user-id or a large body, travels alone; the others share a window.
 */
export async function publishDrafts(connection: AmqpConnection, drafts: readonly MessageDraft[]): Promise<readonly PublishOutcome[]> {
  const outcomes: PublishOutcome[] = [];
  const proven = new Set<string>();
  let publisher = await ConfirmPublisher.open(connection);
  let sentCount = 0;
  try {
    for (const [index, draft] of drafts.entries()) {
      if (!publisher.isOpen) {
        publisher = await ConfirmPublisher.open(connection);
        proven.clear();
      }
      const isCertain = proven.has(draft.exchange) && draft.properties.userId === undefined && bodyBytesOf(draft) <= CERTAIN_BODY_BYTES_MAX;
      if (!isCertain) await publisher.settled();
      if (!publisher.hasRoom(bodyBytesOf(draft))) await publisher.whenRoom(bodyBytesOf(draft));
      publisher.publish(draft, (result) => {
        outcomes[index] = result instanceof AmqpFault ? outcomeOf(result, isCertain) : result;
      });
      sentCount += 1;
      if (isCertain) continue;
      await publisher.settled();
      if (publisher.isOpen) proven.add(draft.exchange);
    }
    await publisher.settled();
  } catch (error) {
    if (!(error instanceof AmqpFault) || sentCount === 0) throw error;
    // What was sent keeps its outcome; what was not yet, certainly did not arrive.
    const refused = { outcome: 'refused', reason: `It was not sent: ${error.message}` } as const;
    for (let index = sentCount; index < drafts.length; index += 1) outcomes[index] = refused;
  } finally {
    await publisher.close();
  }
  return outcomes;
}

const bodyBytesOf = (draft: MessageDraft): number => draft.bodyBase64.length * 0.75;

function outcomeOf(fault: AmqpFault, isCertain: boolean): PublishOutcome {
  // Alone in flight and answered by channel.close: that was the answer to this very message.
  if (!isCertain && fault.scope === 'channel') return { outcome: 'refused', reason: fault.message };
  return { outcome: 'unknown', reason: fault.message };
}
