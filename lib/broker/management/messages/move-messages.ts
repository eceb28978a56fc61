import { bodyOf, encodeContentHeader, headerPayloadOf, joinContent, rewriteContentHeader } from '../../../amqp';
import type { TypedTable } from '../../../model/field-table';
import type { MessageProperties } from '../../../model/message';
import { messageOf } from '../../create-message';
import type { Exchange } from '../../exchange/exchange';
import { limits } from '../../limits';
import type { Message } from '../../message';
import { type MessageStore, publishResult } from '../../ports';
import type { Queue } from '../../queue/queue';
import type { VirtualHost } from '../../vhost/virtual-host';
import { whyNot } from './settle-messages';

export type MoveItem = {
  readonly id: string;
  readonly exchange: Exchange;
  readonly routingKey: string;
  readonly setHeaders: TypedTable;
  readonly removeHeaders: ReadonlySet<string>;
  readonly dropProperties: readonly ('expiration' | 'userId')[];
  /** An edited content in place of the stored one. */
  readonly replacement: { readonly properties: MessageProperties; readonly body: Buffer } | null;
};
export type MoveResult = {
  readonly id: string;
  readonly outcome: 'moved' | 'unroutable' | 'refused' | 'gone' | 'unacknowledged';
  /** Where it went, when moved. */
  readonly queues?: readonly string[];
};

/**
 * Publishes each message to its destination and takes it from `queue`, all in one transaction of the store, so that a crash
 * leaves each in the one place or in the other. Resolves when that is on disk.
 */
export async function moveMessages(
  virtualHost: VirtualHost,
  queue: Queue,
  store: MessageStore,
  items: readonly MoveItem[],
): Promise<MoveResult[]> {
  const results: MoveResult[] = [];
  const group = store.transaction(() => {
    for (const item of items) results.push(moveOne(virtualHost, queue, item));
  });
  if (results.some(({ outcome }) => outcome === 'moved')) await new Promise<void>((resolve) => store.whenDurable(group, resolve));
  return results;
}

function moveOne(virtualHost: VirtualHost, queue: Queue, item: MoveItem): MoveResult {
  const { id } = item;
  const found = queue.find(Number(id));
  if (found === null || found.state !== 'ready') return { id, outcome: whyNot(queue, id) };
  const message = withDestination(found.entry.published ?? found.entry.message, item);
  const queues = [...virtualHost.route(item.exchange, message).queues];
  if (queues.length === 0) return { id, outcome: 'unroutable' };
  item.exchange.counters.publishIn++;
  item.exchange.counters.publishOut += queues.length;
  if ((virtualHost.publish(message, queues) & publishResult.rejected) !== 0) return { id, outcome: 'refused' };
  // Moved within its own full queue, it may have been the head that made room.
  queue.removeById([Number(id)]);
  return { id, outcome: 'moved', queues: queues.map((destination) => destination.name) };
}

/** The same properties and body, or the edited ones; headers in their order, replaced where they are set anew. */
function withDestination(message: Message, item: MoveItem): Message {
  const { exchange, routingKey, replacement } = item;
  const header = replacement ? encodeContentHeader(replacement.properties, replacement.body.length) : headerPayloadOf(message);
  const body = replacement?.body ?? bodyOf(message);
  return messageOf(exchange.name, routingKey, joinContent(rewriteContentHeader(header, item), body, limits.frameMaxBytes));
}
