import type { BrowsedMessage } from '../../../model/message';
import type { Queue } from '../../queue/queue';
import { letOthersRun, sliceMs } from '../../stats/in-slices';
import { managementLimits } from '../management-limits';
import type { BrowseQuery } from './browse-query';
import { browsedMessage } from './browsed-message';
import { batchCount, MessageCursor } from './message-cursor';
import { containsText } from './message-filter';

export type BrowseAnswer = {
  readonly messages: readonly BrowsedMessage[];
  readonly totalCount: number;
  readonly readyCount: number;
  readonly unacknowledgedCount: number;
  readonly next: number | null;
  readonly nextAfter: string | null;
  readonly scannedCount: number;
};

/** A look at a page of messages that changes nothing in the queue. Ends early, with `next`, when bodies or the search get too much for one answer. */
export async function browseMessages(queue: Queue, query: Extract<BrowseQuery, { filter: string }>): Promise<BrowseAnswer> {
  const cursor = new MessageCursor(queue, query.start);
  const matches = query.filter === '' ? null : containsText(query.filter);
  const messages: BrowsedMessage[] = [];
  let scannedCount = 0;
  let loadedBytes = 0;
  let sliceEndsAt = performance.now() + sliceMs;
  const isEnough = () =>
    messages.length >= query.limit ||
    scannedCount >= managementLimits.filterScanMax ||
    loadedBytes >= managementLimits.browseBodiesMaxBytes;
  while (!isEnough()) {
    const batch = cursor.peek(matches === null ? query.limit - messages.length : managementLimits.scanBatchMax);
    if (batch.length === 0) break;
    for (const peeked of batch) {
      if (isEnough()) break;
      cursor.saw(peeked);
      scannedCount++;
      loadedBytes += matches === null ? Math.min(query.truncate, peeked.entry.message.bodySizeBytes) : peeked.entry.message.bodySizeBytes;
      if (matches === null || matches(peeked.entry)) messages.push(browsedMessage(queue, peeked, query.truncate));
    }
    if (performance.now() >= sliceEndsAt) {
      await letOthersRun();
      sliceEndsAt = performance.now() + sliceMs;
    }
  }
  const { from, after } = cursor.next;
  return { messages, ...countsOf(queue), next: from, nextAfter: after, scannedCount };
}

export type NewestAnswer = ReturnType<typeof countsOf> & {
  readonly messages: readonly BrowsedMessage[];
  /** Behind the message named and older than the ones told: more came than fit one answer. */
  readonly skippedCount: number;
};

/** The newest messages behind one that the reader has seen, newest first: for following a queue. Changes nothing either. */
export function newestMessages(queue: Queue, query: Extract<BrowseQuery, { newerThan: number }>): NewestAnswer {
  const { count, entries } = queue.newerThan(query.newerThan, Math.min(query.limit, batchCount(queue)));
  const messages = entries.map((entry) => browsedMessage(queue, entry, query.truncate));
  return { messages, ...countsOf(queue), skippedCount: count - messages.length };
}

function countsOf({ readyCount, unacknowledgedCount }: Queue) {
  return { totalCount: readyCount + unacknowledgedCount, readyCount, unacknowledgedCount };
}
