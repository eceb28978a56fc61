import { ConnectorError, type QueueAddress, type TakenMessage, type TakenMessages } from '../connector';
import type { ExtensionClient } from './extension-client';

/**
 * Chosen messages of a broker that finds and removes them by id: nothing else in the queue is touched, and nothing is
 * held. A message that a consumer has taken in the meantime is left out, or refused when it is settled.
 */
export function takeById(extension: ExtensionClient, queue: QueueAddress, ids: readonly string[]): TakenMessages {
  let isClosed = false;
  return {
    async *[Symbol.asyncIterator](): AsyncIterator<readonly TakenMessage[]> {
      for (const id of ids) {
        if (isClosed) return;
        const message = await extension.readMessage(queue, id);
        if (message === null || message.state !== 'ready') continue;
        yield [{ message, receipt: 0 }];
      }
    },
    settle: async (messages, how) => {
      if (how === 'requeue') return; // they never left
      const chosen = messages.flatMap(({ message }) => message.id ?? []);
      const outcomes = await extension.remove(queue, chosen);
      const at = outcomes.findIndex((outcome) => outcome !== 'removed');
      if (at < 0) return;
      const why = outcomes[at] === 'unacknowledged' ? 'a consumer holds it' : 'it is no longer there';
      throw new ConnectorError('conflict', `Message ${chosen[at]} of ${queue.name} was not removed: ${why}.`);
    },
    close: async () => {
      isClosed = true;
    },
  };
}
