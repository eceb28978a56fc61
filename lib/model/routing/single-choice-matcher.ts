import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import type { MessageHeaders } from './message-headers';

/** Exactly one of the bindings gets a message, whatever their keys: by chance (x-random), or by the routing key (x-modulus-hash). */
export class SingleChoiceMatcher<B extends MatchableBinding> implements BindingMatcher<B> {
  private readonly bindings: B[] = [];

  /** `choose` answers which of `count`. */
  constructor(
    readonly isDecidedByRoutingKey: boolean,
    private readonly choose: (routingKey: string, count: number) => number,
  ) {}

  add(binding: B): void {
    this.bindings.push(binding);
  }

  remove(binding: B): void {
    const index = this.bindings.indexOf(binding);
    if (index >= 0) this.bindings.splice(index, 1);
  }

  collect(routingKey: string, _headers: MessageHeaders, into: B[]): void {
    const binding = this.bindings[this.bindings.length === 0 ? 0 : this.choose(routingKey, this.bindings.length)];
    if (binding !== undefined) into.push(binding);
  }
}
