import { assert } from '../../base/assert';
import type { Message } from '../message';
import type { MessageStore, StoreLocation, StoreRecovery } from '../ports';
import type { QueueEntry } from '../queue-entry';
import { AcknowledgementLog, noteSpeaking } from './acknowledgement-log';
import { ContentReader, type ResolvedLocation } from './content-reader';
import { DeliveryMarkers } from './delivery-markers';
import type { Disk, DiskError, RandomWord, Scheduler } from './disk';
import { Group } from './group';
import { groupHeadBytes } from './group-format';
import { LogWriter } from './log-writer';
import { QueueTallies } from './queue-tallies';
import { recordType, returnedWord } from './record-format';
import { recoverLog, type TornGroup } from './recover-log';
import { Refusals } from './refusals';
import type { Segment } from './segment';
import { SegmentCompactor } from './segment-compactor';
import { SegmentFiles } from './segment-files';
import { SegmentReclaimer } from './segment-reclaimer';
import { type StoreOptions, storeLimits } from './store-limits';

export type StoreSurroundings = {
  readonly disk: Disk;
  readonly scheduler: Scheduler;
  readonly random: RandomWord;
  readonly options: StoreOptions;
  /** A sentence for the log: a content that the disk garbled. */
  readonly onReport: (sentence: string) => void;
};

/**
 * The durable message store: a log of preallocated, recycled segments, written in groups with one sync each.
 * docs/STORE_FORMAT.md has the bytes and the promise; the parts are in this folder, this class joins them.
 */
export class DurableMessageStore implements MessageStore {
  readonly #around: StoreSurroundings;
  readonly #segments: Map<number, Segment>;
  readonly #tallies = new QueueTallies();
  readonly #refusals = new Refusals();
  readonly #acknowledgements = new AcknowledgementLog();
  readonly #files: SegmentFiles;
  readonly #log: LogWriter;
  readonly #markers: DeliveryMarkers;
  readonly #reader: ContentReader;
  readonly #reclaimer: SegmentReclaimer;
  readonly #compactor: SegmentCompactor;
  readonly #torn: readonly TornGroup[];
  #recovery: StoreRecovery | null;
  #lastSegmentNumber: number;
  #cachedSegment: Segment | null = null;
  #cancelDiskCheck: (() => void) | null = null;
  #isClosing = false;

