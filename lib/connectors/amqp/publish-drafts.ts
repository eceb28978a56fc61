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
  const outcomes: Promise<PublishOutcome>[] = [];
  const proven = new Set<string>();
  let publisher = await ConfirmPublisher.open(connection);
  try {
    for (const draft of drafts) {
      if (!publisher.isOpen) {
        publisher = await ConfirmPublisher.open(connection);
        proven.clear();
      }
      outcomes.push((await publishOne(publisher, draft, proven)).outcome);
    }
    await publisher.settled();
  } catch (error) {
    if (!(error instanceof AmqpFault) || outcomes.length === 0) throw error;
    // What was sent keeps its outcome; what was not yet, certainly did not arrive.
    const refused = { outcome: 'refused', reason: `It was not sent: ${error.message}` } as const;
    while (outcomes.length < drafts.length) outcomes.push(Promise.resolve(refused));
  } finally {
    await publisher.close();
  }
  return Promise.all(outcomes);
}

/** The outcome comes inside an object: a promise returned by itself would be waited for, one message at a time. */
async function publishOne(
  publisher: ConfirmPublisher,
  draft: MessageDraft,
  proven: Set<string>,
): Promise<{ readonly outcome: Promise<PublishOutcome> }> {
  const isCertain = proven.has(draft.exchange) && draft.properties.userId === undefined && !isLarge(draft);
  if (!isCertain) await publisher.settled();
  const { outcome } = await publisher.publish(draft);
  if (!isCertain) {
    await publisher.settled();
    if (publisher.isOpen) proven.add(draft.exchange);
  }
  return { outcome: outcome.catch((error: unknown) => outcomeOf(error, isCertain)) };
}

const isLarge = (draft: MessageDraft): boolean => draft.bodyBase64.length * 0.75 > CERTAIN_BODY_BYTES_MAX;

function outcomeOf(error: unknown, isCertain: boolean): PublishOutcome {
  if (!(error instanceof AmqpFault)) throw error;
  // Alone in flight and answered by channel.close: that was the answer to this very message.
  if (!isCertain && error.scope === 'channel') return { outcome: 'refused', reason: error.message };
  return { outcome: 'unknown', reason: error.message };
}
