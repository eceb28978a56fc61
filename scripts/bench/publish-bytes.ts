import { buildContent, encodeMethodFrame } from '../../lib/amqp';

const FRAME_MAX_BYTES = 131_072;

/** `count` complete publishes on channel 1, ready to be written again and again. */
export function publishBytes(
  exchange: string,
  routingKeys: readonly string[],
  bodySizeBytes: number,
  isPersistent: boolean,
  count: number,
): Buffer {
  const content = buildContent(isPersistent ? { deliveryMode: 2 } : {}, Buffer.alloc(bodySizeBytes, 'x'), FRAME_MAX_BYTES);
  const bytes = content.buffer.subarray(content.start, content.end);
  setChannel(bytes, 1);
  const pieces: Buffer[] = [];
  for (let index = 0; index < count; index++) {
    const routingKey = routingKeys[index % routingKeys.length] ?? '';
    pieces.push(encodeMethodFrame(1, { name: 'basic.publish', exchange, routingKey, mandatory: false, immediate: false }), bytes);
  }
  return Buffer.concat(pieces);
}

function setChannel(frames: Buffer, channel: number): void {
  for (let at = 0; at < frames.length; at += frames.readUInt32BE(at + 3) + 8) frames.writeUInt16BE(channel, at + 1);
}
