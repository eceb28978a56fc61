import { noteSpeaking } from './acknowledgement-log';
import type { DiskError } from './disk';
import type { LogWriter } from './log-writer';
import { recordType } from './record-format';
import type { Segment } from './segment';
import type { SegmentFiles } from './segment-files';
import { encodeSlotRanges } from './slot-ranges';

/**
 * Gives empty segments back, one at a time:
 *
 *   no slot lives ─> checkpoint the older segments it speaks about ─> all of that durable ─> wipe its head ─> spare or deleted
 *
 * Wiped only after the acknowledges that emptied it are durable: a move's append is in the same group as its acknowledge,
 * so the source can't go before the copy is safe.
 */
export class SegmentReclaimer {
  readonly #queue: Segment[] = [];
  #isBusy = false;
  #onStopped: (() => void) | null = null;

  constructor(
    readonly log: LogWriter,
    readonly files: SegmentFiles,
    readonly segments: Map<number, Segment>,
    readonly onFatal: (error: DiskError) => void,
  ) {}

  /** Call when a segment may have become free: its last slot died, or it is no longer the head. */
  consider(segment: Segment): void {
    if (segment.liveCount > 0 || segment.isFreeing || segment.isHead) return;
    segment.isFreeing = true;
    this.#queue.push(segment);
    this.#next();
  }

  /** Calls back when nothing of it is under way; from then on it writes nothing. */
  stop(done: () => void): void {
    this.#onStopped = done;
    if (!this.#isBusy) done();
  }

  #next(): void {
    if (this.#isBusy || this.#onStopped !== null) return;
    const segment = this.#queue.shift();
    if (segment === undefined) return;
    this.#isBusy = true;
    for (const about of [...segment.speaksAbout]) this.#checkpoint(about);
    this.log.whenDurable(this.log.openGroup, () => this.#release(segment));
  }

  /** The head says all there is to say about it, so nobody before needs to. */
  #checkpoint(about: Segment): void {
    writeCheckpoint(this.log, about);
    for (const other of this.segments.values()) if (!other.isHead) other.speaksAbout.delete(about);
  }

  #release(segment: Segment): void {
    if (this.#onStopped !== null) {
      this.#rest();
      return;
    }
    this.files.release(segment, (error) => {
      if (error?.isFull === false) return this.onFatal(error);
      // Overwriting needs no room, so a full disk is as strange as it is harmless: it stays until the next start.
      if (error === null) this.#forget(segment);
      this.#rest();
      this.#next();
    });
  }

  #rest(): void {
    this.#isBusy = false;
    this.#onStopped?.();
  }

  #forget(segment: Segment): void {
    this.segments.delete(segment.number);
    for (const other of this.segments.values()) other.speaksAbout.delete(segment);
  }
}

/** States which slots of `about` live, all of it, in the head: whatever spoke about it before may go. */
function writeCheckpoint(log: LogWriter, about: Segment): void {
  const slots = new Uint32Array(about.liveCount);
  let count = 0;
  about.forEachLive((slot) => {
    slots[count++] = slot;
  });
  const returnedCount = about.returned?.size ?? 0;
  const group = log.begin((slots.length + returnedCount * 2) * 4);
  group.push(recordType.checkpoint);
  group.push(about.number);
  const countAt = group.headWordCount;
  group.push(0);
  group.push(returnedCount);
  encodeSlotRanges(slots, (word) => group.push(word));
  group.buffers.heads[countAt] = group.headWordCount - countAt - 2;
  about.returned?.forEach((slot, word) => {
    group.push(slot);
    group.push(word);
  });
  noteSpeaking(group.segment, about);
}
