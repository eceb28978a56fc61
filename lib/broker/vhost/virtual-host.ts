import type { TypedTable } from '../../model/field-table';
import type { PolicyScope } from '../../model/policies/policy-scope';
import type { Policy, RoutePreview } from '../../model/resources';
import type { Binding, Exchange } from '../exchange/exchange';
import { checkBinding, matcherTypeOf } from '../exchange/exchange-types';
import { limits } from '../limits';
import type { Message } from '../message';
import { PolicySet } from '../policy/policy-set';
import type { ConnectionIdentity } from '../ports';
import type { DeathReason, Destination, Queue } from '../queue/queue';
import type { BuryingQueue, QueueHost } from '../queue/queue-host';
import type { QueueEntry } from '../queue-entry';
import { MessageCounters } from '../stats/message-counters';
import { BindingTable, isDurableBinding } from './binding-table';
import { DeadLetters } from './dead-letters';
import type { BindingDeclaration, ExchangeDeclaration, QueueDeclaration } from './declarations';
import { accessRefused, checkNotDefault, preconditionFailed, resourceName } from './equivalence';
import { ExchangeRegistry } from './exchange-registry';
import { FIREHOSE_EXCHANGE, Firehose } from './firehose';
import { Publisher } from './publisher';
import { QueueRegistry } from './queue-registry';
import { noRoom } from './resource-room';
import { type Route, Router } from './router';
import { definitionKey, definitionKinds, type VirtualHostLimits } from './stored-definitions';
import type { VirtualHostContext } from './virtual-host-context';

export type VirtualHostMetadata = {
  readonly description: string;
  readonly tags: readonly string[];
  readonly defaultQueueType: string | null;
};

/**
 * One virtual host: its exchanges, queues, bindings and policies, and the way of a message through them.
 * All its verbs are synchronous; what has to survive is in the definitions' hands when they return (whenDurable tells).
 */
export class VirtualHost {
  readonly counters = new MessageCounters();
  readonly exchanges: ReadonlyMap<string, Exchange>;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly policies = new PolicySet();
  readonly bindings: BindingTable;
  metadata: VirtualHostMetadata = { description: '', tags: [], defaultQueueType: null };
  /** Grows whenever a route may have changed: what was remembered under an older version is void. */
  topologyVersion = 1;

  /** Null while nobody traces this virtual host: RabbitMQ's trace_on, off again after a restart. */
  firehose: Firehose | null = null;

  private readonly exchangeRegistry: ExchangeRegistry;
  private readonly queueRegistry: QueueRegistry;
  private readonly router: Router;
  private readonly publisher: Publisher;
  private readonly deadLetters: DeadLetters;

  constructor(
    readonly name: string,
    readonly context: VirtualHostContext,
  ) {
    const { store, clock, definitions } = context;
    this.publisher = new Publisher(store, clock);
    this.router = new Router(() => clock.nowMs());
    this.queueRegistry = new QueueRegistry(name, context, this.hostQueues(), this.policies);
    this.queues = this.queueRegistry.byName;
    this.exchangeRegistry = new ExchangeRegistry(name, context, this.queues, (exchange, message) => this.publishDelayed(exchange, message));
    this.exchanges = this.exchangeRegistry.byName;
    this.bindings = new BindingTable(name, definitions);
    this.deadLetters = new DeadLetters(this.router, this.publisher, clock, this.exchangeRegistry.find);
  }

  get limits(): VirtualHostLimits {
    return this.queueRegistry.limits;
  }

  /** The store group of the last publish() that stored something, 0 if it stored nothing. */
  get lastGroup(): number {
    return this.publisher.lastGroup;
  }

  /** @throws ChannelError 404 405 406 */
  declareQueue(declaration: QueueDeclaration): Queue {
    const { queue, isNew } = this.queueRegistry.declare(declaration);
    this.context.churn.queueDeclared += 1;
    if (!isNew) return queue;
    this.context.churn.queueCreated += 1;
    this.topologyVersion += 1;
    return queue;
  }

  /** @throws ChannelError 404, or 405 for another connection's exclusive queue */
  getQueue(name: string, owner: ConnectionIdentity | null): Queue {
    return this.queueRegistry.get(name, owner);
  }

  /** @returns how many ready messages went with it; 0 when it did not exist. @throws ChannelError 405 406 */
  deleteQueue(
    name: string,
    condition: { readonly ifUnused: boolean; readonly ifEmpty: boolean },
    owner: ConnectionIdentity | null,
  ): number {
    if (!this.queues.has(name)) return 0;
    const queue = this.getQueue(name, owner);
    const resource = resourceName('queue', name, this.name);
    if (condition.ifUnused && queue.consumerCount > 0) throw preconditionFailed(`${resource} in use`);
    if (condition.ifEmpty && queue.readyCount > 0) throw preconditionFailed(`${resource} not empty`);
    // A stream's messages do not count, as in RabbitMQ: nobody was waiting for them.
    const readyCount = queue.identity.type === 'stream' ? 0 : queue.readyCount;
    this.removeQueue(queue);
    return readyCount;
  }

