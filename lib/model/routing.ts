import type { TypedTable } from './field-table';
import { toTypedTable } from './field-table-plain';
import type { Binding, Exchange, RoutePreview } from './resources';
import type { BindingMatcher } from './routing/binding-matcher';
import { createMatcher, findMatcherType } from './routing/create-matcher';
import { DirectMatcher } from './routing/direct-matcher';
import { HopRecorder } from './routing/hop-recorder';
import { MessageHeaders } from './routing/message-headers';
import { type RouteLeaf, type RouteNode, RouteWalker, routingKeysOf } from './routing/walk';

/** What a rehearsal needs of one virtual host: the same rows that the console shows. */
export type RoutingTopology = {
  readonly exchanges: readonly Pick<Exchange, 'name' | 'type' | 'arguments'>[];
  readonly bindings: readonly Pick<Binding, 'source' | 'destination' | 'destinationType' | 'routingKey' | 'arguments'>[];
  /** Names of queues, each reachable through the default exchange. */
  readonly queues: readonly string[];
};
export type RoutedMessage = { readonly exchange: string; readonly routingKey: string; readonly headers: TypedTable };

type SimulatedBinding = {
  readonly routingKey: string;
  readonly arguments: TypedTable;
  readonly destination: SimulatedExchange | SimulatedQueue;
};

class SimulatedQueue implements RouteLeaf {
  readonly kind = 'queue';
  visit = 0;
  constructor(readonly name: string) {}
}

class SimulatedExchange implements RouteNode<SimulatedBinding> {
  readonly kind = 'exchange';
  visit = 0;
  alternate: SimulatedExchange | null = null;
  constructor(
    readonly name: string,
    readonly matcher: BindingMatcher<SimulatedBinding>,
  ) {}
}

/**
 * Answers where messages would go in a given topology, by the very walk that the broker takes.
 * Built once for a topology and asked for many messages. An exchange of a type unknown to us matches nothing.
 */
export class RouteSimulator {
  private readonly exchanges = new Map<string, SimulatedExchange>();
  private readonly queues = new Map<string, SimulatedQueue>();
  /** Exchanges of types that are not ours to judge. */
  private readonly foreign = new Set<string>();
  private readonly walker = new RouteWalker<SimulatedBinding>();

  constructor(topology: RoutingTopology) {
    this.addExchanges(topology);
    const byDefault = new SimulatedExchange('', new DirectMatcher());
    this.exchanges.set('', byDefault);
    for (const name of topology.queues) {
      const queue = new SimulatedQueue(name);
      this.queues.set(name, queue);
      byDefault.matcher.add({ routingKey: name, arguments: [], destination: queue });
    }
    for (const binding of topology.bindings) this.addBinding(binding);
  }

  /** @returns null when the exchange does not exist, which closes a publisher's channel with 404. */
  route(message: RoutedMessage): RoutePreview | null {
    const start = this.exchanges.get(message.exchange);
    if (start === undefined) return null;
    const headers = MessageHeaders.of(message.headers);
    const recorder = new HopRecorder<SimulatedBinding>();
    this.walker.route(start, routingKeysOf(message.routingKey, headers), headers, recorder);
    return recorder.preview(this.walker);
  }

  private addExchanges(topology: RoutingTopology): void {
    for (const { name, type, arguments: plain } of topology.exchanges) {
      const typed = toTypedTable(plain);
      const matcherType = findMatcherType(type, typed);
      if (matcherType === null) this.foreign.add(name);
      this.exchanges.set(name, new SimulatedExchange(name, matcherType === null ? new DirectMatcher() : createMatcher(matcherType, typed)));
    }
    for (const { name, arguments: plain } of topology.exchanges) {
      const exchange = this.exchanges.get(name);
      const alternate = plain['alternate-exchange'];
      if (exchange !== undefined && typeof alternate === 'string') exchange.alternate = this.exchanges.get(alternate) ?? null;
    }
  }

  private addBinding(binding: RoutingTopology['bindings'][number]): void {
    const source = this.exchanges.get(binding.source);
    const destination =
      binding.destinationType === 'queue' ? this.queues.get(binding.destination) : this.exchanges.get(binding.destination);
    // The default exchange's bindings are the queues themselves; a binding to what is gone routes nothing.
    if (source === undefined || destination === undefined || binding.source === '' || this.foreign.has(binding.source)) return;
    source.matcher.add({ routingKey: binding.routingKey, arguments: toTypedTable(binding.arguments), destination });
  }
}
