import type { Exchange } from '../exchange/exchange';
import type { Destination } from '../queue/queue';
import { isReplyAddress } from './reply-address';

/** Where a basic.publish goes, as far as its method says it, with what was found out last time. Valid while the two versions are. */
export class PublishTarget {
  /** Null until first used and after a change of topology or permissions. */
  exchangeFound: Exchange | null = null;
  /** The queues when the routing key alone decides; null when each message has to be routed. */
  queues: readonly Destination[] | null = null;
  topologyVersion = -1;
  accountsVersion = -1;

  /** The routing key is the address of a direct reply-to consumer. */
  readonly isReply: boolean;

  constructor(
    readonly exchange: string,
    readonly routingKey: string,
    readonly mandatory: boolean,
    /** See Message.envelope: envelope[envelopeStart … envelopeEnd). */
    public envelope: Buffer,
    public envelopeStart: number,
    public envelopeEnd: number,
    /** It is used again; otherwise its envelope is a view of the read buffer. */
    readonly isRemembered: boolean,
  ) {
    this.isReply = exchange === '' && isReplyAddress(routingKey);
  }

  /** Its content comes with a later read, which overwrites the read buffer. */
  leaveReadBuffer(): void {
    if (this.isRemembered) return;
    this.envelope = Buffer.from(this.envelope.subarray(this.envelopeStart, this.envelopeEnd));
    this.envelopeEnd -= this.envelopeStart;
    this.envelopeStart = 0;
  }
}
