import type { Message } from '../message';

/**
 * Copies a borrowed content for a queue that may keep it for days. Message.retain() would put it into a large slab together
 * with contents of other queues, and one of them would keep the whole slab; Node's own pool is 8 KiB.
 */
export function ownContent(message: Message): void {
  if (!message.isBorrowed) return;
  message.leaveReadBuffer();
  const { start, end } = message;
  const own = Buffer.allocUnsafe(end - start);
  message.buffer.copy(own, 0, start, end);
  message.buffer = own;
  message.start = 0;
  message.end = own.length;
}