  /** @returns how many. @throws ChannelError 404 405 */
  purgeQueue(name: string, owner: ConnectionIdentity | null): number {
    return this.getQueue(name, owner).purge();
  }

  /** @throws ChannelError 403 404 406, ConnectionError 503 for an unknown type */
  declareExchange(declaration: ExchangeDeclaration): Exchange {
    const { exchange, isNew } = this.exchangeRegistry.declare(declaration);
    if (isNew) {
      exchange.applyPolicies(this.policies.appliedTo(exchange.name, { kind: 'exchange' }));
      this.topologyVersion += 1;
    }
    return exchange;
  }

  /** @throws ChannelError 404 */
  getExchange(name: string): Exchange {
    return this.exchangeRegistry.get(name);
  }

  /** One that does not exist is deleted already. @throws ChannelError 403 406 */
  deleteExchange(name: string, condition: { readonly ifUnused: boolean }): void {
    checkNotDefault(name);
    if (name.startsWith('amq.')) throw accessRefused(`deletion of system ${resourceName('exchange', name, this.name)} not allowed`);
    const exchange = this.exchangeRegistry.find(name);
    if (exchange === null) return;
    if (condition.ifUnused && exchange.bindings.size > 0) throw preconditionFailed(`${resourceName('exchange', name, this.name)} in use`);
    this.removeExchange(exchange);
  }

  /** @throws ChannelError 403 404 405 406 */
  bindQueue(declaration: BindingDeclaration, owner: ConnectionIdentity | null): Binding {
    this.getExchange(declaration.source); // RabbitMQ misses the exchange first
    return this.bind(declaration, this.getQueue(declaration.destination, owner));
  }

  /** What is not there is unbound already. @throws ChannelError 403 405 */
  unbindQueue(declaration: BindingDeclaration, owner: ConnectionIdentity | null): void {
    if (this.queues.has(declaration.destination)) this.unbind(declaration, this.getQueue(declaration.destination, owner));
  }

  /** @throws ChannelError 403 404 406 */
  bindExchange(declaration: BindingDeclaration): Binding {
    this.getExchange(declaration.source);
    const destination = this.getExchange(declaration.destination);
    checkNotDefault(destination.name);
    return this.bind(declaration, destination);
  }

  unbindExchange(declaration: BindingDeclaration): void {
    const destination = this.exchangeRegistry.find(declaration.destination);
    if (destination !== null) this.unbind(declaration, destination);
  }

  /** Where the message would go now. The answer is reused: valid until the next call. */
  route(exchange: Exchange, message: Message): Route {
    return this.router.route(exchange, message);
  }

  previewRoute(exchange: Exchange, routingKey: string, headers: TypedTable): RoutePreview {
    return this.router.preview(exchange, routingKey, headers);
  }

  /**
   * Hands the message to the queues of its route. Counts in the queues; the exchange's counters are the caller's.
   * @returns publishResult bits; lastGroup says which store group to wait for before confirming.
   */
  publish(message: Message, queues: readonly Destination[]): number {
    const result = this.publisher.publish(message, queues);
    if (this.deadLetters.hasPending) {
      const group = this.publisher.lastGroup;
      this.deadLetters.drain();
      this.publisher.lastGroup = group;
    }
    this.firehose?.drain();
    return result;
  }

  /** Switches the firehose. `nodeName` is told in each copy; null switches it off. */
  trace(nodeName: string | null): void {
    this.firehose = nodeName === null ? null : this.createFirehose(nodeName);
  }

  private createFirehose(nodeName: string): Firehose {
    const isBusy = (): boolean => this.publisher.isPublishing;
    return new Firehose(this.name, nodeName, (copy) => this.publishCopy(copy), isBusy);
  }

  private publishCopy(copy: Message): void {
    const group = this.publisher.lastGroup;
    const exchange = this.exchangeRegistry.find(FIREHOSE_EXCHANGE);
    if (exchange !== null) this.publish(copy, this.router.destinationsOf(exchange, copy));
    this.publisher.lastGroup = group;
  }

  /** Routes and publishes with all counters, for publishers other than channels. @returns publishResult bits */
  publishTo(exchange: Exchange, message: Message): number {
    exchange.counters.publishIn += 1;
    const { queues } = this.route(exchange, message);
    exchange.counters.publishOut += queues.length;
    return this.publish(message, queues);
  }

  /** Its exclusive queues go. */
  connectionClosed(owner: ConnectionIdentity): void {
    for (const queue of this.queueRegistry.takeExclusive(owner)) this.removeQueue(queue);
  }

  /** Durable, and in force for all queues and exchanges when it returns. @throws PatternError */
  setPolicy(scope: PolicyScope, policy: Policy): void {
    this.policies.set(scope, policy);
    this.context.definitions.put(policyKind(scope), definitionKey(this.name, policy.name), policy);
    this.applyPolicies();
  }

