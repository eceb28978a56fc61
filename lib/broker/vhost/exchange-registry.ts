import type { TypedTable } from '../../model/field-table';
import { integerOf } from '../../model/queue-arguments/argument-fault';
import { erlangTypeName } from '../../model/queue-arguments/erlang-type-name';
import { createMatcher } from '../../model/routing/create-matcher';
import { DelayedMessages } from '../exchange/delayed-messages';
import type { Binding } from '../exchange/exchange';
import { Exchange, type ExchangeIdentity } from '../exchange/exchange';
import { matcherTypeOf } from '../exchange/exchange-types';
import { RecentHistory } from '../exchange/recent-history';
import type { Message } from '../message';
import { DeduplicationCache } from '../queue/deduplication-cache';
import type { Queue } from '../queue/queue';
import type { ExchangeDeclaration } from './declarations';
import { DefaultExchangeMatcher } from './default-exchange-matcher';
import { assertSameArguments, assertSameField, notFound, preconditionFailed, resourceName } from './equivalence';
import { definitionKey, definitionKinds, type StoredExchange } from './stored-definitions';
import type { VirtualHostContext } from './virtual-host-context';

/** In every virtual host from the start. RabbitMQ's names. */
const standardExchanges = [
  { name: 'amq.direct', type: 'direct', isInternal: false },
  { name: 'amq.fanout', type: 'fanout', isInternal: false },
  { name: 'amq.topic', type: 'topic', isInternal: false },
  { name: 'amq.headers', type: 'headers', isInternal: false },
  { name: 'amq.match', type: 'headers', isInternal: false },
  { name: 'amq.rabbitmq.trace', type: 'topic', isInternal: true },
] as const;

/** The exchanges of one virtual host, by name. */
export class ExchangeRegistry {
  readonly byName = new Map<string, Exchange>();
  readonly default: Exchange;

  constructor(
    private readonly virtualHost: string,
    private readonly context: VirtualHostContext,
    queues: ReadonlyMap<string, Queue>,
    private readonly publishDelayed: (exchange: Exchange, message: Message) => void,
  ) {
    const matcher = new DefaultExchangeMatcher(queues);
    const identity = this.standardIdentity('', 'direct', false);
    this.default = new Exchange(identity, matcher, { delayed: null, duplicates: null, history: null }, this.find);
    matcher.source = this.default;
    this.byName.set('', this.default);
    for (const { name, type, isInternal } of standardExchanges) this.create(this.standardIdentity(name, type, isInternal), null);
  }

  readonly find = (name: string): Exchange | null => this.byName.get(name) ?? null;

  /** @throws ChannelError 404 */
  get(name: string): Exchange {
    const exchange = this.byName.get(name);
    if (exchange === undefined) throw notFound('exchange', name, this.virtualHost);
    return exchange;
  }

  /** @returns whether it is new. @throws ChannelError 404 406, ConnectionError 503 */
  declare(declaration: ExchangeDeclaration): { readonly exchange: Exchange; readonly isNew: boolean } {
    const existing = this.find(declaration.name);
    if (declaration.passive) return { exchange: this.get(declaration.name), isNew: false };
    if (existing !== null) {
      this.checkSame(existing, declaration);
      return { exchange: existing, isNew: false };
    }
    const identity: ExchangeIdentity = {
      virtualHost: this.virtualHost,
      name: declaration.name,
      type: declaration.type,
      isDurable: declaration.durable,
      isAutoDelete: declaration.autoDelete,
      isInternal: declaration.internal,
      arguments: declaration.arguments,
    };
    matcherTypeOf(declaration.type, declaration.arguments);
    this.checkAlternate(declaration);
    this.context.room.require(declaration.durable);
    const delayId = declaration.type === 'x-delayed-message' ? this.context.definitions.nextQueueId() : null;
    const exchange = this.create(identity, delayId);
    if (identity.isDurable) this.keep(identity, delayId);
    return { exchange, isNew: true };
  }

