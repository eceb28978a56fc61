import { growWords } from './grow-words';

/** A table costs 4 B for every slot there is, a map some 40 B for each that came back. */
const DENSE_SHARE = 1 / 10;

/**
 * What is known of a segment's slots that came back: slot -> redelivered bit and delivery count, in the encoding of the
 * `returned` record. A map while they are few; a consumer that gives back all it holds would fill it with millions, one slow
 * insertion after another, so that many are a table over the slots.
 */
export class ReturnedSlots {
  size = 0;
  private few: Map<number, number> | null = new Map();
  /** The word plus one; 0 for a slot that never came back. */
  private many = new Uint32Array(0);

  /** `slotCount` is how many the segment has. */
  set(slot: number, word: number, slotCount: number): void {
    if (this.few !== null && this.few.size > slotCount * DENSE_SHARE) this.tabulate(this.few, slotCount);
    if (this.few !== null) {
      this.few.set(slot, word);
      this.size = this.few.size;
      return;
    }
    if (slot >= this.many.length) this.many = growWords(this.many, slot + 1);
    if (this.many[slot] === 0) this.size += 1;
    this.many[slot] = word + 1;
  }

  get(slot: number): number | undefined {
    if (this.few !== null) return this.few.get(slot);
    const known = this.many[slot] ?? 0;
    return known === 0 ? undefined : known - 1;
  }

  delete(slot: number): void {
    if (this.few !== null) {
      this.few.delete(slot);
      this.size = this.few.size;
    } else if ((this.many[slot] ?? 0) !== 0) {
      this.many[slot] = 0;
      this.size -= 1;
    }
  }

  forEach(visit: (slot: number, word: number) => void): void {
    if (this.few !== null) for (const [slot, word] of this.few) visit(slot, word);
    else
      for (let slot = 0; slot < this.many.length; slot += 1) {
        const known = this.many[slot] ?? 0;
        if (known !== 0) visit(slot, known - 1);
      }
  }

  private tabulate(few: ReadonlyMap<number, number>, slotCount: number): void {
    this.many = growWords(this.many, slotCount);
    for (const [slot, word] of few) this.many[slot] = word + 1;
    this.few = null;
  }
}
