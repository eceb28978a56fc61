import { ByteWriter, type Method, writeMethodFrame } from '../../amqp';
import { limits } from '../limits';
import { connectionLimits } from './connection-limits';
import type { SlabPool } from './slab-pool';
import type { Transport } from './transport';

export interface OutputOwner {
  /** There is something to flush at the end of the turn. */
  outputDirty(): void;
  /** More waits than a peer may ask for; outputDrained() follows when it reads, as after a full window. */
  outputFlooded(): void;
  /** The window is open again after it was full. */
  outputDrained(): void;
}

const NO_SLAB = Buffer.alloc(0);
const methodWriter = new ByteWriter();

/**
 * Everything one connection sends, collected in slabs and handed to the transport once a turn or when a slab is full.
 *
 *   reserve -> slab -> transport.write -> written: slab back to the pool
 *              `pendingBytes` grows at the hand-over and shrinks when written; above outputPendingMaxBytes deliveries stop
 */
export class Output {
  /** Where reserve() made room; valid until the next reserve. */
  slab: Buffer = NO_SLAB;
  isFull = false;
  sentBytes = 0;
  sentCount = 0;
  private used = 0;
  private handedBytes = 0;
  private isClosed = false;
  private lastWrittenBytes = 0;
  private lastWrittenAtMs = -1;

  constructor(
    private readonly transport: Transport,
    private readonly slabs: SlabPool,
    private readonly owner: OutputOwner,
  ) {}

  get pendingBytes(): number {
    return this.handedBytes + this.used;
  }

  /** Makes room for at most SLAB_SIZE_BYTES in one piece. @returns where it begins in `slab` */
  reserve(sizeBytes: number): number {
    if (this.used + sizeBytes > this.slab.length) this.nextSlab();
    const at = this.used;
    if (at === 0) this.owner.outputDirty();
    this.used = at + sizeBytes;
    return at;
  }

  /** Any number of bytes, split over slabs as needed. */
  append(bytes: Buffer, start = 0, end = bytes.length): void {
    let at = start;
    while (at < end) {
      if (this.used === this.slab.length) this.nextSlab();
      const size = Math.min(end - at, this.slab.length - this.used);
      bytes.copy(this.slab, this.reserve(size), at, at + size);
      at += size;
    }
  }

  writeMethod(channel: number, method: Method): void {
    writeMethodFrame(methodWriter.reset(), channel, method);
    this.append(methodWriter.buffer, 0, methodWriter.position);
    this.checkFlood();
  }

  /** After what the peer asked for; deliveries have their window, and a peer that only consumes and publishes is always heard. */
  checkFlood(): void {
    if (this.pendingBytes > connectionLimits.answersPendingMaxBytes) this.owner.outputFlooded();
  }

  /** True when the peer has not read anything since a call long ago. To be called now and then while it matters. */
  isStuck(nowMs: number): boolean {
    const writtenBytes = this.sentBytes - this.handedBytes;
    if (writtenBytes !== this.lastWrittenBytes || this.lastWrittenAtMs < 0) this.lastWrittenAtMs = nowMs;
    this.lastWrittenBytes = writtenBytes;
    return nowMs - this.lastWrittenAtMs > connectionLimits.answersUnreadMaxMs;
  }

  flush(): void {
    if (this.used === 0) return;
    const slab = this.slab;
    const sizeBytes = this.used;
    this.slab = NO_SLAB;
    this.used = 0;
    if (this.isClosed) {
      this.slabs.release(slab);
      return;
    }
    this.handedBytes += sizeBytes;
    this.sentBytes += sizeBytes;
    this.sentCount++;
    if (this.handedBytes > limits.outputPendingMaxBytes) this.isFull = true;
    this.transport.write(slab.subarray(0, sizeBytes), () => this.written(slab, sizeBytes));
  }

  /** From here on everything is dropped. */
  close(): void {
    this.isClosed = true;
    this.flush();
  }

  private nextSlab(): void {
    this.flush();
    this.slab = this.slabs.take();
  }

  private written(slab: Buffer, sizeBytes: number): void {
    this.slabs.release(slab);
    this.handedBytes -= sizeBytes;
    if (this.isFull && this.handedBytes <= limits.outputPendingResumeBytes) {
      this.isFull = false;
      this.owner.outputDrained();
    }
  }
}