  /** Reads what is there. Nothing is written before recover(). Throws DiskError. */
  constructor(around: StoreSurroundings) {
    this.#around = around;
    const { disk, scheduler, options } = around;
    const recovered = recoverLog(disk, options.segmentSizeBytes);
    this.#segments = recovered.segments;
    this.#recovery = recovered.recovery;
    this.#torn = recovered.torn;
    this.#lastSegmentNumber = recovered.lastSegmentNumber;
    this.#files = new SegmentFiles(disk, options, around.random, disk.list(), () => this.#judgeRoom());
    for (const segment of this.#segments.values()) this.#files.account(segment, recovered.fileBytes.get(segment.fileName) ?? 0);
    for (const name of recovered.freeFileNames) this.#files.adopt(name);
    this.#tallies.recount(this.#segments.values());
    const fail = (error: DiskError) => this.#fail(error);
    this.#log = new LogWriter(
      scheduler,
      {
        nextSegment: () => this.#nextSegment(),
        hasSpare: () => this.#files.hasSpare,
        syncDirectory: (done) => disk.syncDirectory(done),
        beforeSeal: (group) => this.#acknowledgements.writeInto(group),
        onSegmentStart: (group, previous) => {
          this.#markers.writeAll(group);
          if (previous !== null) this.#reclaimer.consider(previous);
        },
        onFull: (error) => this.#full(error),
        onFatal: fail,
      },
      recovered.lastGroupNumber,
    );
    this.#markers = new DeliveryMarkers(this.#log, recovered.markers);
    this.#reader = new ContentReader(
      this.#log,
      (segment) => this.#files.open(segment),
      (segment, offset) => this.#damaged(segment, offset),
    );
    this.#reclaimer = new SegmentReclaimer(this.#log, this.#files, this.#segments, fail);
    this.#compactor = new SegmentCompactor({
      log: this.#log,
      scheduler,
      segments: this.#segments,
      reader: this.#reader,
      openFile: (segment) => this.#files.open(segment),
      append: (message, queueIds, entries) => void this.append(message, queueIds, entries),
      end: (segment, slot) => this.#end(segment, slot),
      mayRun: () => this.#refusals.current === null && !this.#isClosing,
    });
  }

  get durableGroup(): number {
    return this.#log.durableGroup;
  }

  get openGroup(): number {
    return this.#log.openGroup;
  }

  get backlogBytes(): number {
    return this.#log.backlogBytes;
  }

  get diskBytes(): number {
    return this.#files.diskBytes;
  }

  /** Numbers of the segments that hold something that is not acknowledged. */
  get liveSegments(): number[] {
    return [...this.#segments.values()].filter(({ liveCount }) => liveCount > 0).map(({ number }) => number);
  }

  get refusal(): string | null {
    return this.#refusals.current;
  }

  onRefusalChange(listener: (refusal: string | null) => void): void {
    this.#refusals.listen(listener);
  }

  recover(): StoreRecovery {
    const recovery = this.#recovery;
    assert(recovery !== null, 'recover is called once');
    this.#recovery = null;
    this.#wipeTorn(0);
    this.#checkDisk();
    this.#compactor.start();
    return recovery;
  }

  append(message: Message, queueIds: readonly number[], entries: readonly QueueEntry[]): number {
    assert(queueIds.length === entries.length && entries.length > 0, 'one queue id for each entry');
    const group = this.#log.begin(Group.contentBytesMax(message) + Group.headBytes(entries.length));
    group.append(message, queueIds, entries);
    const segmentNumber = group.segment.number;
    for (const queueId of queueIds) {
      if (this.#tallies.add(queueId, segmentNumber)) this.#markers.wake(queueId);
    }
    this.#log.hurry();
    return group.number;
  }

  acknowledge(queueId: number, location: StoreLocation): void {
    const { segment, slot } = this.#resolve(location);
    assert(segment.queueIds[slot] === queueId, 'acknowledged in its own queue');
    this.#compactor.moved.forget({ segment: segment.number, slot });
    this.#end(segment, slot);
  }

  noteReturned(queueId: number, entry: QueueEntry): void {
    const place = this.#resolve(entry);
    assert(place.segment.isLive(place.slot) && place.segment.queueIds[place.slot] === queueId, 'only a stored entry is returned');
    const deliveryCount = Math.min(entry.deliveryCount, storeLimits.deliveryCountMax);
    const word = returnedWord(entry.isRedelivered, deliveryCount);
    place.segment.noteReturned(place.slot, word);
    const group = this.#log.begin(16);
    group.push(recordType.returned);
    group.push(place.segment.number);
    group.push(place.slot);
    group.push(word);
    noteSpeaking(group.segment, place.segment);
    this.#log.linger();
  }

  transaction(work: () => void): number {
    return this.#log.hold(work);
  }

  whenDurable(group: number, then: () => void): void {
    this.#log.whenDurable(group, then);
  }

  noteDelivering(queueId: number): void {
    this.#markers.note(queueId);
  }

  load(queueId: number, location: StoreLocation): Message | null {
    const place = this.#resolve(location);
    assert(place.segment.queueIds[place.slot] === queueId, 'a message is loaded by its own queue');
    return this.#reader.load(place.segment, place.slot);
  }

  loadMany(queueId: number, locations: readonly StoreLocation[]): (Message | null)[] {
    const places = locations.map((location) => this.#resolve(location));
    for (const place of places) assert(place.segment.queueIds[place.slot] === queueId, 'a message is loaded by its own queue');
    return this.#reader.loadMany(places);
  }

  dropQueue(queueId: number, keep: readonly StoreLocation[]): void {
    const isMarked = keep.length === 0 && this.#markers.forget(queueId);
    if (isMarked || this.#tallies.liveOf(queueId) > keep.length) this.#drop(queueId, keep);
    if (keep.length === 0) this.#tallies.forgetEmpty(queueId);
  }

  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#cancelDiskCheck?.();
    this.#compactor.stop();
    // Before recover() nothing may be written, and nothing is there to be written.
    const mayWrite = this.#recovery === null && !this.#log.isFailed;
    if (mayWrite) await new Promise<void>((resolve) => this.#reclaimer.stop(() => this.#writeLastGroup(resolve)));
    this.#files.close();
  }

  #writeLastGroup(done: () => void): void {
    const group = this.#log.begin(0);
    this.#acknowledgements.writeInto(group);
    this.#markers.writeClean(group);
    group.push(recordType.clean);
    this.#log.whenDurable(group.number, done);
  }

  #drop(queueId: number, keep: readonly StoreLocation[]): void {
    const kept = keep.map((location) => this.#resolve(location));
    const group = this.#log.begin(groupHeadBytes + keep.length * 8);
    group.push(recordType.dropped);
    group.push(queueId);
    group.push(kept.length);
    for (const place of kept) {
      group.push(place.segment.number);
      group.push(place.slot);
    }
    this.#log.hurry();
    const keptSlots = new Map<Segment, Set<number>>();
    for (const place of kept) keptSlots.set(place.segment, (keptSlots.get(place.segment) ?? new Set()).add(place.slot));
    const firstSegment = this.#tallies.firstSegmentOf(queueId);
    for (const segment of [...this.#segments.values()]) {
      if (segment.number >= firstSegment) this.#dropFrom(segment, queueId, keptSlots.get(segment), group);
    }
  }

  #dropFrom(segment: Segment, queueId: number, keptSlots: ReadonlySet<number> | undefined, group: Group): void {
    const liveBefore = segment.liveCount;
    segment.forEachLive((slot) => {
      if (segment.queueIds[slot] !== queueId || keptSlots?.has(slot)) return;
      segment.kill(slot);
      this.#compactor.moved.forget({ segment: segment.number, slot });
      this.#tallies.remove(queueId);
    });
    if (segment.liveCount === liveBefore) return;
    noteSpeaking(group.segment, segment);
    this.#reclaimer.consider(segment);
  }

  /** The slot dies in memory now and on disk with the next group. */
  #end(segment: Segment, slot: number): void {
    const queueId = segment.queueIds[slot];
    assert(queueId !== undefined && segment.kill(slot), 'a message ends once');
    this.#tallies.remove(queueId);
    this.#acknowledgements.add(segment, slot);
    this.#log.linger();
    if (segment.liveCount === 0) this.#reclaimer.consider(segment);
  }

  /** Where the message is now; compaction may have moved it since its entry learned the place. */
  #resolve(location: StoreLocation): ResolvedLocation {
    const segment = this.#segmentNumbered(location.segment);
    if (segment?.isLive(location.slot)) return { segment, slot: location.slot };
    const moved = this.#compactor.moved.find(location);
    assert(moved !== null, 'an entry that is stored and not yet ended');
    const present = this.#segments.get(moved.segment);
    assert(present !== undefined, 'compaction moves to a segment that is there');
    assert(present.isLive(moved.slot), 'compaction moves to a live place');
    return { segment: present, slot: moved.slot };
  }

  #segmentNumbered(number: number): Segment | undefined {
    if (this.#cachedSegment?.number === number) return this.#cachedSegment;
    const segment = this.#segments.get(number);
    if (segment !== undefined) this.#cachedSegment = segment;
    return segment;
  }

  #nextSegment(): Segment | null {
    const segment = this.#files.next(this.#lastSegmentNumber + 1, this.#log.head === null);
    if (segment === null) return null;
    this.#lastSegmentNumber = segment.number;
    this.#segments.set(segment.number, segment);
    return segment;
  }

  /** One after the other, then the log may write: a torn group must never come to count behind newer ones. */
  #wipeTorn(index: number): void {
    const torn = this.#torn[index];
    if (torn === undefined) {
      this.#log.start();
      for (const segment of [...this.#segments.values()]) this.#reclaimer.consider(segment);
      return;
    }
    torn.segment.isPinned = true;
    this.#files.open(torn.segment).write([Buffer.alloc(groupHeadBytes)], torn.offset, (error) => {
      torn.segment.isPinned = false;
      if (error !== null) this.#fail(error);
      else this.#wipeTorn(index + 1);
    });
  }

  #damaged(segment: Segment, offset: number): void {
    this.#around.onReport(
      `Message log: the content at byte ${offset} of ${segment.fileName} is garbled. Its message is lost and not served.`,
    );
  }

  #fail(error: DiskError): void {
    this.#refusals.fail(`The message store failed and stays stopped until a restart: ${error.message}`);
  }

  #full(error: DiskError | null): void {
    this.#refusals.setFull(
      error === null ? null : `The message store can't write: ${error.message}. It goes on by itself when there is room.`,
    );
    if (error !== null) this.#files.deleteSpares();
  }

  #checkDisk(): void {
    if (this.#isClosing) return;
    this.#around.disk.freeBytes((freeBytes) => {
      if (this.#isClosing) return;
      this.#files.noteFreeBytes(freeBytes);
      this.#cancelDiskCheck = this.#around.scheduler.after(storeLimits.diskCheckMs, () => this.#checkDisk());
    });
  }

  #judgeRoom(): void {
    const { shortage } = this.#files;
    this.#refusals.setLow(shortage === null ? null : `${shortage}. Publishing goes on by itself when there is more room.`);
  }
}
