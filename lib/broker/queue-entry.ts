import type { Message } from './message';

/**
 * One message in one queue. Fields stay small integers on the hot path: V8 boxes doubles.
 * `sequence` orders the queue for its whole life, also through requeue, page-out and restart.
 */
export class QueueEntry {
  /** Where the store holds it; segment -1 when it is transient (or not yet appended). Owned by the store. */
  segment = -1;
  slot = -1;
  isRedelivered = false;
  /** Returns so far: x-delivery-count of quorum queues. */
  deliveryCount = 0;
  /** ms since the epoch when it expires, 0 for never. */
  expiresAtMs = 0;
  /** Neighbours in the queue's list of unacknowledged entries; owned by that list. */
  previous: QueueEntry | null = null;
  next: QueueEntry | null = null;
  /** The content as published, while `message` is a copy with x-delivery-count for a consumer of a quorum queue. */
  published: Message | null = null;

  constructor(
    public message: Message,
    readonly sequence: number,
    readonly enqueuedAtMs: number,
  ) {}
}
