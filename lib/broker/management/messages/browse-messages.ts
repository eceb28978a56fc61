import type { BrowsedMessage } from '../../../model/message';
import type { Queue } from '../../queue/queue';
import { letOthersRun, sliceMs } from '../../stats/in-slices';
import { managementLimits } from '../management-limits';
import type { BrowseQuery } from './browse-query';
import { browsedMessage } from './browsed-message';
import { MessageCursor } from './message-cursor';
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
export async function browseMessages(queue: Queue, query: BrowseQuery): Promise<BrowseAnswer> {
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
  const { readyCount, unacknowledgedCount } = queue;
  const totalCount = readyCount + unacknowledgedCount;
  return { messages, totalCount, readyCount, unacknowledgedCount, next: from, nextAfter: after, scannedCount };
}
