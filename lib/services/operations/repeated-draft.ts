import { createHash } from 'node:crypto';
import type { MessageDraft } from '../../model/message';
import { fillDraft, type PlaceholderValues, randomUuid } from '../../model/placeholders';

/** The n-th message of a repeat. Sent again after a crash it has the same id, so that a consumer can drop it. */
export const repeatedDraft = (draft: MessageDraft, operationId: string, n: number, nowMs: number): MessageDraft =>
  fillDraft(draft, repeatValues(operationId, n, nowMs));

export const repeatValues = (operationId: string, n: number, nowMs: number): PlaceholderValues => ({
  n,
  uuid: randomUuid(createHash('sha256').update(`${operationId}.${n}`).digest().subarray(0, 16)),
  now: new Date(nowMs).toISOString(),
});
