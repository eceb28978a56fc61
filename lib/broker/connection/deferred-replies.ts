export type HeldFrame = { readonly type: number; readonly channel: number; readonly payload: Buffer };

/**
 * Answers of one connection that wait for the disk. They leave in the order of their methods; until the last has left, only
 * methods of the same kind are read on, so that many declarations share one sync and nothing overtakes anything.
 */
export class DeferredReplies {
  private pendingCount = 0;
  private frame: HeldFrame | null = null;

  /** @param settled runs when the last answer has left */
  constructor(private readonly settled: () => void) {}

  get isWaiting(): boolean {
    return this.pendingCount > 0;
  }

  /** @param when calls back when the answer may leave; in the order of the calls */
  add(when: (then: () => void) => void, answer: () => void): void {
    this.pendingCount++;
    let isSynchronous = true;
    when(() => {
      this.pendingCount--;
      answer();
      if (this.pendingCount === 0 && !isSynchronous) this.settled();
    });
    isSynchronous = false;
  }

  /** The first frame that has to wait; parsing stops behind it. */
  hold(type: number, channel: number, buffer: Buffer, start: number, end: number): void {
    this.frame = { type, channel, payload: Buffer.from(buffer.subarray(start, end)) };
  }

  takeHeldFrame(): HeldFrame | null {
    const { frame } = this;
    this.frame = null;
    return frame;
  }
}
