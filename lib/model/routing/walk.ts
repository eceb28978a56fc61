import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import type { MessageHeaders } from './message-headers';

/**
 * How a message finds its queues, once for the broker and for every rehearsal of it:
 *
 *   exchange ─ matcher ─> bindings ─> queue              taken once, however many bindings lead there
 *                                  └> exchange           walked next, once
 *            └ nothing matched ────> alternate exchange  walked next, unless already walked
 */
export interface RouteNode<B extends RouteBinding<B>> {
  readonly kind: 'exchange';
  readonly name: string;
  readonly matcher: BindingMatcher<B>;
  /** The alternate exchange as it exists now, or null. */
  readonly alternate: RouteNode<B> | null;
  visit: number;
}

export interface RouteLeaf {
  readonly kind: 'queue';
  readonly name: string;
  visit: number;
}

export interface RouteBinding<B extends RouteBinding<B>> extends MatchableBinding {
  readonly destination: RouteNode<B> | RouteLeaf;
}

/** Told of each step, for pictures; the broker routes without one. */
export interface RouteObserver<B extends RouteBinding<B>> {
  took(source: RouteNode<B>, binding: B): void;
  tookAlternate(source: RouteNode<B>, alternate: RouteNode<B>): void;
}

type LeafOf<B extends RouteBinding<B>> = Exclude<B['destination'], RouteNode<B>>;

/**
 * Reusable walker: its arrays and its visit stamp live on, so that routing allocates nothing.
 * After `route`, `queues` holds each destination queue once and is valid until the next call.
 */
export class RouteWalker<B extends RouteBinding<B>> {
  readonly queues: LeafOf<B>[] = [];
  viaAlternate = false;
  /** False when some exchange on the way looked at more than the routing key. */
  isDecidedByRoutingKey = true;
  private readonly pending: RouteNode<B>[] = [];
  private readonly matched: B[] = [];
  private static lastVisit = 0;

  /** `keys`: the routing key, then those of CC and BCC. */
  route(start: RouteNode<B>, keys: readonly string[], headers: MessageHeaders, observer: RouteObserver<B> | null = null): void {
    RouteWalker.lastVisit += 1;
    const visit = RouteWalker.lastVisit;
    this.reset(start, visit);
    for (let index = 0; index < this.pending.length; index += 1) {
      const exchange = this.pending[index] as RouteNode<B>;
      this.match(exchange, keys, headers);
      if (this.matched.length === 0) this.tryAlternate(exchange, visit, observer);
      for (const binding of this.matched) {
        observer?.took(exchange, binding);
        this.reach(binding.destination, visit);
      }
    }
  }

  private reset(start: RouteNode<B>, visit: number): void {
    this.queues.length = 0;
    this.pending.length = 0;
    this.viaAlternate = false;
    this.isDecidedByRoutingKey = true;
    start.visit = visit;
    this.pending.push(start);
  }

  private match(exchange: RouteNode<B>, keys: readonly string[], headers: MessageHeaders): void {
    this.matched.length = 0;
    if (!exchange.matcher.isDecidedByRoutingKey) this.isDecidedByRoutingKey = false;
    for (const key of keys) exchange.matcher.collect(key, headers, this.matched);
  }

  private reach(destination: B['destination'], visit: number): void {
    if (destination.visit === visit) return;
    destination.visit = visit;
    if (destination.kind === 'exchange') this.pending.push(destination);
    else this.queues.push(destination as LeafOf<B>);
  }

  private tryAlternate(exchange: RouteNode<B>, visit: number, observer: RouteObserver<B> | null): void {
    const { alternate } = exchange;
    if (alternate === null || alternate.visit === visit) return;
    alternate.visit = visit;
    this.viaAlternate = true;
    observer?.tookAlternate(exchange, alternate);
    this.pending.push(alternate);
  }
}

/** The keys by which a message with these headers is routed: RabbitMQ's sender-selected distribution. */
export function routingKeysOf(routingKey: string, headers: MessageHeaders): readonly string[] {
  return [routingKey, ...headers.strings('CC'), ...headers.strings('BCC')];
}
