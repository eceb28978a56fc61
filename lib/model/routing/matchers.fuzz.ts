import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import { ConsistentHashMatcher, findHashWeight } from './consistent-hash-matcher';
import { createMatcher, matcherTypes } from './create-matcher';
import { noHeaders } from './message-headers';
import { TopicMatcher } from './topic-matcher';

/** Goal: bindings that came and went leave no trace, whatever the order. */
const pattern = fc.array(fc.constantFrom('a', 'b', '*', '#', ''), { maxLength: 4 }).map((words) => words.join('.'));
const key = fc.array(fc.constantFrom('a', 'b', ''), { maxLength: 4 }).map((words) => words.join('.'));

const collected = (matcher: BindingMatcher<MatchableBinding>, routingKey: string): Set<MatchableBinding> => {
  const into: MatchableBinding[] = [];
  matcher.collect(routingKey, noHeaders, into);
  return new Set(into);
};

describe('matchers', () => {
  it.each(matcherTypes.filter((type) => type !== 'x-consistent-hash' && type !== 'x-random'))('%s forgets what was removed', (type) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(pattern, fc.boolean()), { maxLength: 20 }),
        fc.array(key, { minLength: 1, maxLength: 6 }),
        (entries, keys) => {
          const matcher = createMatcher<MatchableBinding>(type, []);
          const bindings = entries.map(([routingKey]) => ({ routingKey, arguments: [] }));
          for (const binding of bindings) matcher.add(binding);
          const kept = bindings.filter((_, index) => entries[index]?.[1]);
          for (const binding of bindings) if (!kept.includes(binding)) matcher.remove(binding);
          const fresh = createMatcher<MatchableBinding>(type, []);
          for (const binding of kept) fresh.add(binding);
          for (const routingKey of keys) expect(collected(matcher, routingKey)).toEqual(collected(fresh, routingKey));
        },
      ),
    );
  });

  it('topic answers a hostile pattern by words times nodes, not by trying all ways', () => {
    const matcher = new TopicMatcher<MatchableBinding>();
    const routingKey = Array.from({ length: 60 }, () => '#.a').join('.');
    matcher.add({ routingKey, arguments: [] });
    const startedMs = performance.now();
    expect(collected(matcher, Array.from({ length: 127 }, () => 'a').join('.')).size).toBe(1);
    expect(collected(matcher, Array.from({ length: 59 }, () => 'a').join('.')).size).toBe(0);
    // Trying all ways would take 2^60 steps; a second is only there to end the test.
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});

describe('consistent hash', () => {
  const withRing = (weights: readonly number[]): { matcher: ConsistentHashMatcher<MatchableBinding>; bindings: MatchableBinding[] } => {
    const matcher = new ConsistentHashMatcher<MatchableBinding>();
    const bindings = weights.map((weight) => ({ routingKey: String(weight), arguments: [] }));
    for (const binding of bindings) matcher.add(binding);
    return { matcher, bindings };
  };
  const keys = Array.from({ length: 20_000 }, (_, index) => `order-${index}`);
  const only = (set: Set<MatchableBinding>): MatchableBinding => [...set][0]!;

  it('gives each binding its share by weight', () => {
    const { matcher, bindings } = withRing([10, 20, 10]);
    const counts = new Map<MatchableBinding, number>();
    for (const routingKey of keys) {
      const binding = only(collected(matcher, routingKey));
      counts.set(binding, (counts.get(binding) ?? 0) + 1);
    }
    const shares = bindings.map((binding) => (counts.get(binding) ?? 0) / keys.length);
    expect(shares[0]).toBeCloseTo(0.25, 1);
    expect(shares[1]).toBeCloseTo(0.5, 1);
    expect(shares[2]).toBeCloseTo(0.25, 1);
  });

  it('moves only the share of a new binding', () => {
    const { matcher } = withRing([10, 10, 10]);
    const before = keys.map((routingKey) => only(collected(matcher, routingKey)));
    matcher.add({ routingKey: '10', arguments: [] });
    const moved = keys.filter((routingKey, index) => only(collected(matcher, routingKey)) !== before[index]).length;
    expect(moved / keys.length).toBeGreaterThan(0.2);
    expect(moved / keys.length).toBeLessThan(0.3);
  });

  it('takes whole numbers from 1 to 1000 as weights', () => {
    expect(['1', '1000', '0', '1001', '-1', 'a', '', '1.5'].map(findHashWeight)).toEqual([1, 1_000, null, null, null, null, null, null]);
  });
});
