import { limits } from '../limits';
import type { QueueEntry } from '../queue-entry';

/** Measured with millions of them: entry, message and its places in the rings. */
const DELIVERY_BYTES = 320;
/** Of the memory for objects. */
const HEAP_SHARE = 0.25;
/** Many channels with their share each are no less than one with everything: beyond this there is a bare minimum for each. */
const CROWDED_SHARE = 1.5;
/** Held-up consumers are asked again when this share is free: no flapping at the edge. */
const RESUME_SHARE = 0.9;

/**
 * What waits for acknowledgements in all channels together. RabbitMQ gives a consumer without a prefetch the whole queue; a
 * consumer that never acknowledges would so take all memory, and its channel's end would put millions back in one go.
 * When the total is full, channels that hold more than their share get nothing more until they, or others, acknowledge.
 */
export class OutstandingDeliveries {
  isFull = false;
  private isResuming = false;
  private count = 0;
  private contentBytes = 0;
  private readonly countMax: number;

  /**
   * @param bytesMax of deliveries and their contents
   * @param heapBytes how large the memory for objects may become: deliveries may be a quarter of it
   * @param changed called with true when no more fits, and with false when there is room again; never from within a settlement
   */
  constructor(
    private readonly bytesMax: number,
    heapBytes: number,
    private readonly changed: (isFull: boolean) => void,
  ) {
    this.countMax = Math.min(limits.unacknowledgedCountMax, (heapBytes * HEAP_SHARE) / DELIVERY_BYTES);
  }

  /** Without contents: their queues count those. */
  get overheadBytes(): number {
    return this.count * DELIVERY_BYTES;
  }

  /** What one channel may hold while others need the room. */
  get shareCount(): number {
    return this.isAbove(CROWDED_SHARE) ? limits.unacknowledgedLeastCount : limits.unacknowledgedShareCount;
  }

  add(contentBytes: number): void {
    this.count += 1;
    this.contentBytes += contentBytes;
    if (!this.isFull && this.isAbove(1)) this.fill();
  }

  remove(contentBytes: number): void {
    this.count -= 1;
    this.contentBytes -= contentBytes;
    if (!this.isFull || this.isResuming || this.isAbove(RESUME_SHARE)) return;
    this.isResuming = true;
    setImmediate(() => this.resume());
  }

  private isAbove(share: number): boolean {
    if (this.count >= this.countMax * share) return true;
    return this.count * DELIVERY_BYTES + this.contentBytes >= this.bytesMax * share;
  }

  private fill(): void {
    this.isFull = true;
    // In a turn of its own: a delivery is half done here.
    setImmediate(() => this.changed(true));
  }

  /** Only now, when the settlement is done, or whoever made room would take it again before others are asked. */
  private resume(): void {
    this.isResuming = false;
    if (this.isAbove(RESUME_SHARE)) return;
    this.isFull = false;
    this.changed(false);
  }
}

export const contentBytesOf = ({ message }: QueueEntry): number => message.end - message.start;
