import type { BindingMatcher } from '../../model/routing/binding-matcher';
import type { MessageHeaders } from '../../model/routing/message-headers';
import type { Binding, Exchange } from '../exchange/exchange';
import type { Queue } from '../queue/queue';

/** The default exchange: each queue is bound by its own name, AMQP 0-9-1 3.1.3.3. No binding objects are kept for that. */
export class DefaultExchangeMatcher implements BindingMatcher<Binding> {
  readonly isDecidedByRoutingKey = true;
  source: Exchange | null = null;

  constructor(private readonly queues: ReadonlyMap<string, Queue>) {}

  /** Nobody may bind here; the virtual host refuses it. */
  add(): void {}
  remove(): void {}

  collect(routingKey: string, _headers: MessageHeaders, into: Binding[]): void {
    const destination = this.queues.get(routingKey);
    if (destination !== undefined && this.source !== null) into.push({ source: this.source, destination, routingKey, arguments: [] });
  }
}
