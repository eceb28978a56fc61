import { ByteWriter } from './byte-writer';
import { encodeMethod, frameConstant, type Method } from './spec.gen';

/** Writes one whole method frame: | 01 | channel | size | class | method | fields … | CE | */
export function writeMethodFrame(writer: ByteWriter, channel: number, method: Method): void {
  writer.octet(frameConstant.method);
  writer.short(channel);
  const sizeAt = writer.reserve(4);
  encodeMethod(writer, method);
  writer.buffer.writeUInt32BE(writer.position - sizeAt - 4, sizeAt);
  writer.octet(frameConstant.end);
}

export function encodeMethodFrame(channel: number, method: Method): Buffer {
  const writer = new ByteWriter();
  writeMethodFrame(writer, channel, method);
  return writer.bytes();
}
