import type { Group } from './group';
import { recordType } from './record-format';
import type { Segment } from './segment';
import { encodeSlotRanges } from './slot-ranges';

/** A burst's array is given back above this. */
const pendingSlotsKeptMax = 65_536;

/** Acknowledges wait here, in memory, for the next group: then they are mostly a few ranges. */
export class AcknowledgementLog {
  #dirty: Segment[] = [];

  add(segment: Segment, slot: number): void {
    if (segment.pendingCount === 0) this.#dirty.push(segment);
    segment.addPending(slot);
  }

  writeInto(group: Group): void {
    for (const segment of this.#dirty) {
      writeRanges(group, segment);
      noteSpeaking(group.segment, segment);
      segment.pendingCount = 0;
      if (segment.pendingSlots.length > pendingSlotsKeptMax) segment.pendingSlots = new Uint32Array(0);
    }
    this.#dirty = [];
  }
}

/** What a segment says about itself goes when it goes. */
export function noteSpeaking(speaker: Segment, about: Segment): void {
  if (speaker !== about) speaker.speaksAbout.add(about);
}

function writeRanges(group: Group, segment: Segment): void {
  const slots = segment.pendingSlots.subarray(0, segment.pendingCount);
  if (!isAscending(slots)) slots.sort();
  group.push(recordType.acknowledged);
  group.push(segment.number);
  const countAt = group.headWordCount;
  group.push(0);
  encodeSlotRanges(slots, (word) => group.push(word));
  group.buffers.heads[countAt] = group.headWordCount - countAt - 1;
}

function isAscending(slots: Uint32Array): boolean {
  for (let index = 1; index < slots.length; index++) {
    if ((slots[index] ?? 0) < (slots[index - 1] ?? 0)) return false;
  }
  return true;
}
