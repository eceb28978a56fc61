import { ByteWriter, FRAME_OVERHEAD_BYTES, frameConstant, methodId } from '../../amqp';
import type { Message } from '../message';
import { writeContent } from './content-writer';
import type { Output } from './output';
import { SLAB_SIZE_BYTES } from './slab-pool';

const TWO_TO_THE_32 = 4_294_967_296;
/** Below this a loop beats the call into Buffer.copy. */
const LOOP_COPY_MAX_BYTES = 48;
const prefixWriter = new ByteWriter();

/**
 * basic.deliver of one consumer, straight into the connection's output slab.
 *
 *   | basic.deliver frame, encoded once and patched: tag 8, redelivered 1 | header frame | body frames |
 *                                                                          one copy, channel patched in each frame
 */
export class DeliveryEncoder {
  private prefix: Buffer = Buffer.alloc(0);
  private tagOffset = 0;
  private exchange: string | null = null;
  private routingKey = '';

  constructor(
    private readonly output: Output,
    private readonly channelNumber: number,
    private readonly frameMaxBytes: number,
    private readonly consumerTag: string,
  ) {}

  encode(message: Message, deliveryTag: number, isRedelivered: boolean): void {
    if (message.exchange !== this.exchange || message.routingKey !== this.routingKey) this.encodePrefix(message);
    const { prefix, output } = this;
    const contentBytes = message.end - message.start;
    const fits = prefix.length + contentBytes <= SLAB_SIZE_BYTES && message.frameSizeBytesMax <= this.frameMaxBytes;
    const at = output.reserve(fits ? prefix.length + contentBytes : prefix.length);
    const { slab } = output;
    copyBytes(prefix, 0, prefix.length, slab, at);
    const tagAt = at + this.tagOffset;
    if (deliveryTag >= TWO_TO_THE_32) slab.writeUInt32BE(Math.floor(deliveryTag / TWO_TO_THE_32), tagAt);
    slab[tagAt + 4] = deliveryTag >>> 24;
    slab[tagAt + 5] = deliveryTag >>> 16;
    slab[tagAt + 6] = deliveryTag >>> 8;
    slab[tagAt + 7] = deliveryTag;
    slab[tagAt + 8] = isRedelivered ? 1 : 0;
    if (fits) this.copyContent(message, slab, at + prefix.length);
    else writeContent(output, message, this.channelNumber, this.frameMaxBytes);
  }

  private copyContent(message: Message, slab: Buffer, at: number): void {
    copyBytes(message.buffer, message.start, message.end, slab, at);
    const stop = at + message.end - message.start;
    const { channelNumber } = this;
    for (let frame = at; frame < stop; frame += frameBytesAt(slab, frame)) {
      slab[frame + 1] = channelNumber >>> 8;
      slab[frame + 2] = channelNumber;
    }
  }

  /** Kept until a message with another exchange or routing key comes. */
  private encodePrefix(message: Message): void {
    const writer = prefixWriter.reset();
    writer.octet(frameConstant.method);
    writer.short(this.channelNumber);
    const sizeAt = writer.reserve(4);
    writer.long(methodId['basic.deliver']);
    writer.shortString(this.consumerTag);
    this.tagOffset = writer.position;
    writer.longLong(0);
    writer.octet(0);
    writer.shortString(message.exchange);
    writer.shortString(message.routingKey);
    writer.buffer.writeUInt32BE(writer.position - sizeAt - 4, sizeAt);
    writer.octet(frameConstant.end);
    this.prefix = writer.bytes();
    this.exchange = message.exchange;
    this.routingKey = message.routingKey;
  }
}

function copyBytes(source: Buffer, start: number, end: number, target: Buffer, at: number): void {
  if (end - start > LOOP_COPY_MAX_BYTES) {
    source.copy(target, at, start, end);
    return;
  }
  for (let from = start, to = at; from < end; from++, to++) target[to] = source[from] as number;
}

function frameBytesAt(buffer: Buffer, at: number): number {
  const high = ((buffer[at + 3] as number) << 24) | ((buffer[at + 4] as number) << 16);
  return (high | ((buffer[at + 5] as number) << 8) | (buffer[at + 6] as number)) + FRAME_OVERHEAD_BYTES;
}