  /** As the definitions had it at start. */
  recover(stored: StoredExchange): Exchange {
    if (this.byName.has(stored.name)) return this.get(stored.name);
    return this.create({ ...stored, isDurable: true }, stored.delayId);
  }

  /** Its bindings are gone already. */
  remove(exchange: Exchange): void {
    this.byName.delete(exchange.name);
    exchange.extras.delayed?.destroy();
    if (exchange.identity.isDurable)
      this.context.definitions.remove(definitionKinds.exchange, definitionKey(this.virtualHost, exchange.name));
  }

  private create(identity: ExchangeIdentity, delayId: number | null): Exchange {
    const matcherType = matcherTypeOf(identity.type, identity.arguments);
    const delayed = delayId === null ? null : this.createDelayed(identity, delayId);
    const history = identity.type === 'x-recent-history' ? RecentHistory.of(identity.arguments) : null;
    const extras = { delayed, duplicates: deduplicationOf(identity.arguments), history };
    const exchange = new Exchange(identity, createMatcher<Binding>(matcherType, identity.arguments), extras, this.find);
    this.byName.set(identity.name, exchange);
    return exchange;
  }

  private createDelayed(identity: ExchangeIdentity, delayId: number): DelayedMessages {
    const { store, clock, workingSet } = this.context;
    const parking = { ...identity, id: delayId, type: 'classic' as const, owner: null };
    return new DelayedMessages(parking, store, clock, workingSet, (message) => {
      const exchange = this.find(identity.name);
      if (exchange !== null) this.publishDelayed(exchange, message);
    });
  }

  private checkSame(exchange: Exchange, declaration: ExchangeDeclaration): void {
    const { identity } = exchange;
    const resource = resourceName('exchange', identity.name, this.virtualHost);
    matcherTypeOf(declaration.type, declaration.arguments);
    assertSameField(resource, 'type', identity.type, declaration.type);
    assertSameField(resource, 'durable', identity.isDurable, declaration.durable);
    assertSameField(resource, 'auto_delete', identity.isAutoDelete, declaration.autoDelete);
    assertSameField(resource, 'internal', identity.isInternal, declaration.internal);
    assertSameArguments(
      resource,
      ['alternate-exchange', 'x-delayed-type', 'hash-header', 'x-recent-history-length'],
      identity.arguments,
      declaration.arguments,
    );
  }

  private checkAlternate({ name, arguments: table }: ExchangeDeclaration): void {
    const alternate = table.find((field) => field.key === 'alternate-exchange')?.value;
    if (alternate === undefined || alternate.type === 'string') return;
    const resource = resourceName('exchange', name, this.virtualHost);
    throw preconditionFailed(`invalid type '${erlangTypeName(alternate)}' for arg 'alternate-exchange' in ${resource}`);
  }

  private keep(identity: ExchangeIdentity, delayId: number | null): void {
    const { virtualHost, name, type, isAutoDelete, isInternal } = identity;
    const stored: StoredExchange = { virtualHost, name, type, isAutoDelete, isInternal, arguments: identity.arguments, delayId };
    this.context.definitions.put(definitionKinds.exchange, definitionKey(virtualHost, name), stored);
  }

  private standardIdentity(name: string, type: string, isInternal: boolean): ExchangeIdentity {
    return { virtualHost: this.virtualHost, name, type, isDurable: true, isAutoDelete: false, isInternal, arguments: [] };
  }
}

/** x-message-deduplication on an exchange, with x-cache-size, x-cache-ttl and x-deduplication-header. */
function deduplicationOf(table: TypedTable): DeduplicationCache | null {
  const value = (key: string) => table.find((field) => field.key === key)?.value ?? null;
  const isOn = value('x-message-deduplication');
  if (isOn?.type !== 'boolean' || !isOn.value) return null;
  const size = value('x-cache-size');
  const ttlMs = value('x-cache-ttl');
  const header = value('x-deduplication-header');
  return new DeduplicationCache(
    size === null ? null : integerOf(size),
    ttlMs === null ? null : integerOf(ttlMs),
    header?.type === 'string' ? header.value : undefined,
  );
}
