import { ByteWriter, FRAME_OVERHEAD_BYTES, frameConstant, methodId } from '../../amqp';
import { copyBytes } from '../../base/copy-bytes';
import type { Message } from '../message';
import { writeContent } from './content-writer';
import type { Output } from './output';
import { SLAB_SIZE_BYTES } from './slab-pool';

const TWO_TO_THE_32 = 4_294_967_296;
/** Delivery tag and redelivered bit, behind the head. */
const TAG_BYTES = 9;
const writer = new ByteWriter();

/**
 * basic.deliver of one consumer, straight into the connection's output slab.
 *
 *   | type channel size, class method, consumer tag | tag 8, redelivered 1 | exchange, routing key | CE | header frame | body frames |
 *     head: encoded once                              by hand                envelope: once a route      one copy, channel patched
 */
export class DeliveryEncoder {
  private readonly head: Buffer;
  private envelope: Buffer = Buffer.alloc(0);
  private exchange: string | null = null;
  private routingKey = '';

  constructor(
    private readonly output: Output,
    private readonly channelNumber: number,
    private readonly frameMaxBytes: number,
    consumerTag: string,
  ) {
    writer.reset().octet(frameConstant.method);
    writer.short(channelNumber);
    writer.long(0); // size, patched
    writer.long(methodId['basic.deliver']);
    writer.shortString(consumerTag);
    this.head = writer.bytes();
  }

  encode(message: Message, deliveryTag: number, isRedelivered: boolean): void {
    const envelope = message.envelope ?? this.envelopeOf(message);
    const envelopeStart = message.envelope === null ? 0 : message.envelopeStart;
    const envelopeBytes = (message.envelope === null ? envelope.length : message.envelopeEnd) - envelopeStart;
    const { head, output } = this;
    const prefixBytes = head.length + TAG_BYTES + envelopeBytes + 1;
    const contentBytes = message.end - message.start;
    const fits = prefixBytes + contentBytes <= SLAB_SIZE_BYTES && message.frameSizeBytesMax <= this.frameMaxBytes;
    const at = output.reserve(fits ? prefixBytes + contentBytes : prefixBytes);
    const { slab } = output;
    copyBytes(head, 0, head.length, slab, at);
    const sizeBytes = prefixBytes - FRAME_OVERHEAD_BYTES; // three short strings at most: two octets hold it
    slab[at + 5] = sizeBytes >>> 8;
    slab[at + 6] = sizeBytes;
    this.writeTag(slab, at + head.length, deliveryTag, isRedelivered);
    const contentAt = at + prefixBytes;
    copyBytes(envelope, envelopeStart, envelopeStart + envelopeBytes, slab, contentAt - 1 - envelopeBytes);
    slab[contentAt - 1] = frameConstant.end;
    if (fits) this.copyContent(message, slab, contentAt);
    else writeContent(output, message, this.channelNumber, this.frameMaxBytes);
  }

  private writeTag(slab: Buffer, at: number, deliveryTag: number, isRedelivered: boolean): void {
    slab[at] = 0;
    slab[at + 1] = 0;
    slab[at + 2] = 0;
    slab[at + 3] = 0;
    if (deliveryTag >= TWO_TO_THE_32) slab.writeUInt32BE(Math.floor(deliveryTag / TWO_TO_THE_32), at);
    slab[at + 4] = deliveryTag >>> 24;
    slab[at + 5] = deliveryTag >>> 16;
    slab[at + 6] = deliveryTag >>> 8;
    slab[at + 7] = deliveryTag;
    slab[at + 8] = isRedelivered ? 1 : 0;
  }

  /** For messages that were not just published: kept until one with another exchange or routing key comes. */
  private envelopeOf(message: Message): Buffer {
    if (message.exchange === this.exchange && message.routingKey === this.routingKey) return this.envelope;
    writer.reset().shortString(message.exchange);
    writer.shortString(message.routingKey);
    this.envelope = writer.bytes();
    this.exchange = message.exchange;
    this.routingKey = message.routingKey;
    return this.envelope;
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
}

function frameBytesAt(buffer: Buffer, at: number): number {
  const high = ((buffer[at + 3] as number) << 24) | ((buffer[at + 4] as number) << 16);
  return (high | ((buffer[at + 5] as number) << 8) | (buffer[at + 6] as number)) + FRAME_OVERHEAD_BYTES;
}
