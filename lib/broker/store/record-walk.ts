import { messageHeadWords, messageQueueWords, recordType } from './record-format';

/** Words of the record head at words[at]. Throws on a type that this version does not know. */
export function recordWords(words: Uint32Array, at: number): number {
  const word = words[at] ?? 0;
  const operand = (index: number): number => words[at + index] ?? 0;
  switch (word & 0xff) {
    case recordType.message:
      return messageHeadWords + messageQueueWords * (word >>> 16);
    case recordType.acknowledged:
      return 3 + operand(2);
    case recordType.returned:
      return 4;
    case recordType.dropped:
      return 3 + operand(2) * 2;
    case recordType.delivering:
      return 2 + operand(1) * 3;
    case recordType.checkpoint:
      return 4 + operand(2) + operand(3) * 2;
    case recordType.clean:
      return 1;
    default:
      // The checksum fits, so a program wrote this: a newer one, which the data directory's version should have told.
      throw new Error(`Unknown record ${word & 0xff} in the message log`);
  }
}
