export const SLAB_SIZE_BYTES = 131_072;
/** Slabs kept for reuse: 8 MiB, enough for a few consumers whose whole window is in flight. */
const POOLED_MAX = 64;

/** Output buffers of all connections. A connection holds one only while it has something to send. */
export class SlabPool {
  private readonly free: Buffer[] = [];

  take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(SLAB_SIZE_BYTES);
  }

  release(slab: Buffer): void {
    if (this.free.length < POOLED_MAX) this.free.push(slab);
  }
}
