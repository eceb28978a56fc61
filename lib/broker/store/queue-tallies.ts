import { assert } from '../../base/assert';
import type { Segment } from './segment';

type Tally = { live: number; firstSegment: number };

/** How many messages of each queue live, and in which segment the oldest may be, so that dropping an empty queue costs nothing. */
export class QueueTallies {
  readonly #tallies = new Map<number, Tally>();

  /** True when it is the queue's only one. */
  add(queueId: number, segmentNumber: number): boolean {
    const tally = this.#tallies.get(queueId);
    if (tally === undefined) {
      this.#tallies.set(queueId, { live: 1, firstSegment: segmentNumber });
      return true;
    }
    if (tally.live === 0 || segmentNumber < tally.firstSegment) tally.firstSegment = segmentNumber;
    tally.live += 1;
    return tally.live === 1;
  }

  remove(queueId: number): void {
    const tally = this.#tallies.get(queueId);
    assert(tally !== undefined && tally.live > 0, 'a queue loses only what it had');
    tally.live -= 1;
  }

  liveOf(queueId: number): number {
    return this.#tallies.get(queueId)?.live ?? 0;
  }

  firstSegmentOf(queueId: number): number {
    return this.#tallies.get(queueId)?.firstSegment ?? 0;
  }

  forgetEmpty(queueId: number): void {
    if (this.liveOf(queueId) === 0) this.#tallies.delete(queueId);
  }

  /** From what recovery found; `segments` in the order of their numbers. */
  recount(segments: Iterable<Segment>): void {
    for (const segment of segments) {
      segment.forEachQueue((queueId, count) => {
        const tally = this.#tallies.get(queueId);
        if (tally === undefined) this.#tallies.set(queueId, { live: count, firstSegment: segment.number });
        else tally.live += count;
      });
    }
  }
}
