import type { MessageStore } from '../../ports';
import type { Queue } from '../../queue/queue';

export type SettleOutcome = 'removed' | 'gone' | 'unacknowledged';
export type SettleResult = { readonly id: string; readonly outcome: SettleOutcome };

/** Takes these messages out of the queue for good. Resolves when that is on disk. What a consumer holds is left to it. */
export async function settleMessages(queue: Queue, store: MessageStore, ids: readonly string[]): Promise<SettleResult[]> {
  let results: SettleResult[] = [];
  const group = store.transaction(() => {
    const removed = queue.removeById(ids.map(Number));
    results = ids.map((id, index) => ({ id, outcome: removed[index] ? 'removed' : whyNot(queue, id) }));
  });
  if (results.some(({ outcome }) => outcome === 'removed')) await new Promise<void>((resolve) => store.whenDurable(group, resolve));
  return results;
}

/** What could not be taken is in flight, or not there. */
export const whyNot = (queue: Queue, id: string): 'gone' | 'unacknowledged' =>
  queue.find(Number(id))?.state === 'unacknowledged' ? 'unacknowledged' : 'gone';
