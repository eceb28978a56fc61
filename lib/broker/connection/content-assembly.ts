import { ConnectionError, FRAME_OVERHEAD_BYTES, replyCode } from '../../amqp';

const FRAME_HEADER_BYTES = 7;
/** Only this much is allocated on the peer's word; beyond it the buffer grows with what really arrives. */
const TRUSTED_SIZE_BYTES = 65_536;

/** A content whose frames did not arrive in one piece, copied together frame by frame. */
export class ContentAssembly {
  buffer: Buffer;
  /** Bytes of `buffer` in use. */
  end = 0;
  frameSizeBytesMax = 0;
  /** Where the header's payload ends in `buffer`; it begins behind its frame's 7 bytes. */
  headerEnd = 0;
  private missingBytes: number;

  /** @param frameMaxBytes what the peer agreed to: its frames are taken to be full ones until they turn out smaller */
  constructor(
    readonly bodySizeBytes: number,
    headerFrameBytes: number,
    frameMaxBytes: number,
  ) {
    const frameCount = Math.ceil(bodySizeBytes / (frameMaxBytes - FRAME_OVERHEAD_BYTES));
    const expectedBytes = headerFrameBytes + bodySizeBytes + frameCount * FRAME_OVERHEAD_BYTES;
    this.buffer = Buffer.allocUnsafeSlow(Math.min(expectedBytes, TRUSTED_SIZE_BYTES));
    this.missingBytes = bodySizeBytes;
  }

  get isComplete(): boolean {
    return this.missingBytes === 0;
  }

  addHeader(source: Buffer, payloadStart: number, payloadEnd: number): void {
    this.addFrame(source, payloadStart, payloadEnd);
    this.headerEnd = this.end - 1;
  }

  /** @throws ConnectionError 501 when there is more body than the header said */
  addBody(source: Buffer, payloadStart: number, payloadEnd: number): void {
    const sizeBytes = payloadEnd - payloadStart;
    if (sizeBytes > this.missingBytes) {
      throw new ConnectionError(replyCode.frameError, 'FRAME_ERROR - content body is larger than its header said');
    }
    if (sizeBytes === 0) return;
    this.missingBytes -= sizeBytes;
    this.addFrame(source, payloadStart, payloadEnd);
  }

  private addFrame(source: Buffer, payloadStart: number, payloadEnd: number): void {
    const frameBytes = payloadEnd - payloadStart + FRAME_OVERHEAD_BYTES;
    const needed = this.end + frameBytes;
    if (needed > this.buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(needed * 2, needed + this.missingBytes + FRAME_OVERHEAD_BYTES));
      this.buffer.copy(grown, 0, 0, this.end);
      this.buffer = grown;
    }
    source.copy(this.buffer, this.end, payloadStart - FRAME_HEADER_BYTES, payloadEnd + 1);
    this.end = needed;
    this.frameSizeBytesMax = Math.max(this.frameSizeBytesMax, frameBytes);
  }
}
