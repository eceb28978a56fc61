import { ConnectionError, replyCode } from './errors';
import { frameConstant } from './spec.gen';

/**
 * What the parser tells its owner, frame by frame. `start … end` is the payload; the frame begins 7 bytes before it and its
 * end octet is at `end`. The buffer belongs to the reader of the socket: what outlives the call must be copied.
 * `bufferEnd` is where the received bytes end: a sink may look ahead and take following frames along.
 */
export interface FrameSink {
  /** @returns where to go on, at least `end + 1`; or STOP_PARSING or stopBefore(…), then the parser holds what follows until resume() */
  onFrame(type: number, channel: number, buffer: Buffer, start: number, end: number, bufferEnd: number): number;
}

/** Stops behind the frame. */
export const STOP_PARSING = -1;
/** Stops before `position`, where the next frame begins: for a sink that took following frames along. */
export const stopBefore = (position: number): number => ~position;

const FRAME_HEADER_BYTES = 7;
const FRAME_OVERHEAD_BYTES = 8;

/**
 * Cuts a stream of bytes into frames, in place: a frame that lies whole in a chunk is handed on as it lies there. Only a
 * frame that straddles two chunks is copied together.
 *
 *   frame = | type 1 | channel 2 | size 4 | payload … | CE |      AMQP 0-9-1 4.2.3
 */
export class FrameParser {
  /** Start of a frame whose rest has not arrived; `partialBytes` of it are filled. */
  private partial: Buffer | null = null;
  private partialBytes = 0;
  /** What remained of a chunk when the sink said stop. */
  private held: Buffer | null = null;
  private isStopped = false;

  /** @param frameMaxBytes largest frame that is accepted, overhead included (AMQP 4.2.3: the negotiated frame-max) */
  constructor(
    private readonly sink: FrameSink,
    public frameMaxBytes: number,
  ) {}

  /** True from a `false` of the sink to resume(). */
  get stopped(): boolean {
    return this.isStopped;
  }

  /** Bytes that are kept here, for memory accounting. */
  get heldBytes(): number {
    return (this.held?.length ?? 0) + this.partialBytes;
  }

  /** @throws ConnectionError 501 for a frame that is too large or has no end octet */
  push(chunk: Buffer, start = 0, end = chunk.length): void {
    if (this.isStopped) {
      const rest = chunk.subarray(start, end);
      this.held = this.held === null ? Buffer.from(rest) : Buffer.concat([this.held, rest]);
      return;
    }
    let at = start;
    if (this.partial !== null) {
      at = this.completePartial(chunk, start, end);
      if (at < 0) return;
      if (this.isStopped) {
        this.hold(chunk, at, end, false);
        return;
      }
    }
    this.parse(chunk, at, end, false);
  }

  resume(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    const held = this.held;
    this.held = null;
    // Held from a frame's start on, and a buffer of our own.
    if (held !== null) this.parse(held, 0, held.length, true);
  }

  private parse(chunk: Buffer, from: number, end: number, isOwn: boolean): void {
    let at = from;
    while (end - at >= FRAME_HEADER_BYTES) {
      const size = sizeAt(chunk, at);
      if (size + FRAME_OVERHEAD_BYTES > this.frameMaxBytes) throw this.tooLarge(size);
      const payloadEnd = at + FRAME_HEADER_BYTES + size;
      if (payloadEnd >= end) break;
      if (chunk[payloadEnd] !== frameConstant.end) throw noFrameEnd();
      const next = this.sink.onFrame(chunk[at] as number, channelAt(chunk, at), chunk, at + FRAME_HEADER_BYTES, payloadEnd, end);
      if (next < 0) {
        this.hold(chunk, next === STOP_PARSING ? payloadEnd + 1 : ~next, end, isOwn);
        return;
      }
      at = next;
    }
    if (at < end) this.keepPartial(chunk, at, end);
  }

  private hold(chunk: Buffer, at: number, end: number, isOwn: boolean): void {
    this.isStopped = true;
    if (at >= end) return;
    const rest = chunk.subarray(at, end);
    this.held = isOwn ? rest : Buffer.from(rest);
  }

  private keepPartial(chunk: Buffer, at: number, end: number): void {
    const length = end - at;
    const frameBytes = length >= FRAME_HEADER_BYTES ? sizeAt(chunk, at) + FRAME_OVERHEAD_BYTES : FRAME_OVERHEAD_BYTES;
    this.partial = Buffer.allocUnsafe(Math.max(frameBytes, FRAME_OVERHEAD_BYTES));
    chunk.copy(this.partial, 0, at, end);
    this.partialBytes = length;
  }

  /** @returns where the next frame begins in the chunk, or -1 when the chunk is used up and the frame still not whole */
  private completePartial(chunk: Buffer, start: number, end: number): number {
    let at = start;
    if (this.partialBytes < FRAME_HEADER_BYTES) {
      at = this.fillPartial(chunk, at, end, FRAME_HEADER_BYTES);
      if (this.partialBytes < FRAME_HEADER_BYTES) return -1;
    }
    const partial = this.growPartial();
    at = this.fillPartial(chunk, at, end, partial.length);
    if (this.partialBytes < partial.length) return -1;
    this.partial = null;
    this.partialBytes = 0;
    const payloadEnd = partial.length - 1;
    if (partial[payloadEnd] !== frameConstant.end) throw noFrameEnd();
    const next = this.sink.onFrame(partial[0] as number, channelAt(partial, 0), partial, FRAME_HEADER_BYTES, payloadEnd, partial.length);
    if (next < 0) this.isStopped = true;
    return at;
  }

  private fillPartial(chunk: Buffer, at: number, end: number, wanted: number): number {
    const taken = Math.min(wanted - this.partialBytes, end - at);
    if (this.partial !== null) chunk.copy(this.partial, this.partialBytes, at, at + taken);
    this.partialBytes += taken;
    return at + taken;
  }

  /** Now that the size is known: a buffer of exactly one frame. */
  private growPartial(): Buffer {
    const small = this.partial ?? Buffer.alloc(0);
    const size = sizeAt(small, 0);
    if (size + FRAME_OVERHEAD_BYTES > this.frameMaxBytes) throw this.tooLarge(size);
    if (small.length === size + FRAME_OVERHEAD_BYTES) return small;
    const whole = Buffer.allocUnsafe(size + FRAME_OVERHEAD_BYTES);
    small.copy(whole, 0, 0, this.partialBytes);
    this.partial = whole;
    return whole;
  }

  private tooLarge(size: number): ConnectionError {
    return new ConnectionError(
      replyCode.frameError,
      `FRAME_ERROR - frame of ${size + FRAME_OVERHEAD_BYTES} bytes, the agreed maximum is ${this.frameMaxBytes}`,
    );
  }
}

function channelAt(buffer: Buffer, at: number): number {
  return ((buffer[at + 1] as number) << 8) | (buffer[at + 2] as number);
}

function sizeAt(buffer: Buffer, at: number): number {
  return (
    (((buffer[at + 3] as number) << 24) |
      ((buffer[at + 4] as number) << 16) |
      ((buffer[at + 5] as number) << 8) |
      (buffer[at + 6] as number)) >>>
    0
  );
}

function noFrameEnd(): ConnectionError {
  return new ConnectionError(replyCode.frameError, 'FRAME_ERROR - frame does not end with its end octet');
}
