import { assert } from '../../base/assert';
import { type Disk, DiskError, type DiskFile, type RandomWord } from './disk';
import { segmentHeadBytes } from './group-format';
import { Segment } from './segment';
import { type StoreOptions, storeLimits } from './store-limits';

const segmentNamePattern = /^segment-(\d{8})\.bin$/;

/** The name says nothing about what is in it: recycling a file needs no rename, and so no directory sync. */
const segmentName = (fileNumber: number): string => `segment-${String(fileNumber).padStart(8, '0')}.bin`;

export const segmentFileNumber = (name: string): number | null => {
  const digits = segmentNamePattern.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
};

/** A recycled file may have grown a little past the capacity; more than that is not kept. */
const overgrownShare = 1.25;

type SpareFile = { readonly name: string; readonly file: DiskFile };

/**
 * The files behind the segments. Spares are filled with zeros (or with what a freed segment left) and have durable names
 * before they are used, so that a group's sync writes data only: 1.5 to 2 times as fast as one that also commits metadata.
 */
export class SegmentFiles {
  /** What the disk said last, less what was created since: asked once a second, it may fill faster than that. */
  #freeBytes = Number.POSITIVE_INFINITY;
  readonly capacityBytes: number;
  readonly #sizesBytes = new Map<string, number>();
  #totalBytes = 0;
  readonly #spares: SpareFile[] = [];
  readonly #opened = new Set<Segment>();
  #isFilling = false;
  #isClosed = false;
  #lastFileNumber: number;

  constructor(
    readonly disk: Disk,
    readonly options: StoreOptions,
    readonly random: RandomWord,
    names: readonly string[],
    /** Room came or went. */
    readonly onRoomChange: () => void,
  ) {
    this.capacityBytes = options.segmentSizeBytes;
    this.#lastFileNumber = Math.max(0, ...names.map((name) => segmentFileNumber(name) ?? 0));
  }

  /** Of all files; one that is being filled counts with what it is going to be. */
  get diskBytes(): number {
    return this.#totalBytes;
  }

