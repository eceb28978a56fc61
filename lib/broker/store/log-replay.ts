import { noteSpeaking } from './acknowledgement-log';
import { readMarkers } from './delivery-markers';
import { blockHeadBytes, groupHeadBytes } from './group-format';
import { messageHeadWords, messageQueueWords, recordType, startsBlockFlag } from './record-format';
import { recordWords } from './record-walk';
import { SlotRows } from './recovered-rows';
import type { Segment } from './segment';
import type { ScannedGroup } from './segment-scanner';
import { decodeSlotRanges } from './slot-ranges';

/** Where in the log a queue was dropped last, and what of it stayed. */
type Drop = { readonly segmentNumber: number; readonly slotCount: number; readonly keep: ReadonlySet<string>; readonly speaker: Segment };

const keepKey = (segment: number, slot: number): string => `${segment}/${slot}`;

/**
 * Builds the index from the records, in log order. Every record but `message` only kills or annotates slots and no slot comes
 * back to life, so the order matters for drops alone: they concern what was appended before them.
 */
export class LogReplay {
  readonly segments = new Map<number, Segment>();
  readonly rows: SlotRows[] = [];
  readonly markers = new Map<number, number>();
  wasClean = false;
  readonly #drops = new Map<number, Drop>();
  #current: SlotRows | null = null;

  /** `sizeBytes`: of the segment's file, to guess from its first groups how many slots there will be. */
  apply(segment: Segment, group: ScannedGroup, sizeBytes: number): void {
    const rows = this.#rowsOf(segment);
    if (group.head.firstSlot > segment.slotCount) segment.skipSlots(group.head.firstSlot - segment.slotCount);
    const { words } = group;
    const slotsBefore = segment.slotCount;
    let contentOffset = group.offset + groupHeadBytes;
    for (let at = 0; at < words.length; at += recordWords(words, at)) {
      const word = words[at] ?? 0;
      this.wasClean = false;
      switch (word & 0xff) {
        case recordType.message: {
          const queueCount = word >>> 16;
          if (((words[at + 4] ?? 0) & startsBlockFlag) !== 0) {
            segment.addBlock(contentOffset);
            contentOffset += blockHeadBytes;
          }
          addSlots(rows, words, at, queueCount, contentOffset);
          contentOffset += words[at + 1] ?? 0;
          break;
        }
        case recordType.acknowledged:
          this.#acknowledged(segment, words, at);
          break;
        case recordType.returned:
          this.#returned(segment, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
          break;
        case recordType.dropped:
          this.#dropped(segment, words, at);
          break;
        case recordType.delivering:
          readMarkers(words, at, this.markers);
          break;
        case recordType.checkpoint:
          this.#checkpoint(segment, words, at);
          break;
        case recordType.clean:
          this.wasClean = true;
          break;
      }
    }
    if (slotsBefore === 0 && segment.slotCount > 0) reserve(rows, (segment.slotCount * sizeBytes) / group.endOffset);
  }

  endSegment(segment: Segment): void {
    if (this.#current?.segment !== segment) this.#rowsOf(segment);
  }

  /** Drops last, by place. */
  finish(): void {
    if (this.#drops.size === 0) return;
    for (const segment of this.segments.values()) {
      segment.forEachLive((slot) => {
        const drop = this.#drops.get(segment.queueIds[slot] ?? 0);
        if (drop === undefined || !isBefore(segment, slot, drop) || drop.keep.has(keepKey(segment.number, slot))) return;
        segment.kill(slot);
        noteSpeaking(drop.speaker, segment);
      });
    }
  }

  #rowsOf(segment: Segment): SlotRows {
    if (this.#current?.segment === segment) return this.#current;
    this.#current = new SlotRows(segment);
    this.rows.push(this.#current);
    this.segments.set(segment.number, segment);
    return this.#current;
  }

  #acknowledged(speaker: Segment, words: Uint32Array, at: number): void {
    const end = at + 3 + (words[at + 2] ?? 0);
    const about = this.segments.get(words[at + 1] ?? 0);
    if (about === undefined) return;
    noteSpeaking(speaker, about);
    decodeSlotRanges(words, at + 3, end, (from, to) => {
      for (let slot = from; slot < to; slot++) about.kill(slot);
    });
  }

  #returned(speaker: Segment, segmentNumber: number, slot: number, word: number): void {
    const about = this.segments.get(segmentNumber);
    if (about === undefined || !about.isLive(slot)) return;
    noteSpeaking(speaker, about);
    about.noteReturned(slot, word);
  }

  #dropped(speaker: Segment, words: Uint32Array, at: number): void {
    const keepCount = words[at + 2] ?? 0;
    // Nothing of it is left, so nothing of it was delivered.
    if (keepCount === 0) this.markers.delete(words[at + 1] ?? 0);
    const keep = new Set<string>();
    for (let index = 0; index < keepCount; index++) keep.add(keepKey(words[at + 3 + index * 2] ?? 0, words[at + 4 + index * 2] ?? 0));
    this.#drops.set(words[at + 1] ?? 0, { segmentNumber: speaker.number, slotCount: speaker.slotCount, keep, speaker });
  }

  #checkpoint(speaker: Segment, words: Uint32Array, at: number): void {
    const rangesEnd = at + 4 + (words[at + 2] ?? 0);
    const returnedCount = words[at + 3] ?? 0;
    const end = rangesEnd + returnedCount * 2;
    const about = this.segments.get(words[at + 1] ?? 0);
    if (about === undefined) return;
    noteSpeaking(speaker, about);
    let position = 0;
    const killUpTo = (to: number) => {
      for (; position < to; position++) about.kill(position);
    };
    decodeSlotRanges(words, at + 4, rangesEnd, (from, to) => {
      killUpTo(from);
      position = to;
    });
    killUpTo(about.slotCount);
    for (let index = rangesEnd; index < end; index += 2) this.#returned(speaker, about.number, words[index] ?? 0, words[index + 1] ?? 0);
  }
}

/** All at once rather than doubling: half of recovery's time went into growing. */
function reserve(rows: SlotRows, guessedCount: number): void {
  const slotCount = Math.ceil(guessedCount * 1.02);
  rows.reserve(slotCount);
  rows.segment.reserve(slotCount);
}

function addSlots(rows: SlotRows, words: Uint32Array, at: number, queueCount: number, contentOffset: number): void {
  let queueAt = at + messageHeadWords;
  for (let index = 0; index < queueCount; index++, queueAt += messageQueueWords) {
    rows.set(rows.segment.addSlot(contentOffset, words[queueAt] ?? 0), words, at, queueAt);
  }
}

const isBefore = (segment: Segment, slot: number, drop: Drop): boolean =>
  segment.number < drop.segmentNumber || (segment.number === drop.segmentNumber && slot < drop.slotCount);
