/**
 * Record heads: 32-bit words, walked by recovery without touching a content. docs/STORE_FORMAT.md has the pictures.
 *
 *   message       | type, priority, queue count | content bytes | body bytes | enqueued low | enqueued high, flags |
 *                 and for each queue            | queue id | sequence low | sequence high, redelivered, deliveries | expires low | expires high |
 *   acknowledged  | type | segment | word count | ranges … |
 *   returned      | type | segment | slot | redelivered, deliveries |
 *   dropped       | type | queue id | kept count | segment, slot … |
 *   delivering    | type | count | queue id, sequence low, sequence high … |
 *   checkpoint    | type | segment | word count | returned count | ranges … | slot, redelivered and deliveries … |
 *   clean         | type |
 */
export const recordType = { message: 1, acknowledged: 2, returned: 3, dropped: 4, delivering: 5, checkpoint: 6, clean: 7 } as const;

export const messageHeadWords = 5;
export const messageQueueWords = 5;
/** In the fifth word of a message head: its content is the first of a block. */
export const startsBlockFlag = 1 << 16;
/** In the third word of a message's queue, above the sequence's high half. */
export const redeliveredShift = 16;
export const deliveryCountShift = 17;

/** `upToSequence` of a delivering record that has no end. */
export const endlessSequence = Number.POSITIVE_INFINITY;

export const high = (integer: number): number => Math.floor(integer / 2 ** 32);
export const joined = (lowWord: number, highHalf: number): number => (highHalf & 0xffff) * 2 ** 32 + lowWord;

/** A message's state besides its bytes, as one word: bit 0 redelivered, the delivery count above. */
export const returnedWord = (isRedelivered: boolean, deliveryCount: number): number => (isRedelivered ? 1 : 0) | (deliveryCount << 1);

/**
 * Content record: | bytes | flags, priority, exchange bytes, key bytes | body bytes | frame bytes max, expiration bit | expiration ms |
 * exchange | routing key | header frame and body frames | padding to 4 |
 */
export const contentHeadBytes = 20;
export const hasExpirationBit = 0x80_00_00_00;

export const paddedTo4 = (byteCount: number): number => (byteCount + 3) & ~3;
