import type { BindingMatcher, MatchableBinding } from './binding-matcher';
import type { MessageHeaders } from './message-headers';

/** A binding's weight is its routing key; above this the ring would cost memory without spreading better. */
export const hashWeightMax = 1_000;

/** null unless the binding key is a whole number from 1 to hashWeightMax. */
export function findHashWeight(bindingKey: string): number | null {
  if (!/^[0-9]{1,4}$/.test(bindingKey)) return null;
  const weight = Number(bindingKey);
  return weight >= 1 && weight <= hashWeightMax ? weight : null;
}

/** FNV-1a over UTF-16 units: short keys, no allocation. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Jump consistent hash (Lamping and Veach, 2014): bucket of `key` among `bucketCount`, moving as few keys as possible when
 * a bucket is added. A 32-bit generator is enough for rings of a few thousand buckets.
 */
function jumpHash(key: number, bucketCount: number): number {
  let state = key;
  let bucket = -1;
  let candidate = 0;
  while (candidate < bucketCount) {
    bucket = candidate;
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const unit = ((state >>> 8) + 1) / 0x1000000;
    candidate = Math.floor((bucket + 1) / unit);
  }
  return bucket;
}

/** x-consistent-hash: exactly one binding gets a message, always the same one for the same routing key (or header). */
export class ConsistentHashMatcher<B extends MatchableBinding> implements BindingMatcher<B> {
  readonly isDecidedByRoutingKey: boolean;
  private ring: B[] = [];

  /** `hashHeader`: name of the header to hash instead of the routing key, or null. */
  constructor(private readonly hashHeader: string | null = null) {
    this.isDecidedByRoutingKey = hashHeader === null;
  }

  add(binding: B): void {
    const weight = findHashWeight(binding.routingKey) ?? 1;
    for (let count = 0; count < weight; count += 1) this.ring.push(binding);
  }

  remove(binding: B): void {
    this.ring = this.ring.filter((other) => other !== binding);
  }

  collect(routingKey: string, headers: MessageHeaders, into: B[]): void {
    if (this.ring.length === 0) return;
    const key = this.hashHeader === null ? routingKey : (headers.valueKey(this.hashHeader) ?? '');
    const binding = this.ring[jumpHash(hashOf(key), this.ring.length)];
    if (binding !== undefined) into.push(binding);
  }
}
