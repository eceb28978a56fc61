import type { MessageDraft } from '../../model/message';
import { fitForPublishing } from './fit-for-publishing';
import { messageDraft } from './message-draft';

/** A body of 32 MiB in base64 with its properties. */
export const lineCharactersMax = 48 * 1024 * 1024;

/** One line of an import as it will be published, or why it can't be. `queue` takes everything into it; null keeps each line's own way. */
export function readDraft(text: string, queue: string | null): MessageDraft | string {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return 'the line is not JSON';
  }
  const parsed = messageDraft.safeParse(given);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' ');
  const { userId: _userId, ...properties } = parsed.data.properties; // brokers refuse it from anyone but its owner
  if (queue === null) return { ...parsed.data, properties };
  return { ...parsed.data, exchange: '', routingKey: queue, properties: fitForPublishing(parsed.data.properties) };
}
