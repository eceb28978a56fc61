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
    /** See Message.envelope. */
    readonly envelope: Buffer,
  ) {
    this.isReply = exchange === '' && isReplyAddress(routingKey);
  }
}
