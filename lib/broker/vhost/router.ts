import { bodyOf, propertiesOf } from '../../amqp';
import type { TypedTable } from '../../model/field-table';
import { erlangTypeName } from '../../model/queue-arguments/erlang-type-name';
import type { RoutePreview } from '../../model/resources';
import { HopRecorder } from '../../model/routing/hop-recorder';
import { MessageHeaders, noHeaders } from '../../model/routing/message-headers';
import { RouteWalker, routingKeysOf } from '../../model/routing/walk';
import { createMessage } from '../create-message';
import { delayOf } from '../exchange/delayed-messages';
import type { Binding, Exchange } from '../exchange/exchange';
import { type Message, messageFlags } from '../message';
import type { Destination } from '../queue/queue';
import { preconditionFailed } from './equivalence';

/** Where one message goes. Reused: valid until the next call of route(). */
export class Route {
  queues: readonly Destination[] = [];
  /**
   * The answer holds for every message with this exchange and routing key until the topology changes, unless the message
   * carries flags of `uncacheableFlags`.
   */
  isCacheable = false;
}

/** Messages with one of these are routed one by one, whatever was remembered for their exchange and key. */
export const uncacheableFlags = messageFlags.hasExtraRoutes;

const singleKey: string[] = [''];
const nowhere: readonly Destination[] = [];

/** Routing of one virtual host: the shared walk, and what delaying and de-duplicating exchanges do before it. */
export class Router {
  private readonly walker = new RouteWalker<Binding>();
  private readonly found = new Route();

  constructor(private readonly nowMs: () => number) {}

  /** @throws ChannelError 406 when CC or BCC is no list */
  route(exchange: Exchange, message: Message): Route {
    const { found } = this;
    const { delayed, duplicates, history } = exchange.extras;
    found.isCacheable = false;
    if (duplicates?.isDuplicate(message, this.nowMs())) found.queues = nowhere;
    else if (delayed !== null && delayOf(message) > 0) found.queues = [delayed];
    else {
      history?.remember(message);
      this.walk(exchange, message);
      found.queues = this.walker.queues;
      found.isCacheable = this.walker.isDecidedByRoutingKey && delayed === null && duplicates === null && history === null;
    }
    return found;
  }

  /** Past the delay: where the exchange's bindings lead. The answer is the caller's to keep. */
  destinationsOf(exchange: Exchange, message: Message): readonly Destination[] {
    const walker = new RouteWalker<Binding>();
    this.walkWith(walker, exchange, message);
    return walker.queues;
  }

  /** What route() would say, with each hop. Delays and duplicates do not show in it. */
  preview(exchange: Exchange, routingKey: string, headers: TypedTable): RoutePreview {
    const walker = new RouteWalker<Binding>();
    const recorder = new HopRecorder<Binding>();
    const view = MessageHeaders.of(headers);
    walker.route(exchange, routingKeysOf(routingKey, view), view, recorder);
    return recorder.preview(walker);
  }

  private walk(exchange: Exchange, message: Message): void {
    this.walkWith(this.walker, exchange, message);
  }

  private walkWith(walker: RouteWalker<Binding>, exchange: Exchange, message: Message): void {
    if ((message.flags & messageFlags.hasHeaders) === 0) {
      singleKey[0] = message.routingKey;
      walker.route(exchange, singleKey, noHeaders);
      return;
    }
    const headers = new MessageHeaders(() => propertiesOf(message).headers ?? []);
    const hasExtraRoutes = (message.flags & messageFlags.hasExtraRoutes) !== 0;
    if (hasExtraRoutes) checkExtraRoutes(headers.table);
    walker.route(exchange, hasExtraRoutes ? routingKeysOf(message.routingKey, headers) : [message.routingKey], headers);
  }
}

/** @throws ChannelError 406 when CC or BCC is no list */
function checkExtraRoutes(headers: TypedTable): void {
  for (const { key, value } of headers) {
    if ((key !== 'CC' && key !== 'BCC') || value.type === 'array') continue;
    throw preconditionFailed(`invalid message: {unacceptable_type_in_header,"${key}",${erlangTypeName(value)}}`);
  }
}

/** BCC is for routing only: consumers must not see it. RabbitMQ: sender-selected distribution. */
export function withoutBlindCopies(message: Message): Message {
  const properties = propertiesOf(message);
  const headers = properties.headers ?? [];
  if (!headers.some((field) => field.key === 'BCC')) return message;
  const shown = { ...properties, headers: headers.filter((field) => field.key !== 'BCC') };
  return createMessage(message.exchange, message.routingKey, shown, bodyOf(message));
}