  /**
   * Null, or why no more should be published. A spare is kept as ballast: with it and the rest of the head there is room to
   * write the acknowledges that free segments, however full the disk is.
   */
  get shortage(): string | null {
    const { diskFreeBytesMin } = this.options;
    if (this.#freeBytes < diskFreeBytesMin) return `Free disk space is below the limit of ${diskFreeBytesMin} bytes`;
    if (this.#spares.length > 0 || this.#isFilling || this.#hasRoomForFile) return null;
    return `There is no room on disk for a segment of ${this.capacityBytes} bytes above the limit of ${diskFreeBytesMin} free bytes`;
  }

  /** As the disk says now. */
  noteFreeBytes(freeBytes: number): void {
    this.#freeBytes = freeBytes;
    this.onRoomChange();
  }

  /** A segment to write into, its file open. Null when there is no room for a file; `isNeeded` tries all the same. */
  next(number: number, isNeeded: boolean): Segment | null {
    const spare = this.#spares.shift();
    const used = spare ?? (isNeeded || this.#hasRoomForFile ? this.#create() : null);
    if (used === null) return null;
    const segment = new Segment(number, this.random(), used.name, this.capacityBytes);
    segment.file = used.file;
    segment.isNameDurable = spare !== undefined;
    segment.isPreallocated = spare !== undefined;
    this.#opened.add(segment);
    this.#fillSpare();
    this.onRoomChange();
    return segment;
  }

  get hasSpare(): boolean {
    return this.#spares.length > 0;
  }

  /** The open file of a segment, opened again if it was closed to save descriptors. */
  open(segment: Segment): DiskFile {
    if (segment.file === null) {
      segment.file = this.disk.open(segment.fileName, 'existing');
      this.#opened.add(segment);
      this.#closeOldest(segment);
    }
    return segment.file;
  }

  /** Takes in what recovery found free. */
  adopt(name: string): void {
    const file = this.disk.open(name, 'existing');
    this.#keepOrDelete({ name, file });
  }

  /** Takes in a segment that recovery found. */
  account(segment: Segment, sizeBytes: number): void {
    this.#setSize(segment.fileName, sizeBytes);
  }

  /** Wipes the head, so that the segment is gone for good, then keeps the file as a spare or deletes it. */
  release(segment: Segment, done: (error: DiskError | null) => void): void {
    const file = this.open(segment);
    file.write([Buffer.alloc(segmentHeadBytes)], 0, (error) => {
      if (error !== null) return done(error);
      this.#opened.delete(segment);
      segment.file = null;
      this.#keepOrDelete({ name: segment.fileName, file });
      done(null);
    });
  }

  /** A write found no room: the ballast goes, so that it does when it is tried again. */
  deleteSpares(): void {
    for (const spare of this.#spares.splice(0)) this.#delete(spare);
  }

  /** Prepares one spare in the background, unless there is one or no room. */
  #fillSpare(): void {
    if (this.#isFilling || this.#isClosed || this.#spares.length > 0 || !this.#hasRoomForFile) return;
    const created = this.#create();
    if (created === null) return;
    this.#isFilling = true;
    this.#fill(created, 0, Buffer.alloc(Math.min(storeLimits.zeroFillBytes, this.capacityBytes)));
  }

  close(): void {
    this.#isClosed = true;
    for (const spare of this.#spares) spare.file.close();
    this.#spares.length = 0;
    for (const segment of this.#opened) {
      segment.file?.close();
      segment.file = null;
    }
    this.#opened.clear();
  }

  get #hasRoomForFile(): boolean {
    return this.#freeBytes - this.capacityBytes >= this.options.diskFreeBytesMin;
  }

  #create(): SpareFile | null {
    try {
      const name = segmentName(this.#lastFileNumber + 1);
      const file = this.disk.open(name, 'create');
      this.#lastFileNumber += 1;
      this.#setSize(name, this.capacityBytes);
      this.#freeBytes -= this.capacityBytes;
      return { name, file };
    } catch (error) {
      if (error instanceof DiskError) return null;
      throw error;
    }
  }

  #fill(created: SpareFile, position: number, zeros: Buffer): void {
    if (this.#isClosed) {
      created.file.close();
      return;
    }
    if (position >= this.capacityBytes) {
      this.disk.syncDirectory((error) => this.#filled(created, error));
      return;
    }
    const piece = zeros.subarray(0, Math.min(zeros.length, this.capacityBytes - position));
    created.file.write([piece], position, (error) => {
      if (error === null) this.#fill(created, position + piece.length, zeros);
      else this.#filled(created, error);
    });
  }

  #filled(created: SpareFile, error: DiskError | null): void {
    this.#isFilling = false;
    if (this.#isClosed) {
      created.file.close();
      return;
    }
    if (error === null) this.#keepOrDelete(created);
    else {
      this.#delete(created);
      this.onRoomChange();
    }
  }

  #keepOrDelete(spare: SpareFile): void {
    const sizeBytes = spare.file.sizeBytes();
    this.#setSize(spare.name, sizeBytes);
    const isFit = sizeBytes >= this.capacityBytes && sizeBytes <= this.capacityBytes * overgrownShare;
    const keptCount = this.#hasRoomForFile ? storeLimits.spareSegmentCountMax : 1;
    if (isFit && !this.#isClosed && this.#spares.length < keptCount) this.#spares.push(spare);
    else this.#delete(spare);
    this.onRoomChange();
  }

  /** A file that can't be deleted is found and tried again at the next start. */
  #delete(spare: SpareFile): void {
    spare.file.close();
    this.disk.unlink(spare.name, (error) => {
      if (error !== null) return;
      this.#freeBytes += this.#sizesBytes.get(spare.name) ?? 0;
      this.#setSize(spare.name, 0);
      this.onRoomChange();
    });
  }

  #setSize(name: string, sizeBytes: number): void {
    this.#totalBytes += sizeBytes - (this.#sizesBytes.get(name) ?? 0);
    if (sizeBytes === 0) this.#sizesBytes.delete(name);
    else this.#sizesBytes.set(name, sizeBytes);
  }

  #closeOldest(except: Segment): void {
    if (this.#opened.size <= storeLimits.openFileCountMax) return;
    for (const segment of this.#opened) {
      // The head and the segment being released have writes in flight.
      if (segment === except || segment.isFreeing || segment.isPinned || segment.durableBytes < segment.endBytes || segment.isHead)
        continue;
      assert(segment.file !== null, 'what counts as open is open');
      segment.file.close();
      segment.file = null;
      this.#opened.delete(segment);
      return;
    }
  }
}
