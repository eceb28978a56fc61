import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import type { MessageHeaders } from './message-headers';

/** direct: the routing key equals the binding key. */
export class DirectMatcher<B extends MatchableBinding> implements BindingMatcher<B> {
  readonly isDecidedByRoutingKey = true;
  private readonly bindingsByKey = new Map<string, B[]>();

  add(binding: B): void {
    const bindings = this.bindingsByKey.get(binding.routingKey);
    if (bindings === undefined) this.bindingsByKey.set(binding.routingKey, [binding]);
    else bindings.push(binding);
  }

  remove(binding: B): void {
    const bindings = this.bindingsByKey.get(binding.routingKey) ?? [];
    const kept = bindings.filter((other) => other !== binding);
    if (kept.length === 0) this.bindingsByKey.delete(binding.routingKey);
    else this.bindingsByKey.set(binding.routingKey, kept);
  }

  collect(routingKey: string, _headers: MessageHeaders, into: B[]): void {
    const bindings = this.bindingsByKey.get(routingKey);
    if (bindings === undefined) return;
    for (const binding of bindings) into.push(binding);
  }
}
