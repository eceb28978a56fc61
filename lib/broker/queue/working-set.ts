import { assert } from '../../base/assert';
import type { SpillFile } from '../ports';
import { type PagingLimits, pagingLimits } from './paging-limits';

/**
 * How many bytes of waiting messages all queues together keep in memory. Above the limit, queues spill each page as it
 * fills; what is about to be delivered stays resident.
 */
export class WorkingSet {
  residentBytes = 0;

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

  add(bytes: number): void {
    this.residentBytes += bytes;
  }

  subtract(bytes: number): void {
    this.residentBytes -= bytes;
    assert(this.residentBytes >= 0, 'no more bytes leave than came');
  }
}