  /** @returns whether there was one */
  removePolicy(scope: PolicyScope, name: string): boolean {
    if (!this.policies.remove(scope, name)) return false;
    this.context.definitions.remove(policyKind(scope), definitionKey(this.name, name));
    this.applyPolicies();
    return true;
  }

  applyPolicies(): void {
    this.queueRegistry.applyPolicies();
    for (const exchange of this.exchanges.values()) {
      exchange.applyPolicies(this.policies.appliedTo(exchange.name, { kind: 'exchange' }));
    }
    this.topologyVersion += 1;
  }

  setLimits(limits: VirtualHostLimits): void {
    this.queueRegistry.limits = limits;
    this.context.definitions.put(definitionKinds.limits, definitionKey(this.name), limits);
  }

  /** The broker stops: nothing happens by itself any more. */
  stop(): void {
    for (const queue of this.queues.values()) queue.stop();
    for (const exchange of this.exchanges.values()) exchange.extras.delayed?.stop();
  }

  /** Everything in it goes, from the definitions too. Its connections are closed already. */
  destroy(): void {
    for (const queue of [...this.queues.values()]) this.removeQueue(queue);
    for (const exchange of [...this.exchanges.values()]) if (this.exchanges.has(exchange.name)) this.removeExchange(exchange);
    for (const scope of ['user', 'operator'] as const) {
      for (const policy of this.policies.list(scope)) this.removePolicy(scope, policy.name);
    }
    this.context.definitions.remove(definitionKinds.limits, definitionKey(this.name));
  }

  /** The registries, for recovery at start. */
  get registries(): { readonly exchanges: ExchangeRegistry; readonly queues: QueueRegistry } {
    return { exchanges: this.exchangeRegistry, queues: this.queueRegistry };
  }

  private bind(declaration: BindingDeclaration, destination: Exchange | Queue): Binding {
    const source = this.getExchange(declaration.source);
    checkNotDefault(source.name);
    const { routingKey, arguments: table } = declaration;
    checkBinding(matcherTypeOf(source.identity.type, source.identity.arguments), routingKey, table);
    const binding: Binding = { source, destination, routingKey, arguments: table };
    const existing = this.bindings.find(binding);
    if (existing !== null) return existing;
    if (this.bindings.size >= limits.bindingCountMax)
      throw noRoom(`virtual host '${this.name}' has ${limits.bindingCountMax} bindings, the most it may have`);
    this.context.room.require(isDurableBinding(binding));
    this.bindings.add(binding);
    this.topologyVersion += 1;
    this.giveHistory(binding);
    return binding;
  }

  /** x-recent-history: who comes late gets what the exchange remembers. */
  private giveHistory({ source, destination }: Binding): void {
    for (const message of source.extras.history?.messages ?? []) {
      if (destination.kind === 'exchange') this.publishTo(destination, message);
      else this.publish(message, [destination]);
    }
  }

  private unbind({ source: sourceName, routingKey, arguments: table }: BindingDeclaration, destination: Exchange | Queue): void {
    checkNotDefault(sourceName);
    const source = this.exchangeRegistry.find(sourceName);
    if (source === null) return;
    const binding = this.bindings.find({ source, destination, routingKey, arguments: table });
    if (binding !== null) this.removeBinding(binding);
  }

  private removeBinding(binding: Binding): void {
    this.bindings.remove(binding);
    this.topologyVersion += 1;
    const { source } = binding;
    if (source.identity.isAutoDelete && source.bindings.size === 0 && this.exchanges.get(source.name) === source)
      this.removeExchange(source);
  }

  private removeExchange(exchange: Exchange): void {
    this.exchangeRegistry.remove(exchange);
    for (const binding of [...exchange.bindings, ...this.bindings.to(exchange)]) this.removeBinding(binding);
    this.topologyVersion += 1;
  }

  private removeQueue(queue: Queue): void {
    if (this.queues.get(queue.name) !== queue) return;
    for (const binding of this.bindings.to(queue)) this.removeBinding(binding);
    this.queueRegistry.remove(queue);
    this.context.churn.queueDeleted += 1;
    this.topologyVersion += 1;
  }

  private publishDelayed(exchange: Exchange, message: Message): void {
    const queues = this.router.destinationsOf(exchange, message);
    exchange.counters.publishOut += queues.length;
    this.publish(message, queues);
  }

  private hostQueues(): QueueHost {
    const { store, clock, workingSet, replays } = this.context;
    return {
      store,
      clock,
      workingSet,
      replays,
      deadLetter: (queue: BuryingQueue, entry: QueueEntry, reason: DeathReason) => this.deadLetters.add(queue, entry, reason),
      queueUnused: (queue: Queue) => this.removeQueue(queue),
    };
  }
}

const policyKind = (scope: PolicyScope): string => (scope === 'user' ? definitionKinds.policy : definitionKinds.operatorPolicy);
