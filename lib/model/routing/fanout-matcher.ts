import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import type { MessageHeaders } from './message-headers';

/** fanout: every binding matches. */
export class FanoutMatcher<B extends MatchableBinding> implements BindingMatcher<B> {
  readonly isDecidedByRoutingKey = true;
  private readonly bindings = new Set<B>();

  add(binding: B): void {
    this.bindings.add(binding);
  }

  remove(binding: B): void {
    this.bindings.delete(binding);
  }

  collect(_routingKey: string, _headers: MessageHeaders, into: B[]): void {
    for (const binding of this.bindings) into.push(binding);
  }
}
