import type { TypedTable } from '../field-table';
import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import { ConsistentHashMatcher, hashOf } from './consistent-hash-matcher';
import { DirectMatcher } from './direct-matcher';
import { FanoutMatcher } from './fanout-matcher';
import { HeadersMatcher } from './headers-matcher';
import { SingleChoiceMatcher } from './single-choice-matcher';
import { TopicMatcher } from './topic-matcher';

/** Types that decide by bindings alone; a delaying exchange wraps one of them. */
export const matcherTypes = ['direct', 'fanout', 'topic', 'headers', 'x-consistent-hash', 'x-modulus-hash', 'x-random'] as const;
export type MatcherType = (typeof matcherTypes)[number];

function stringArgument(table: TypedTable, key: string): string | null {
  const field = table.find((candidate) => candidate.key === key);
  return field?.value.type === 'string' ? field.value.value : null;
}

/** The type whose bindings decide, seen through a delaying exchange; null for a type that we don't know. */
export function findMatcherType(exchangeType: string, exchangeArguments: TypedTable): MatcherType | null {
  if (exchangeType === 'x-recent-history') return 'fanout';
  const type = exchangeType === 'x-delayed-message' ? stringArgument(exchangeArguments, 'x-delayed-type') : exchangeType;
  return matcherTypes.find((candidate) => candidate === type) ?? null;
}

export function createMatcher<B extends MatchableBinding>(type: MatcherType, exchangeArguments: TypedTable): BindingMatcher<B> {
  switch (type) {
    case 'direct':
      return new DirectMatcher<B>();
    case 'fanout':
      return new FanoutMatcher<B>();
    case 'topic':
      return new TopicMatcher<B>();
    case 'headers':
      return new HeadersMatcher<B>();
    case 'x-modulus-hash':
      return new SingleChoiceMatcher<B>(true, (routingKey, count) => hashOf(routingKey) % count);
    case 'x-random':
      return new SingleChoiceMatcher<B>(false, (_routingKey, count) => Math.floor(Math.random() * count));
    case 'x-consistent-hash':
      return new ConsistentHashMatcher<B>(stringArgument(exchangeArguments, 'hash-header'));
  }
}
