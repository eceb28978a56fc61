import { type ReplyCode, replyCode } from '../amqp';

/** A connection that may hold contents which nobody can read yet. */
export interface ContentHolder {
  /** Frames and contents that are not whole yet, and transactions that are not committed. */
  readonly unfinishedBytes: number;
  closeByBroker(code: ReplyCode, text: string): void;
}

/**
 * Ends those that hold the most while all together hold more than the limit. Blocking them, as other publishers, would keep
 * what they hold for as long as they like, and with it the alarm for everybody.
 *
 * @returns what is still held, in bytes
 */
export function relieveUnfinished(holders: Iterable<ContentHolder>, limitBytes: number): number {
  const large: { holder: ContentHolder; bytes: number }[] = [];
  let heldBytes = 0;
  for (const holder of holders) {
    const bytes = holder.unfinishedBytes;
    if (bytes === 0) continue;
    heldBytes += bytes;
    large.push({ holder, bytes });
  }
  if (heldBytes <= limitBytes) return heldBytes;
  large.sort((left, right) => right.bytes - left.bytes);
  const text = `RESOURCE_ERROR - unfinished contents and transactions of all connections hold more than ${limitBytes} bytes`;
  for (const { holder, bytes } of large) {
    if (heldBytes <= limitBytes) break;
    holder.closeByBroker(replyCode.resourceError, text);
    heldBytes -= bytes;
  }
  return heldBytes;
}
