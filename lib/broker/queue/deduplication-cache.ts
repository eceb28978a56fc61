import { createHash } from 'node:crypto';
import { propertiesOf } from '../../amqp';
import { headerValueKey } from '../../model/routing/message-headers';
import type { Message } from '../message';

const CACHE_SIZE_DEFAULT = 1_000;
const CACHE_SIZE_MAX = 1_000_000;
/** A longer id is remembered by its digest: short strings, like message ids, as they are. */
const ID_LENGTH_MAX = 256;
const HEADER = 'x-deduplication-header';

/** Ids of messages seen lately: x-message-deduplication, with x-cache-size and x-cache-ttl. A message without an id is never a duplicate. */
export class DeduplicationCache {
  /** id -> ms since the epoch when it is forgotten; insertion order is age. */
  private readonly expiryById = new Map<string, number>();
  private readonly size: number;
  private readonly ttlMs: number;

  constructor(
    size: number | null,
    ttlMs: number | null,
    private readonly header: string = HEADER,
  ) {
    this.size = Math.min(Math.max(size ?? CACHE_SIZE_DEFAULT, 1), CACHE_SIZE_MAX);
    this.ttlMs = ttlMs ?? Number.POSITIVE_INFINITY;
  }

  /** Remembers the message when it is none. */
  isDuplicate(message: Message, nowMs: number): boolean {
    const id = this.idOf(message);
    if (id === null) return false;
    const expiryMs = this.expiryById.get(id);
    if (expiryMs !== undefined && expiryMs > nowMs) return true;
    this.expiryById.delete(id);
    this.expiryById.set(id, nowMs + this.ttlMs);
    if (this.expiryById.size > this.size) this.forgetOldest();
    return false;
  }

  private idOf(message: Message): string | null {
    const { headers, messageId } = propertiesOf(message);
    const field = headers?.find((candidate) => candidate.key === this.header);
    if (field !== undefined) return shortened(headerValueKey(field.value));
    return messageId === undefined ? null : `m:${messageId}`;
  }

  private forgetOldest(): void {
    const [oldest] = this.expiryById.keys();
    if (oldest !== undefined) this.expiryById.delete(oldest);
  }
}

const shortened = (id: string): string => (id.length <= ID_LENGTH_MAX ? id : `sha256:${createHash('sha256').update(id).digest('base64')}`);
