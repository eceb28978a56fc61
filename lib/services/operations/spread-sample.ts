import { assert } from '../../base/assert';

/**
 * At most `countMax` of a run whose length is not known before, spread evenly over it and the first one always among them:
 * when it is full every second one goes and from then on only half as many are taken.
 */
export class SpreadSample<Item> {
  private items: Item[] = [];
  private seenCount = 0;
  private stride = 1;

  constructor(private readonly countMax: number) {
    assert(countMax >= 2, 'a sample that is thinned out holds two at least');
  }

  get taken(): readonly Item[] {
    return this.items;
  }

  /** Ask once for each item of the run, and give it to `take` when the answer is yes. */
  takesNext(): boolean {
    return this.seenCount++ % this.stride === 0;
  }

  take(item: Item): void {
    this.items.push(item);
    if (this.items.length <= this.countMax) return;
    this.items = this.items.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }
}
