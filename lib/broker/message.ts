/**
 * One published message, shared by all queues it was routed to and never changed after publish.
 *
 * The content stays as it came from the socket, one contiguous slice of header frame and body frames:
 *
 *   buffer[start … end) =  | 02 ch ch size4 | content header payload | CE | 03 ch ch size4 | body … | CE | 03 …
 *
 * so that a delivery is prefix + one copy + the channel number patched into each frame. `buffer` is a read chunk or a
 * queue page's slab; plain integers instead of a sub-Buffer, which costs ~100 B of heap each.
 */
export class Message {
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
}

export const messageFlags = {
  persistent: 1,
  hasHeaders: 2,
  hasExpiration: 4,
  hasPriority: 8,
  /** Carries an x-replay-id header: its fate is kept for the console. */
  isReplay: 16,
} as const;
