import { copyBytes } from '../base/copy-bytes';

/**
 * Contents that must outlive the read buffer they arrived in are copied here, many into one allocation. A slab is freed by
 * the garbage collector when the last content in it is gone, so only what a queue keeps for a short while belongs here;
 * what stays longer moves on to the queue's own pages.
 */
/** Small enough that an unacknowledged delivery, kept for hours, holds back no more than this. */
const SLAB_SIZE_BYTES = 65_536;
/** Larger contents get an allocation of their own: they would leave too much of a slab unused. */
const SHARED_MAX_BYTES = 8_192;

export type SlabPlace = { buffer: Buffer; start: number; end: number };

export class ContentSlab {
  private slab = Buffer.alloc(0);
  private used = 0;

  /** Points `place` at a copy of its bytes. */
  adopt(place: SlabPlace): void {
    const sizeBytes = place.end - place.start;
    if (sizeBytes > SHARED_MAX_BYTES) {
      const own = Buffer.allocUnsafeSlow(sizeBytes);
      place.buffer.copy(own, 0, place.start, place.end);
      place.buffer = own;
      place.start = 0;
    } else {
      if (this.used + sizeBytes > this.slab.length) {
        this.slab = Buffer.allocUnsafeSlow(SLAB_SIZE_BYTES);
        this.used = 0;
      }
      copyBytes(place.buffer, place.start, place.end, this.slab, this.used);
      place.buffer = this.slab;
      place.start = this.used;
      this.used += sizeBytes;
    }
    place.end = place.start + sizeBytes;
  }
}

/** One for the thread: contents of all connections share slabs. */
export const contentSlab = new ContentSlab();
