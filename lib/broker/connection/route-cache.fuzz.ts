// Goal: the cache never answers with another key's target, forgets at will but not needlessly, and stays within its bound.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PublishTarget } from './publish-target';
import { RouteCache } from './route-cache';

function look(cache: RouteCache, key: string): { target: PublishTarget; isKnown: boolean } {
  const bytes = Buffer.from(`..${key}..`);
  const found = cache.find(bytes, 2, bytes.length - 2);
  if (found !== null) return { target: found, isKnown: true };
  const target = new PublishTarget('', key, false, Buffer.alloc(0), 0, 0, true);
  cache.keep(Buffer.from(bytes.subarray(2, bytes.length - 2)), target);
  return { target, isKnown: false };
}

describe('the route cache', () => {
  it('answers with the target of exactly these bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(20), fc.nat(50_000)), { maxLength: 2_000 }), (keys) => {
        const cache = new RouteCache();
        for (const key of keys) expect(look(cache, `key.${key}`).target.routingKey).toBe(`key.${key}`);
      }),
      { numRuns: 50 },
    );
  });

  it('knows a thousand keys in rotation', () => {
    const cache = new RouteCache();
    let known = 0;
    for (let round = 0; round < 10; round++) {
      for (let key = 0; key < 1_000; key++) if (look(cache, `dev.d${key}.${key % 100}.temperature`).isKnown && round === 9) known++;
    }
    expect(known).toBeGreaterThan(980);
  });

  it('recovers from more keys than it has room for', () => {
    const cache = new RouteCache();
    for (let key = 0; key < 100_000; key++) look(cache, `once.${key}`);
    let known = 0;
    for (let round = 0; round < 40; round++) {
      for (let key = 0; key < 50; key++) if (look(cache, `often.${key}`).isKnown && round === 39) known++;
    }
    expect(known).toBe(50);
  });
});
