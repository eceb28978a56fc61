import { assert } from '../../base/assert';
import type { Message } from '../message';
import { QueueEntry } from '../queue-entry';
import type { ContentReader } from './content-reader';
import { DiskError, type DiskFile, type Scheduler } from './disk';
import { segmentHeadBytes } from './group-format';
import type { LogWriter } from './log-writer';
import { MovedMessages } from './moved-messages';
import { deliveryCountShift, joined, messageHeadWords, messageQueueWords, recordType, redeliveredShift } from './record-format';
import { recordWords } from './record-walk';
import type { Segment } from './segment';
import { type ScannedGroup, SegmentScanner } from './segment-scanner';
import { storeLimits } from './store-limits';

export type CompactorSurroundings = {
  readonly log: LogWriter;
  readonly scheduler: Scheduler;
  readonly segments: ReadonlyMap<number, Segment>;
  readonly reader: ContentReader;
  readonly openFile: (segment: Segment) => DiskFile;
  readonly append: (message: Message, queueIds: readonly number[], entries: readonly QueueEntry[]) => void;
  readonly end: (segment: Segment, slot: number) => void;
  readonly mayRun: () => boolean;
};

type Progress = { readonly segment: Segment; readonly scanner: SegmentScanner; position: number; slot: number };

/**
 * Rewrites what little lives in a nearly empty segment into the head, so that one old message does not hold 64 MB.
 * A message's copy and the end of its old place share a group: after a crash it is there once. Entries above keep the
 * location they have; MovedMessages knows where it leads.
 */
export class SegmentCompactor {
  readonly moved = new MovedMessages();
  readonly #around: CompactorSurroundings;
  #progress: Progress | null = null;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  constructor(around: CompactorSurroundings) {
    this.#around = around;
  }

  start(): void {
    if (this.#isStopped) return;
    this.#cancel = this.#around.scheduler.after(storeLimits.compactCheckMs, () => this.#check());
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  /** A segment is worth it when it was nearly empty at the last check already: one that is just being consumed is not. */
  #check(): void {
    let chosen: Segment | null = null;
    for (const segment of this.#around.segments.values()) {
      const isSparse = !segment.isHead && !segment.isFreeing && segment.liveCount > 0 && !segment.isDamaged && isNearlyEmpty(segment);
      if (isSparse && segment.wasSparse) chosen ??= segment;
      segment.wasSparse = isSparse;
    }
    if (chosen === null || !this.#around.mayRun()) {
      this.start();
      return;
    }
    chosen.wasSparse = true;
    const { number, salt } = chosen;
    chosen.isPinned = true;
    const scanner = new SegmentScanner(this.#around.openFile(chosen), { segmentNumber: number, salt });
    this.#progress = { segment: chosen, scanner, position: segmentHeadBytes, slot: 0 };
    this.#slice();
  }

  /** What lives of one group, then the loop's turn. */
  #slice(): void {
    const progress = this.#progress;
    if (this.#isStopped || progress === null) return;
    const group = progress.segment.isFreeing || !this.#around.mayRun() ? null : nextGroup(progress);
    if (group === null) {
      progress.segment.isPinned = false;
      this.#progress = null;
      this.start();
      return;
    }
    progress.slot = group.head.firstSlot;
    this.#around.log.hold(() => this.#moveGroup(progress, group.words));
    progress.position = group.endOffset;
    this.#cancel = this.#around.scheduler.after(0, () => this.#slice());
  }

  #moveGroup(progress: Progress, words: Uint32Array): void {
    for (let at = 0; at < words.length; at += recordWords(words, at)) {
      if (((words[at] ?? 0) & 0xff) !== recordType.message) continue;
      const queueCount = (words[at] ?? 0) >>> 16;
      this.#moveRecord(progress.segment, progress.slot, words, at, queueCount);
      progress.slot += queueCount;
    }
  }

  #moveRecord(segment: Segment, firstSlot: number, words: Uint32Array, at: number, queueCount: number): void {
    const slots: number[] = [];
    for (let slot = firstSlot; slot < firstSlot + queueCount; slot++) if (segment.isLive(slot)) slots.push(slot);
    const first = slots[0];
    if (first === undefined) return;
    const message = this.#around.reader.load(segment, first);
    if (message === null) {
      segment.isDamaged = true;
      return;
    }
    const entries = slots.map((slot) => entryOf(segment, slot, message, words, at, slot - firstSlot));
    const queueIds = slots.map((slot) => segment.queueIds[slot] ?? 0);
    this.#around.append(message, queueIds, entries);
    for (const [index, slot] of slots.entries()) {
      const entry = entries[index];
      assert(entry !== undefined, 'one entry a slot');
      this.moved.move({ segment: segment.number, slot }, { segment: entry.segment, slot: entry.slot });
      this.#around.end(segment, slot);
    }
  }
}

/** Null at the segment's end, or where the disk can't read it: then it stays as it is. */
function nextGroup({ scanner, position, segment }: Progress): ScannedGroup | null {
  try {
    const group = scanner.groupAt(position) ?? scanner.findGroupAfter(position);
    return group === null || group.offset >= segment.endBytes ? null : group;
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    segment.isDamaged = true;
    return null;
  }
}

function isNearlyEmpty(segment: Segment): boolean {
  return segment.liveBytesEstimate < segment.capacityBytes * storeLimits.compactLiveShareMax;
}

/** The entry as the record head and what came later (a return) have it. */
function entryOf(segment: Segment, slot: number, message: Message, words: Uint32Array, at: number, index: number): QueueEntry {
  const queueAt = at + messageHeadWords + messageQueueWords * index;
  const word = (position: number): number => words[position] ?? 0;
  const entry = new QueueEntry(message, joined(word(queueAt + 1), word(queueAt + 2)), joined(word(at + 3), word(at + 4)));
  entry.expiresAtMs = joined(word(queueAt + 3), word(queueAt + 4));
  const returned = segment.returned?.get(slot);
  entry.isRedelivered = returned === undefined ? ((word(queueAt + 2) >>> redeliveredShift) & 1) === 1 : (returned & 1) === 1;
  entry.deliveryCount = returned === undefined ? word(queueAt + 2) >>> deliveryCountShift : returned >>> 1;
  return entry;
}
