import { assert } from '../../base/assert';
import type { SpillFile } from '../ports';
import { type PagingLimits, pagingLimits } from './paging-limits';

/** A full page whose content could leave memory, in a chain from the newest to the oldest. */
export interface Evictable {
  older: Evictable | null;
  newer: Evictable | null;
  /** Its content leaves memory, if there is another place for it. */
  evict(): void;
}

/** Of pages that leave when one has filled up: more than what the numbers of one page take, few enough to cost nothing. */
const evictionsMax = 4;

/**
 * How many bytes of waiting messages all queues together keep in memory. Above the limit the contents of full pages leave it,
 * the newest first: what is about to be delivered stays. Where a backlog grows on, its numbers alone take more and more, and
 * contents that were there before make room for them.
 *
 *   oldest full page <─ older ─ … ─ newer ─> newest full page: evicted first
 */
export class WorkingSet {
  residentBytes = 0;
  private newest: Evictable | null = null;

  /** `spillFile` null: nowhere to spill transient messages to; pages that the store holds are still let go. */
  constructor(
    readonly limitBytes: number,
    readonly spillFile: SpillFile | null,
    readonly paging: PagingLimits = pagingLimits,
  ) {
    assert(limitBytes >= 0, 'a limit in bytes');
  }

  get isOver(): boolean {
    return this.residentBytes > this.limitBytes;
  }

  /** A page has filled up and may be evicted from now on. */
  keep(page: Evictable): void {
    page.older = this.newest;
    if (this.newest !== null) this.newest.newer = page;
    this.newest = page;
  }

  /** It is dropped, or has no content any more. Does nothing when it was not kept. */
  forget(page: Evictable): void {
    if (page.newer !== null) page.newer.older = page.older;
    else if (this.newest === page) this.newest = page.older;
    if (page.older !== null) page.older.newer = page.newer;
    page.older = null;
    page.newer = null;
  }

  relieve(): void {
    for (let count = 0; count < evictionsMax && this.isOver && this.newest !== null; count += 1) {
      const page = this.newest;
      this.forget(page);
      page.evict();
    }
  }

  add(bytes: number): void {
    this.residentBytes += bytes;
  }

  subtract(bytes: number): void {
    this.residentBytes -= bytes;
    assert(this.residentBytes >= 0, 'no more bytes leave than came');
  }
}
