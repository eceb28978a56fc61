import type { MessageDraft, PublishOutcome } from '../../model/message';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { exchangeInWords } from '../subjects';

/** Publishes with confirm and mandatory; outcomes in the order of `drafts`. */
export async function publishMessages(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly virtualHost: string; readonly drafts: readonly MessageDraft[] },
): Promise<readonly PublishOutcome[]> {
  const [first] = input.drafts;
  const subject = exchangeInWords({ virtualHost: input.virtualHost, name: first?.exchange ?? '' });
  const target = { brokerId: input.brokerId, subject };
  await requireAct(context, 'message.publish', target);
  return audited(context, 'message.publish', target, async (change) => {
    const broker = context.brokers.get(input.brokerId);
    const outcomes = await (await broker.connect()).publish(input.virtualHost, input.drafts);
    change.after = { messages: input.drafts.map((draft, index) => inWords(draft, outcomes[index])) };
    return outcomes;
  });
}

/** Where it went and what became of it; what the message says is not the audit's to keep. */
const inWords = (draft: MessageDraft, outcome: PublishOutcome | undefined) => ({
  exchange: draft.exchange,
  routingKey: draft.routingKey,
  messageId: draft.properties.messageId ?? null,
  bodyBytes: Buffer.byteLength(draft.bodyBase64, 'base64'),
  outcome: outcome?.outcome ?? 'unknown',
});
