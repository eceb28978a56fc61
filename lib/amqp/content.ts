import { assert } from '../base/assert';
import type { MessageProperties } from '../model/message';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { frameConstant, readProperties, writeProperties } from './spec.gen';
import type { TableMemo } from './table-memo';

/**
 * The content of one message as it travels and as it is kept: one header frame and its body frames in a row.
 *
 *   buffer[start … end) =  | 02 | channel 2 | size 4 | header payload | CE |  03 | channel 2 | size 4 | body … | CE |  03 | …
 */
export type ContentSlice = { readonly buffer: Buffer; readonly start: number; readonly end: number; readonly bodySizeBytes: number };
/** frameSizeBytesMax: the largest frame in the slice with its 8 bytes of overhead. */
export type BuiltContent = ContentSlice & { readonly frameSizeBytesMax: number };

/** type 1, channel 2, size 4 before the payload and the end octet behind it */
export const FRAME_OVERHEAD_BYTES = 8;
const FRAME_HEADER_BYTES = 7;
const CLASS_BASIC = 60;

export type ContentHeader = { readonly bodySizeBytes: number; readonly properties: MessageProperties };

/** The payload of a content header frame. @throws ConnectionError 502 when malformed */
export function decodeContentHeader(buffer: Buffer, start: number, end: number, memo: TableMemo | null = null): ContentHeader {
  const reader = new ByteReader(buffer).over(buffer, start, end);
  reader.memo = memo;
  reader.long(); // class and weight
  const bodySizeBytes = reader.longLong();
  return { bodySizeBytes, properties: readProperties(reader) };
}

/** @returns the payload of a content header frame */
export function encodeContentHeader(properties: MessageProperties, bodySizeBytes: number): Buffer {
  const writer = new ByteWriter();
  writer.short(CLASS_BASIC);
  writer.short(0);
  writer.longLong(bodySizeBytes);
  writeProperties(writer, properties);
  return writer.bytes();
}

/** Lays out header and body as frames no larger than `frameMaxBytes`, on channel 0: deliveries patch the channel in. */
export function buildContent(properties: MessageProperties, body: Uint8Array, frameMaxBytes: number): BuiltContent {
  return joinContent(encodeContentHeader(properties, body.length), body, frameMaxBytes);
}

/** As buildContent, with the header payload already encoded. */
export function joinContent(headerPayload: Uint8Array, body: Uint8Array, frameMaxBytes: number): BuiltContent {
  const payloadMaxBytes = frameMaxBytes - FRAME_OVERHEAD_BYTES;
  assert(payloadMaxBytes > 0, 'a frame has room for a payload');
  const frameCount = Math.ceil(body.length / payloadMaxBytes);
  const headerFrameBytes = headerPayload.length + FRAME_OVERHEAD_BYTES;
  const buffer = Buffer.allocUnsafe(headerFrameBytes + body.length + frameCount * FRAME_OVERHEAD_BYTES);
  let at = writeFrame(buffer, 0, frameConstant.header, headerPayload);
  for (let from = 0; from < body.length; from += payloadMaxBytes) {
    at = writeFrame(buffer, at, frameConstant.body, body.subarray(from, from + payloadMaxBytes));
  }
  const bodyFrameBytesMax = frameCount === 0 ? 0 : Math.min(body.length, payloadMaxBytes) + FRAME_OVERHEAD_BYTES;
  return { buffer, start: 0, end: at, bodySizeBytes: body.length, frameSizeBytesMax: Math.max(headerFrameBytes, bodyFrameBytesMax) };
}

function writeFrame(target: Buffer, at: number, type: number, payload: Uint8Array): number {
  target[at] = type;
  target.writeUInt16BE(0, at + 1);
  target.writeUInt32BE(payload.length, at + 3);
  target.set(payload, at + FRAME_HEADER_BYTES);
  const end = at + FRAME_HEADER_BYTES + payload.length;
  target[end] = frameConstant.end;
  return end + 1;
}

/** The header frame's payload, a view into the content's buffer. */
export function headerPayloadOf(content: ContentSlice): Buffer {
  const size = content.buffer.readUInt32BE(content.start + 3);
  return content.buffer.subarray(content.start + FRAME_HEADER_BYTES, content.start + FRAME_HEADER_BYTES + size);
}

export function propertiesOf(content: ContentSlice): MessageProperties {
  const payload = headerPayloadOf(content);
  return decodeContentHeader(payload, 0, payload.length).properties;
}

/** The body without frames: a view when it is one frame, a joined copy otherwise. At most `maxBytes` of it. */
export function bodyOf(content: ContentSlice, maxBytes = content.bodySizeBytes): Buffer {
  const wanted = Math.min(maxBytes, content.bodySizeBytes);
  let at = content.start + FRAME_OVERHEAD_BYTES + content.buffer.readUInt32BE(content.start + 3);
  const pieces: Buffer[] = [];
  let collected = 0;
  while (collected < wanted) {
    assert(at < content.end, 'the frames of a message hold its whole body');
    const size = content.buffer.readUInt32BE(at + 3);
    const taken = Math.min(size, wanted - collected);
    pieces.push(content.buffer.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + taken));
    collected += taken;
    at += size + FRAME_OVERHEAD_BYTES;
  }
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces, collected);
}
