import type { BrowsedMessage } from '../../model/message';
import { describeOrigin, type ReplayOrigin } from './replay-origin';

type Known = { readonly origin: ReplayOrigin; readonly text: string };

/** Origins of messages in the order of a queue: those that died of one cause share theirs, and it is told once. */
export class OriginMemo {
  private last: { readonly message: BrowsedMessage; readonly known: Known } | null = null;

  constructor(private readonly queue: string) {}

  of(message: BrowsedMessage): Known {
    if (this.last !== null && haveOneOrigin(this.last.message, message)) return this.last.known;
    const origin = describeOrigin(message, this.queue);
    const known = { origin, text: JSON.stringify(origin) };
    this.last = { message, known };
    return known;
  }
}

/** Told by what `describeOrigin` reads; headers that were decoded once for both are the same object. */
const haveOneOrigin = (one: BrowsedMessage, other: BrowsedMessage): boolean =>
  one.properties.headers === other.properties.headers &&
  one.properties.expiration === other.properties.expiration &&
  one.properties.userId === other.properties.userId &&
  one.exchange === other.exchange &&
  one.routingKey === other.routingKey;
