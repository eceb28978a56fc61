import { FRAME_OVERHEAD_BYTES, frameConstant } from '../../amqp';
import type { Message } from '../message';
import type { Output } from './output';

const FRAME_HEADER_BYTES = 7;

/**
 * Writes a content frame by frame: for what is larger than a slab, and for consumers whose frame-max is smaller than the
 * publisher's, which get the body cut anew.
 */
export function writeContent(output: Output, message: Message, channel: number, frameMaxBytes: number): void {
  const { buffer } = message;
  const payloadMaxBytes = frameMaxBytes - FRAME_OVERHEAD_BYTES;
  for (let at = message.start; at < message.end; ) {
    const size = buffer.readUInt32BE(at + 3);
    const type = buffer[at] as number;
    const payloadStart = at + FRAME_HEADER_BYTES;
    // A header frame can't be cut (AMQP 4.2.6.1); frame-max is at least 4096 and holds all but absurd headers.
    const pieceMaxBytes = type === frameConstant.header ? size : payloadMaxBytes;
    for (let done = 0; done < size || done === 0; done += pieceMaxBytes) {
      writeFrame(output, type, channel, buffer, payloadStart + done, payloadStart + Math.min(size, done + pieceMaxBytes));
      if (size === 0) break;
    }
    at = payloadStart + size + 1;
  }
}

function writeFrame(output: Output, type: number, channel: number, payload: Buffer, start: number, end: number): void {
  const at = output.reserve(FRAME_HEADER_BYTES);
  const { slab } = output;
  slab[at] = type;
  slab.writeUInt16BE(channel, at + 1);
  slab.writeUInt32BE(end - start, at + 3);
  output.append(payload, start, end);
  const endAt = output.reserve(1);
  output.slab[endAt] = frameConstant.end;
}
