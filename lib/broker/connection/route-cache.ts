import type { PublishTarget } from './publish-target';

/** A key may lie in one of this many neighbouring places; who comes fifth takes one of theirs. */
const WAYS = 4;
const SETS_MIN = 16;
const SETS_MAX = 2_048;
/** A full round through the largest table without one hit. */
const THRASHING_MISSES = SETS_MAX * WAYS;
const THRASHING_SAMPLE = 16;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

type Slot = { readonly bytes: Buffer; readonly target: PublishTarget };

/**
 * The targets a channel published to, by the bytes of the basic.publish method. Publishers repeat themselves: the same
 * bytes as the last time cost one comparison, known bytes a hash and a comparison, and only new ones are decoded,
 * checked for permission and routed. Bounded: a channel with many keys gets a larger table, up to SETS_MAX × WAYS targets.
 */
export class RouteCache {
  private lastBytes: Buffer = Buffer.alloc(0);
  private lastTarget: PublishTarget | null = null;
  private slots: (Slot | undefined)[] = [];
  private setMask = 0;
  private evictions = 0;
  /** Since the last time that the table knew a target. */
  private misses = 0;

  /** buffer[start … end): the method's arguments. */
  find(buffer: Buffer, start: number, end: number): PublishTarget | null {
    if (this.lastTarget !== null && equals(this.lastBytes, buffer, start, end)) return this.lastTarget;
    if (this.slots.length === 0) return null;
    const first = (hashOf(buffer, start, end) & this.setMask) * WAYS;
    for (let index = first; index < first + WAYS; index++) {
      const slot = this.slots[index];
      if (slot === undefined) return null;
      if (!equals(slot.bytes, buffer, start, end)) continue;
      this.lastBytes = slot.bytes;
      this.lastTarget = slot.target;
      this.misses = 0;
      return slot.target;
    }
    return null;
  }

  /** Remembers what find() did not know. `bytes` are the cache's from here on. */
  keep(bytes: Buffer, target: PublishTarget): void {
    this.misses++;
    // More keys than places: most of what is put in is pushed out unused, so only a sample goes in.
    if (this.misses > THRASHING_MISSES && this.misses % THRASHING_SAMPLE !== 0) return;
    // The first target alone needs no table: most channels publish to one.
    if (this.lastTarget !== null) {
      if (this.slots.length === 0) {
        this.resize(SETS_MIN);
        this.place({ bytes: this.lastBytes, target: this.lastTarget });
      }
      this.place({ bytes, target });
    }
    this.lastBytes = bytes;
    this.lastTarget = target;
  }

  private place(slot: Slot): void {
    const first = (hashOf(slot.bytes, 0, slot.bytes.length) & this.setMask) * WAYS;
    let index = first;
    while (index < first + WAYS && this.slots[index] !== undefined) index++;
    if (index === first + WAYS) {
      this.evictions++;
      if (this.evictions > this.setMask && this.setMask + 1 < SETS_MAX) {
        this.resize((this.setMask + 1) * 4);
        this.place(slot);
        return;
      }
      index = first + (this.evictions % WAYS);
    }
    this.slots[index] = slot;
  }

  private resize(setCount: number): void {
    const before = this.slots;
    this.slots = new Array(setCount * WAYS).fill(undefined);
    this.setMask = setCount - 1;
    this.evictions = 0;
    for (const slot of before) if (slot !== undefined) this.place(slot);
  }
}

function equals(known: Buffer, buffer: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (known.length !== length) return false;
  // From the end: routing keys differ there.
  for (let index = length - 1; index >= 0; index--) if (known[index] !== buffer[start + index]) return false;
  return true;
}

function hashOf(buffer: Buffer, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (buffer[at] as number), FNV_PRIME);
  return hash ^ (hash >>> 15);
}
