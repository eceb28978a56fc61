import type { MessageDraft, PublishOutcome } from '../../model/message';
import type { AmqpConnection } from './amqp-connection';
import { AmqpFault } from './amqp-fault';
import { ConfirmPublisher } from './confirm-publisher';

/** Below any message size limit that brokers are set to in practice (RabbitMQ 4: 16 MiB by default). */
const CERTAIN_BODY_BYTES_MAX = 1024 * 1024;

/**
 * Publishes drafts in order and tells of each what became of it. One call may follow another before that one's confirms are
 * there: the messages go out in the order of the calls.
 *
 * A broker refuses a publish by closing the channel (no such exchange, no permission, a foreign user-id, too large), and
 * doesn't say which one it was; what else was in flight is then unknown. So whatever may be refused, which is the first
 * message to each exchange and those with a user-id or a large body, travels alone; the others share a window.
 */
export class DraftPublisher {
  private publisher: ConfirmPublisher | null = null;
  private readonly proven = new Set<string>();
  /** The call before this one, until all its messages are written. */
  private sending: Promise<unknown> = Promise.resolve();

  constructor(private readonly connection: AmqpConnection) {}

  /** @throws AmqpFault when not even the first one could be sent */
  async publish(drafts: readonly MessageDraft[]): Promise<readonly PublishOutcome[]> {
    const outcomes = new Outcomes(drafts.length);
    const sent = this.sending.then(() => this.send(drafts, outcomes));
    this.sending = sent.catch(() => undefined); // its own caller sees it
    await sent;
    await this.publisher?.until(() => outcomes.areComplete);
    return outcomes.inOrder;
  }

  async close(): Promise<void> {
    await this.sending;
    await this.publisher?.close();
  }

  private async send(drafts: readonly MessageDraft[], outcomes: Outcomes): Promise<void> {
    let sentCount = 0;
    try {
      for (const [index, draft] of drafts.entries()) {
        const publisher = this.publisher?.isOpen ? this.publisher : await this.open();
        const isCertain = this.isCertain(draft);
        if (!isCertain) await publisher.settled();
        if (!publisher.hasRoom(bodyBytesOf(draft))) await publisher.whenRoom(bodyBytesOf(draft));
        publisher.publish(draft, (result) => outcomes.set(index, result instanceof AmqpFault ? outcomeOf(result, isCertain) : result));
        sentCount += 1;
        if (!isCertain) await this.prove(publisher, draft);
      }
    } catch (error) {
      if (!(error instanceof AmqpFault) || sentCount === 0) throw error;
      // What was sent keeps its outcome; what was not yet, certainly did not arrive.
      const refused = { outcome: 'refused', reason: `It was not sent: ${error.message}` } as const;
      for (let index = sentCount; index < drafts.length; index += 1) outcomes.set(index, refused);
    }
  }

  private isCertain(draft: MessageDraft): boolean {
    return this.proven.has(draft.exchange) && draft.properties.userId === undefined && bodyBytesOf(draft) <= CERTAIN_BODY_BYTES_MAX;
  }

  private async prove(publisher: ConfirmPublisher, draft: MessageDraft): Promise<void> {
    await publisher.settled();
    if (publisher.isOpen) this.proven.add(draft.exchange);
  }

  private async open(): Promise<ConfirmPublisher> {
    this.proven.clear();
    this.publisher = await ConfirmPublisher.open(this.connection);
    return this.publisher;
  }
}

class Outcomes {
  readonly inOrder: PublishOutcome[] = [];
  private knownCount = 0;

  constructor(private readonly count: number) {}

  get areComplete(): boolean {
    return this.knownCount >= this.count;
  }

  set(index: number, outcome: PublishOutcome): void {
    this.knownCount += 1;
    this.inOrder[index] = outcome;
  }
}

const bodyBytesOf = (draft: MessageDraft): number => draft.bodyBase64.length * 0.75;

function outcomeOf(fault: AmqpFault, isCertain: boolean): PublishOutcome {
  // Alone in flight and answered by channel.close: that was the answer to this very message.
  if (!isCertain && fault.scope === 'channel') return { outcome: 'refused', reason: fault.message };
  return { outcome: 'unknown', reason: fault.message };
}
