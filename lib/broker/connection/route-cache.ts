import type { PublishTarget } from './publish-target';

/** Direct-mapped: a key has one place, and whoever comes later takes it. Bounded by construction. */
const SLOT_COUNT = 4_096;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

type Slot = { readonly bytes: Buffer; readonly target: PublishTarget };

/**
 * The targets a channel published to, by the bytes of the basic.publish method. Publishers repeat themselves: the same
 * bytes as the last time cost one comparison, known bytes a hash and a comparison, and only new ones are decoded,
 * checked for permission and routed.
 */
export class RouteCache {
  private lastBytes: Buffer = Buffer.alloc(0);
  private lastTarget: PublishTarget | null = null;
  private slots: (Slot | undefined)[] | null = null;

  /** buffer[start … end): the method's arguments. */
  find(buffer: Buffer, start: number, end: number): PublishTarget | null {
    if (this.lastTarget !== null && equals(this.lastBytes, buffer, start, end)) return this.lastTarget;
    if (this.slots === null) return null;
    const slot = this.slots[slotOf(buffer, start, end)];
    if (slot === undefined || !equals(slot.bytes, buffer, start, end)) return null;
    this.lastBytes = slot.bytes;
    this.lastTarget = slot.target;
    return slot.target;
  }

  keep(buffer: Buffer, start: number, end: number, target: PublishTarget): void {
    const bytes = Buffer.from(buffer.subarray(start, end));
    // The first target alone needs no table: most channels publish to one.
    if (this.lastTarget !== null) {
      this.slots ??= new Array(SLOT_COUNT);
      this.slots[slotOf(this.lastBytes, 0, this.lastBytes.length)] ??= { bytes: this.lastBytes, target: this.lastTarget };
      this.slots[slotOf(buffer, start, end)] = { bytes, target };
    }
    this.lastBytes = bytes;
    this.lastTarget = target;
  }
}

function equals(known: Buffer, buffer: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (known.length !== length) return false;
  for (let index = 0; index < length; index++) if (known[index] !== buffer[start + index]) return false;
  return true;
}

function slotOf(buffer: Buffer, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (buffer[at] as number), FNV_PRIME);
  return (hash ^ (hash >>> 15)) & (SLOT_COUNT - 1);
}
