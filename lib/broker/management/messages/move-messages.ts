import { bodyOf, encodeContentHeader, headerPayloadOf, joinContent, rewriteContentHeader } from '../../../amqp';
import type { TypedTable } from '../../../model/field-table';
import type { MessageProperties } from '../../../model/message';
import { messageOf } from '../../create-message';
import type { Exchange } from '../../exchange/exchange';
import { limits } from '../../limits';
import type { Message } from '../../message';
import { type MessageStore, publishResult } from '../../ports';
import { ClassicQueue } from '../../queue/classic-queue';
import type { Destination, Queue } from '../../queue/queue';
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

/** A disk that takes nothing must not keep consumers waiting. */
const HOLD_MS_MAX = 1_000;

/**
 * Publishes each message to its destination and takes it from `queue`, all in one transaction of the store, so that a crash
 * leaves each in the one place or in the other. Resolves when that is on disk; consumers get the messages only then, because
 * what a crash undoes is moved again, and whoever had it already would have it twice without a mark.
 */
export async function moveMessages(
  virtualHost: VirtualHost,
  queue: Queue,
  store: MessageStore,
  items: readonly MoveItem[],
): Promise<MoveResult[]> {
  const results: MoveResult[] = [];
  const held = new HeldQueues();
  const group = store.transaction(() => {
    for (const item of items) results.push(moveOne(virtualHost, queue, item, held));
  });
  const overdue = setTimeout(() => held.release(), HOLD_MS_MAX);
  if (results.some(({ outcome }) => outcome === 'moved')) await new Promise<void>((resolve) => store.whenDurable(group, resolve));
  clearTimeout(overdue);
  held.release();
  return results;
}

/** Queues whose consumers wait. A stream's don't: a log is read by offset, and its readers may see an entry again. */
class HeldQueues {
  private readonly queues = new Set<ClassicQueue>();

  add(destinations: readonly Destination[]): void {
    for (const queue of destinations) {
      if (!(queue instanceof ClassicQueue) || this.queues.has(queue)) continue;
      queue.dispatcher.hold();
      this.queues.add(queue);
    }
  }

  release(): void {
    for (const queue of this.queues) queue.dispatcher.release();
    this.queues.clear();
  }
}

function moveOne(virtualHost: VirtualHost, queue: Queue, item: MoveItem, held: HeldQueues): MoveResult {
  const { id } = item;
  const found = queue.find(Number(id));
  if (found === null || found.state !== 'ready') return { id, outcome: whyNot(queue, id) };
  const message = withDestination(found.entry.published ?? found.entry.message, item);
  const queues = [...virtualHost.route(item.exchange, message).queues];
  if (queues.length === 0) return { id, outcome: 'unroutable' };
  held.add(queues);
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
