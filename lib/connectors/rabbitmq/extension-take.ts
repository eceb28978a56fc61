import { ConnectorError, type QueueAddress, type TakenMessage, type TakenMessages } from '../connector';
import type { ExtensionClient } from './extension-client';

/**
 * Chosen messages of a broker that finds and removes them by id: nothing else in the queue is touched, and nothing is
 * held. A message that a consumer has taken in the meantime is left out, or refused when it is settled.
 */
export function takeById(extension: ExtensionClient, queue: QueueAddress, ids: readonly string[]): TakenMessages {
  let isClosed = false;
  return {
    async *[Symbol.asyncIterator](): AsyncIterator<TakenMessage> {
      for (const id of ids) {
        if (isClosed) return;
        const message = await extension.readMessage(queue, id);
        if (message === null || message.state !== 'ready') continue;
        yield {
          message,
          settle: async (how) => {
            if (how === 'requeue') return; // it never left
            const [outcome] = await extension.remove(queue, [id]);
            if (outcome !== 'removed') {
              const why = outcome === 'unacknowledged' ? 'a consumer holds it' : 'it is no longer there';
              throw new ConnectorError('conflict', `Message ${id} of ${queue.name} was not removed: ${why}.`);
            }
          },
        };
      }
    },
    settled: async () => undefined, // each settle has waited for its answer
    close: async () => {
      isClosed = true;
    },
  };
}
