import type { TypedTable } from '../../model/field-table';
import type { BindingMatcher } from '../../model/routing/binding-matcher';
import type { RouteBinding, RouteNode } from '../../model/routing/walk';
import { type AppliedPolicies, effectiveDefinition, noPolicies } from '../policy/applied-policies';
import type { DeduplicationCache } from '../queue/deduplication-cache';
import type { Queue } from '../queue/queue';
import { MessageCounters } from '../stats/message-counters';
import type { DelayedMessages } from './delayed-messages';
import type { RecentHistory } from './recent-history';

/** From an exchange to a queue or to another exchange. One object for its whole life: matchers know it by identity. */
export interface Binding extends RouteBinding<Binding> {
  readonly source: Exchange;
  readonly destination: Exchange | Queue;
  readonly routingKey: string;
  readonly arguments: TypedTable;
}

export type ExchangeIdentity = {
  readonly virtualHost: string;
  /** '' is the default exchange. */
  readonly name: string;
  readonly type: string;
  readonly isDurable: boolean;
  readonly isAutoDelete: boolean;
  readonly isInternal: boolean;
  readonly arguments: TypedTable;
};

/** Behaviour that a type or an argument adds to plain matching. */
export type ExchangeExtras = {
  readonly delayed: DelayedMessages | null;
  readonly duplicates: DeduplicationCache | null;
  readonly history: RecentHistory | null;
};

const ALTERNATE = 'alternate-exchange';

/** An exchange with its outgoing bindings. What differs by type is the matcher and the extras: see exchange-types.ts. */
export class Exchange implements RouteNode<Binding> {
  readonly kind = 'exchange';
  readonly counters = new MessageCounters();
  readonly bindings = new Set<Binding>();
  visit = 0;
  policies: AppliedPolicies = noPolicies;
  private alternateName: string | null;

  constructor(
    readonly identity: ExchangeIdentity,
    readonly matcher: BindingMatcher<Binding>,
    readonly extras: ExchangeExtras,
    private readonly findExchange: (name: string) => Exchange | null,
  ) {
    this.alternateName = this.alternateFromArguments();
  }

  get name(): string {
    return this.identity.name;
  }

  get alternate(): Exchange | null {
    return this.alternateName === null ? null : this.findExchange(this.alternateName);
  }

  /** An argument wins over a policy. */
  applyPolicies(policies: AppliedPolicies): void {
    this.policies = policies;
    const fromPolicy = effectiveDefinition(policies)[ALTERNATE];
    this.alternateName = this.alternateFromArguments() ?? (typeof fromPolicy === 'string' ? fromPolicy : null);
  }

  add(binding: Binding): void {
    this.bindings.add(binding);
    this.matcher.add(binding);
  }

  remove(binding: Binding): void {
    this.bindings.delete(binding);
    this.matcher.remove(binding);
  }

  private alternateFromArguments(): string | null {
    const field = this.identity.arguments.find((candidate) => candidate.key === ALTERNATE);
    return field?.value.type === 'string' ? field.value.value : null;
  }
}
