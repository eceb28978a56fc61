import type { BrowsedMessage, NewestMessages } from '../../model/message';
import type { AmqpChannel, Delivery } from '../amqp/amqp-channel';
import type { AmqpConnection } from '../amqp/amqp-connection';
import type { BrowsePage, NewestPage, QueueAddress } from '../connector';
import { numberHeader, toBrowsedMessage } from './browsed-message';
import { openReader } from './delivery-reader';
import { rabbitmqLimits } from './rabbitmq-limits';

export type StreamPage = { readonly messages: readonly BrowsedMessage[]; readonly next: number | null };

/**
 * Reads a stream by offset, which changes nothing. A message's position and id are its offset; `from` is an offset when
 * reading from the oldest, and a count of messages to step over when reading from the newest.
 */
export async function browseStream(connection: AmqpConnection, queue: QueueAddress, page: BrowsePage): Promise<StreamPage> {
  const limit = Math.min(page.limit, rabbitmqLimits.streamPageCountMax);
  if (page.order === 'oldest') {
    const messages = await readFrom(connection, queue, page, page.from === 0 ? 'first' : page.from, limit);
    const last = messages.at(-1);
    return { messages, next: messages.length < limit || last === undefined ? null : last.position + 1 };
  }
  const lastChunk = await readFrom(connection, queue, { ...page, bodyLimitBytes: 0 }, 'last', rabbitmqLimits.scanCountMax);
  const endOffset = (lastChunk.at(-1)?.position ?? -1) - page.from;
  if (endOffset < 0) return { messages: [], next: null };
  const startOffset = Math.max(0, endOffset - limit + 1);
  const messages = await readFrom(connection, queue, page, startOffset, endOffset - startOffset + 1);
  const next = startOffset === 0 ? null : page.from + limit;
  return { messages: messages.filter((message) => message.position <= endOffset).reverse(), next };
}

/** The newest of a stream behind the offset `after`; offsets have no gaps, so what was left out is counted by them. */
export async function readNewestOfStream(
  connection: AmqpConnection,
  queue: QueueAddress,
  { after, ...page }: NewestPage,
): Promise<Pick<NewestMessages, 'messages' | 'skippedCount'>> {
  const seen = after === null ? -1 : Number(after);
  const { messages } = await browseStream(connection, queue, { ...page, from: 0, order: 'newest' });
  const newer = messages.filter((message) => message.position > seen);
  const oldest = newer.at(-1)?.position ?? seen + 1;
  return { messages: newer, skippedCount: oldest - seen - 1 };
}

async function readFrom(
  connection: AmqpConnection,
  queue: QueueAddress,
  page: BrowsePage,
  offset: 'first' | 'last' | number,
  count: number,
): Promise<readonly BrowsedMessage[]> {
  return connection.withChannel(async (channel) => {
    channel.bodyKeepBytes = page.bodyLimitBytes;
    const deliveries = await collect(channel, queue, offset, count);
    return deliveries.map((delivery) => {
      const position = numberHeader(delivery.content.properties, 'x-stream-offset') ?? 0;
      return toBrowsedMessage(delivery, position, String(position));
    });
  });
}

async function collect(
  channel: AmqpChannel,
  queue: QueueAddress,
  offset: 'first' | 'last' | number,
  count: number,
): Promise<readonly Delivery[]> {
  const deadlineMs = Date.now() + rabbitmqLimits.streamReadMs;
  // Acknowledging is what gives a stream's consumer credit for more; it moves nothing (RabbitMQ docs/streams).
  const prefetchCount = Math.min(count, rabbitmqLimits.streamPageCountMax);
  const reader = await openReader(channel, { queue: queue.name, verb: 'stream', prefetchCount, offset });
  const collected: Delivery[] = [];
  let bytes = 0;
  while (collected.length < count && bytes < rabbitmqLimits.heldBytesMax && Date.now() < deadlineMs) {
    const delivery = await reader.next();
    if (delivery === null) break;
    channel.send({ name: 'basic.ack', deliveryTag: delivery.deliveryTag, multiple: false });
    // An offset inside a chunk delivers the chunk from its start.
    const isBefore = typeof offset === 'number' && (numberHeader(delivery.content.properties, 'x-stream-offset') ?? 0) < offset;
    if (isBefore) continue;
    collected.push(delivery);
    bytes += delivery.content.body.length;
  }
  await reader.stop();
  return collected;
}
