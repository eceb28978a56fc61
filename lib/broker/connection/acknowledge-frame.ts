import { frameConstant, methodId } from '../../amqp';
import type { Output } from './output';

const TWO_TO_THE_32 = 4_294_967_296;
const PAYLOAD_BYTES = 13;
const FRAME_BYTES = PAYLOAD_BYTES + 8;

/** basic.ack to a publisher, by hand: one a channel and turn. | 01 | channel | 0000000D | 003C 0050 | tag 8 | multiple | CE | */
export function writeAcknowledge(output: Output, channel: number, sequence: number, multiple: boolean): void {
  const at = output.reserve(FRAME_BYTES);
  const { slab } = output;
  slab[at] = frameConstant.method;
  slab.writeUInt16BE(channel, at + 1);
  slab.writeUInt32BE(PAYLOAD_BYTES, at + 3);
  slab.writeUInt32BE(methodId['basic.ack'], at + 7);
  slab.writeUInt32BE(Math.floor(sequence / TWO_TO_THE_32), at + 11);
  slab.writeUInt32BE(sequence % TWO_TO_THE_32, at + 15);
  slab[at + 19] = multiple ? 1 : 0;
  slab[at + 20] = frameConstant.end;
}
