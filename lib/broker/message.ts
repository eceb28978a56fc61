import { contentSlab } from './content-slab';

/**
 * One published message, shared by all queues it was routed to and never changed after publish.
 *
 * The content stays as it came from the socket, one contiguous slice of header frame and body frames:
 *
 *   buffer[start … end) =  | 02 ch ch size4 | content header payload | CE | 03 ch ch size4 | body … | CE | 03 …
 *
 * so that a delivery is prefix + one copy + the channel number patched into each frame. Plain integers instead of a
 * sub-Buffer, which costs ~100 B of heap each.
 *
 * Until retain() is called the slice may lie in the connection's read buffer, which is overwritten by the next read:
 * whoever keeps a message after VirtualHost.publish() returns (a queue that could not deliver at once, an unacknowledged
 * delivery, a page) calls retain() first or copies the bytes elsewhere. A message that is delivered without
 * acknowledgement in the same call is never copied at all.
 */
export class Message {
  /** True while the bytes lie in a buffer that will be overwritten. */
  isBorrowed = false;
  /**
   * Exchange and routing key as two short strings at [envelopeStart, envelopeEnd), ready to be copied into a delivery; null
   * when they have to be encoded. They may lie in the read buffer too.
   */
  envelope: Buffer | null = null;
  envelopeStart = 0;
  envelopeEnd = 0;

  constructor(
    readonly exchange: string,
    readonly routingKey: string,
    public buffer: Buffer,
    public start: number,
    public end: number,
    readonly bodySizeBytes: number,
    /** Largest frame in the slice, frame overhead included: a consumer with a smaller frame-max needs refragmenting. */
    readonly frameSizeBytesMax: number,
    /** messageFlags below, or-ed. */
    readonly flags: number,
    readonly priority: number,
    /** Publisher's `expiration` in ms, -1 when not set. */
    readonly expirationMs: number,
  ) {}

  /** Copies the content out of a borrowed buffer. Idempotent and cheap when it is owned already. */
  retain(): void {
    if (!this.isBorrowed) return;
    this.leaveReadBuffer();
    contentSlab.adopt(this);
  }

  /** The content is about to be copied elsewhere by the caller: nothing of the message may stay in the read buffer. */
  leaveReadBuffer(): void {
    if (this.envelope === this.buffer) this.envelope = null;
    this.isBorrowed = false;
  }
}

export const messageFlags = {
  persistent: 1,
  hasHeaders: 2,
  hasExpiration: 4,
  hasPriority: 8,
  /** Carries an x-replay-id header: its fate is kept for the console. */
  isReplay: 16,
  /** Carries a CC or BCC header: route() adds those keys. Without it there is no need to decode the headers. */
  hasExtraRoutes: 32,
  /** Carries an x-delay header. */
  hasDelay: 64,
  /** Carries an x-death header: it was dead-lettered before. */
  hasDeaths: 128,
} as const;
