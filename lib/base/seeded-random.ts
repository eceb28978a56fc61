import { assert } from './assert';

/** The same numbers for the same seed, everywhere (xorshift128 by Marsaglia). For tests and simulations, not for secrets. */
export class SeededRandom {
  #a: number;
  #b = 362_436_069;
  #c = 521_288_629;
  #d = 88_675_123;

  constructor(seed: number) {
    this.#a = (seed ^ 0x9e37_79b9) | 0 || 1;
    for (let warmUp = 0; warmUp < 16; warmUp++) this.word();
  }

  /** 0 … 2³² - 1. */
  word(): number {
    const mixed = this.#a ^ (this.#a << 11);
    this.#a = this.#b;
    this.#b = this.#c;
    this.#c = this.#d;
    this.#d = this.#d ^ (this.#d >>> 19) ^ mixed ^ (mixed >>> 8);
    return this.#d >>> 0;
  }

  /** 0 … bound - 1. */
  below(bound: number): number {
    assert(bound > 0, 'a positive bound');
    return this.word() % bound;
  }

  chance(probability: number): boolean {
    return this.word() < probability * 2 ** 32;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    assert(item !== undefined, 'something to pick from');
    return item;
  }
}
