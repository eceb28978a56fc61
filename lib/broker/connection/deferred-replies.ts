export type HeldFrame = { readonly type: number; readonly channel: number; readonly payload: Buffer };

/**
 * Answers of one connection that wait for the disk. They leave in the order of their methods; until the last has left, only
 * methods of the same kind are read on, so that many declarations share one sync and nothing overtakes anything.
 */
export class DeferredReplies {
  private pendingCount = 0;
  private frame: HeldFrame | null = null;
  /** Ready before those that were added before them. */
  private readonly ready: (() => void)[] = [];

  /** @param settled runs when the last answer has left */
  constructor(private readonly settled: () => void) {}

  get isWaiting(): boolean {
    return this.pendingCount > 0;
  }

  /** @param when calls back when the answer may leave, with an error that is the answer instead */
  add(when: (then: (error?: Error) => void) => void, answer: (error?: Error) => void): void {
    const hasToWait = this.pendingCount > 0;
    this.pendingCount++;
    let isSynchronous = true;
    when((error) => {
      const answerNow = (): void => answer(error);
      // It may be ready at once while others still wait.
      if (isSynchronous && hasToWait) this.ready.push(answerNow);
      else this.leave(answerNow, isSynchronous);
    });
    isSynchronous = false;
  }

  private leave(answer: () => void, isSynchronous: boolean): void {
    this.pendingCount--;
    answer();
    while (this.pendingCount > 0 && this.pendingCount === this.ready.length) {
      const next = this.ready.shift();
      this.pendingCount--;
      next?.();
    }
    if (this.pendingCount === 0 && !isSynchronous) this.settled();
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
