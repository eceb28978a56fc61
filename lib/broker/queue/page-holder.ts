import { assert } from '../../base/assert';
import type { SpillHandle } from '../ports';
import type { Page } from './page';
import type { Evictable, WorkingSet } from './working-set';

/** A page of the list with where its content is at the moment. */
export class PageHolder implements Evictable {
  older: Evictable | null = null;
  newer: Evictable | null = null;
  private spilled: SpillHandle | null = null;
  private accountedBytes: number;

  constructor(
    readonly page: Page,
    private readonly workingSet: WorkingSet,
  ) {
    this.accountedBytes = page.residentBytes;
    workingSet.add(this.accountedBytes);
  }

  /** A page grows with its messages. */
  account(): void {
    const bytes = this.page.residentBytes;
    this.workingSet.add(bytes - this.accountedBytes);
    this.accountedBytes = bytes;
  }

  /** The page is full. */
  seal(): void {
    this.page.seal();
    this.account();
    this.workingSet.keep(this);
  }

  evict(): void {
    const { page } = this;
    if (page.content === null) return;
    if (!page.canBeLeftToStore && this.spilled === null) {
      this.spilled = this.workingSet.spillFile?.write(page.content.subarray(0, page.contentLength)) ?? null;
      if (this.spilled === null) return;
    }
    page.content = null;
    this.account();
  }

  /** True when entries can be unpacked; false when the store has to be asked for each. */
  makeResident(): boolean {
    const { page } = this;
    if (page.content !== null) return true;
    if (this.spilled === null) {
      assert(page.isStored, 'content is in memory, spilled or stored');
      return false;
    }
    page.content = this.workingSet.spillFile?.read(this.spilled) ?? null;
    assert(page.content !== null, 'what was spilled can be read');
    this.freeSpilled();
    this.account();
    return true;
  }

  /** The content for a look at it, which leaves the page as it is. Null: ask the store. */
  withContent<T>(look: (page: Page) => T): T | null {
    const { page } = this;
    if (page.content !== null) return look(page);
    if (this.spilled === null) return null;
    page.content = this.workingSet.spillFile?.read(this.spilled) ?? null;
    try {
      return look(page);
    } finally {
      page.content = null;
    }
  }

  /** The page is no longer part of the queue. */
  drop(): void {
    this.workingSet.forget(this);
    this.workingSet.subtract(this.accountedBytes);
    this.accountedBytes = 0;
    if (this.spilled !== null) this.freeSpilled();
  }

  private freeSpilled(): void {
    if (this.spilled !== null) this.workingSet.spillFile?.free(this.spilled);
    this.spilled = null;
  }
}
