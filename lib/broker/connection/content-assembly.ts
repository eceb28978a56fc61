import { ConnectionError, FRAME_OVERHEAD_BYTES, replyCode } from '../../amqp';

const FRAME_HEADER_BYTES = 7;
/** Only this much is allocated on the peer's word; beyond it the buffer grows with what really arrives. */
const TRUSTED_SIZE_BYTES = 65_536;

/** A content whose frames did not arrive in one piece, copied together frame by frame. Small body frames are joined: a body of one-byte frames would be nine times its size. */
export class ContentAssembly {
  buffer: Buffer;
  /** Bytes of `buffer` in use. */
  end = 0;
  frameSizeBytesMax = 0;
  /** Where the header's payload ends in `buffer`; it begins behind its frame's 7 bytes. */
  headerEnd = 0;
  private missingBytes: number;
  /** Where the last body frame begins in `buffer`; 0 before the first, as the header is there. */
  private lastBodyAt = 0;

  /** @param frameMaxBytes what the peer agreed to: its frames are taken to be full ones until they turn out smaller */
  constructor(
    readonly bodySizeBytes: number,
    headerFrameBytes: number,
    private readonly frameMaxBytes: number,
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
    if (this.lastBodyAt > 0 && this.end - this.lastBodyAt + sizeBytes <= this.frameMaxBytes) {
      this.joinFrame(source, payloadStart, payloadEnd);
      return;
    }
    this.lastBodyAt = this.end;
    this.addFrame(source, payloadStart, payloadEnd);
  }

  /** Over the end octet of the last frame, which then ends later. */
  private joinFrame(source: Buffer, payloadStart: number, payloadEnd: number): void {
    const sizeBytes = payloadEnd - payloadStart;
    this.makeRoom(sizeBytes);
    source.copy(this.buffer, this.end - 1, payloadStart, payloadEnd + 1);
    this.end += sizeBytes;
    const frameBytes = this.end - this.lastBodyAt;
    this.buffer.writeUInt32BE(frameBytes - FRAME_OVERHEAD_BYTES, this.lastBodyAt + 3);
    this.frameSizeBytesMax = Math.max(this.frameSizeBytesMax, frameBytes);
  }

  private addFrame(source: Buffer, payloadStart: number, payloadEnd: number): void {
    const frameBytes = payloadEnd - payloadStart + FRAME_OVERHEAD_BYTES;
    this.makeRoom(frameBytes);
    source.copy(this.buffer, this.end, payloadStart - FRAME_HEADER_BYTES, payloadEnd + 1);
    this.end += frameBytes;
    this.frameSizeBytesMax = Math.max(this.frameSizeBytesMax, frameBytes);
  }

  private makeRoom(sizeBytes: number): void {
    const needed = this.end + sizeBytes;
    if (needed <= this.buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.min(needed * 2, needed + this.missingBytes + FRAME_OVERHEAD_BYTES));
    this.buffer.copy(grown, 0, 0, this.end);
    this.buffer = grown;
  }
}
