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
 * With more keys than that, looking is in vain: then only a sample is looked for and kept, until one of it is found again.
 */
export class RouteCache {
  /** Whether what find() just did not know is worth remembering. */
  isKeeping = true;
  private lastBytes: Buffer = Buffer.alloc(0);
  private lastTarget: PublishTarget | null = null;
  private slots: (Slot | undefined)[] = [];
  /** Beside the slots, so that a miss touches no slot at all. */
  private hashes = new Int32Array(0);
  private setMask = 0;
  private evictions = 0;
  /** Since the last time that the table knew a target. */
  private misses = 0;
  private passed = 0;

  /** buffer[start … end): the method's arguments. */
  find(buffer: Buffer, start: number, end: number): PublishTarget | null {
    if (this.lastTarget !== null && equals(this.lastBytes, buffer, start, end)) return this.lastTarget;
    this.isKeeping = this.misses <= THRASHING_MISSES || ++this.passed % THRASHING_SAMPLE === 0;
    return this.isKeeping && this.slots.length > 0 ? this.search(buffer, start, end) : null;
  }

  /** Remembers what find() did not know. `bytes` are the cache's from here on. */
  keep(bytes: Buffer, target: PublishTarget): void {
    if (!this.isKeeping) return;
    this.misses++;
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

  private search(buffer: Buffer, start: number, end: number): PublishTarget | null {
    const hash = hashOf(buffer, start, end);
    const first = (hash & this.setMask) * WAYS;
    for (let index = first; index < first + WAYS; index++) {
      if (this.hashes[index] !== hash) continue;
      const slot = this.slots[index];
      if (slot === undefined || !equals(slot.bytes, buffer, start, end)) continue;
      this.lastBytes = slot.bytes;
      this.lastTarget = slot.target;
      this.misses = 0;
      return slot.target;
    }
    return null;
  }

  private place(slot: Slot): void {
    const hash = hashOf(slot.bytes, 0, slot.bytes.length);
    const first = (hash & this.setMask) * WAYS;
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
    this.hashes[index] = hash;
  }

  private resize(setCount: number): void {
    const before = this.slots;
    this.slots = new Array(setCount * WAYS).fill(undefined);
    this.hashes = new Int32Array(setCount * WAYS);
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

/** A signed 32-bit integer, as an Int32Array holds it. */
function hashOf(buffer: Buffer, start: number, end: number): number {
  let hash = FNV_OFFSET | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (buffer[at] as number), FNV_PRIME);
  return hash ^ (hash >>> 15);
}
