import type { StoreLocation } from '../ports';

/** Slots of one segment stay below this, so a location is one exact integer. */
const slotSpan = 2 ** 28;

const keyOf = (location: StoreLocation): number => location.segment * slotSpan + location.slot;

/**
 * Where compaction took messages whose entries still name the old place. One link a message, however often it moves:
 * the first place is what the queue knows, the last is where it is.
 */
export class MovedMessages {
  /** First place -> present place, and back. */
  readonly #present = new Map<number, StoreLocation>();
  readonly #first = new Map<number, number>();

  get count(): number {
    return this.#present.size;
  }

  move(from: StoreLocation, to: StoreLocation): void {
    const fromKey = keyOf(from);
    const first = this.#first.get(fromKey) ?? fromKey;
    this.#first.delete(fromKey);
    this.#present.set(first, to);
    this.#first.set(keyOf(to), first);
  }

  /** Where a message is that was first at `location`; null when it never moved. */
  find(location: StoreLocation): StoreLocation | null {
    return this.#present.get(keyOf(location)) ?? null;
  }

  /** The message now at `location` is gone. */
  forget(location: StoreLocation): void {
    if (this.#first.size === 0) return;
    const key = keyOf(location);
    const first = this.#first.get(key);
    if (first === undefined) return;
    this.#first.delete(key);
    this.#present.delete(first);
  }
}
