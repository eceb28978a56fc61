import { useMutation } from '@tanstack/react-query';
import type { MessageDraft, PublishOutcome } from '@/lib/model/message';
import type { Operation } from '@/lib/model/operations';
import { fillDraft, randomUuid } from '@/lib/model/placeholders';
import { publishRepeatedly, type Repeat } from '@/lib/queries/operations';
import { publishDrafts } from '@/lib/queries/publish';

export type PublishRequest = Repeat & {
  /** Null is as fast as the broker confirms. */
  readonly ratePerSecond: number | null;
};
/** What the broker said to one message, or the operation that publishes many. */
export type Published =
  | { readonly kind: 'one'; readonly outcomes: readonly PublishOutcome[] }
  | { readonly kind: 'many'; readonly operation: Operation };

/** One message is answered at once; many become an operation on the server, which needs no page. */
export const usePublishing = (broker: string) =>
  useMutation({ mutationFn: (request: PublishRequest): Promise<Published> => publish(broker, request) });

async function publish(broker: string, { ratePerSecond, ...repeat }: PublishRequest): Promise<Published> {
  if (repeat.count > 1) return { kind: 'many', operation: await publishRepeatedly(broker, repeat, ratePerSecond) };
  return { kind: 'one', outcomes: await publishDrafts(broker, repeat.virtualHost, [singleDraft(repeat)]) };
}

const singleDraft = ({ draft, hasPlaceholders }: Repeat): MessageDraft =>
  hasPlaceholders ? fillDraft(draft, { n: 1, uuid: randomUuid(), now: new Date().toISOString() }) : draft;
