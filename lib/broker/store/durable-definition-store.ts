import * as z from 'zod';
import { assert } from '../../base/assert';
import type { DefinitionStore } from '../ports';
import { type DefinitionRecord, encodeDefinitionGroup, type ReadDefinitions, readDefinitionGroups } from './definition-log';
import { type Disk, DiskError, type DiskFile, type RandomWord, type Scheduler } from './disk';
import { decodeSegmentHead, encodeSegmentHead, segmentHeadBytes } from './group-format';
import { Refusals } from './refusals';
import { StoreError } from './store-error';
import { storeLimits } from './store-limits';

export const definitionsFileName = 'definitions.bin';
/** Being written; whatever of this name is found at start was not finished. */
const newFileName = 'definitions.bin.new';

/** Kind and keys under which the store keeps what is its own. */
const ownKind = 'store';
const counterKey = 'queue-ids-reserved';
const reachedKey = 'message-group-reached';
const liveSegmentsKey = 'message-segments-live';
const queueIdsReservedCount = 1_000;
/** Queues have an id; exchanges that delay have one for what waits in them. */
const identified = z.object({ id: z.int().catch(0), delayId: z.int().catch(0) });
const segmentNumbers = z.array(z.int()).catch([]);
const rewriteSliceCount = 4_096;
const zeros = Buffer.alloc(storeLimits.zeroFillBytes);

export type DefinitionSurroundings = {
  readonly disk: Disk;
  readonly scheduler: Scheduler;
  readonly random: RandomWord;
};

/**
 * Durable topology, accounts and policies: a log of groups with one sync for many declares, rewritten when it has grown to
 * several times what it says. Values are kept as JSON text, so a rewrite is a concatenation.
 */
export class DurableDefinitionStore implements DefinitionStore {
  /** Sentences for the log: what was cut at start. */
  readonly reports: string[] = [];
  changeCount = 0;
  readonly #around: DefinitionSurroundings;
  readonly #kinds = new Map<string, Map<string, string>>();
  readonly #refusals = new Refusals();
  #file: DiskFile | null = null;
  #salt = 0;
  #endBytes = 0;
  /** Zeros are written ahead up to here, so that a declare's sync need not commit the file's new size too. */
  #allocatedBytes = 0;
  #groupNumber = 0;
  /** Size of the last rewrite: the log may grow to several times this. */
  #rewrittenBytes = 0;
  #pending: DefinitionRecord[] = [];
  #waiting: (() => void)[] = [];
  /** Told instead of waiting when the disk refuses. */
  readonly #impatient = new Set<(reason: string) => void>();
  #isBusy = false;
  #isScheduled = false;
  #isClosed = false;
  #lastQueueId = 0;
  #reservedQueueId = 0;

  /** Reads what is there. Throws DiskError, or StoreError when it is no file of this kind. */
  constructor(around: DefinitionSurroundings) {
    this.#around = around;
    this.#read();
  }

  /** Null, or why definitions can't be written: whoever waits for them waits until they can. */
  get refusal(): string | null {
    return this.#refusals.current;
  }

  onRefusalChange(listener: (refusal: string | null) => void): void {
    this.#refusals.listen(listener);
  }

  put(kind: string, key: string, value: unknown): void {
    const json = JSON.stringify(value);
    assert(json !== undefined, 'a definition is something that JSON can say');
    this.changeCount++;
    this.#apply({ kind, key, json });
  }

  remove(kind: string, key: string): void {
    if (!this.#kinds.get(kind)?.has(key)) return;
    this.changeCount++;
    this.#apply({ kind, key, json: null });
  }

  whenDurable(then: () => void, refused?: (reason: string) => void): void {
    if (this.#pending.length === 0 && !this.#isBusy) {
      then();
      return;
    }
    const { current } = this.#refusals;
    if (refused === undefined) this.#waiting.push(then);
    else if (current !== null) refused(current);
    else {
      this.#impatient.add(refused);
      this.#waiting.push(() => this.#impatient.delete(refused) && then());
    }
  }

  load(): ReadonlyMap<string, ReadonlyMap<string, unknown>> {
    const parsed = new Map<string, ReadonlyMap<string, unknown>>();
    for (const [kind, entries] of this.#kinds) {
      if (kind === ownKind) continue;
      const values = new Map<string, unknown>();
      for (const [key, json] of entries) values.set(key, JSON.parse(json));
      parsed.set(kind, values);
    }
    return parsed;
  }

  /** Reserved in blocks: an id that was given is never given again, even if nothing else of it became durable. */
  nextQueueId(): number {
    if (this.#lastQueueId === this.#reservedQueueId) {
      this.#reservedQueueId += queueIdsReservedCount;
      this.#apply({ kind: ownKind, key: counterKey, json: String(this.#reservedQueueId) });
    }
    this.#lastQueueId += 1;
    return this.#lastQueueId;
  }

  /** The message log was on disk up to this group at the last clean stop, so it can't end before. */
  get reachedGroup(): number {
    return this.#ownNumber(reachedKey);
  }

  /** Segments of the message log that held something at the last clean stop. */
  get liveSegments(): readonly number[] {
    return segmentNumbers.parse(JSON.parse(this.#kinds.get(ownKind)?.get(liveSegmentsKey) ?? '[]'));
  }

  /** How far the message log came, and where in it something lives. */
  noteLog(reachedGroup: number, liveSegments: readonly number[]): void {
    const notes = [
      [reachedKey, String(reachedGroup)],
      [liveSegmentsKey, JSON.stringify(liveSegments)],
    ] as const;
    for (const [key, json] of notes)
      if (this.refusal === null && this.#kinds.get(ownKind)?.get(key) !== json) this.#apply({ kind: ownKind, key, json });
  }

  #ownNumber(key: string): number {
    return Number(this.#kinds.get(ownKind)?.get(key) ?? 0);
  }

  /** The counter may be in what was garbled: an id that is still in use must not be given again. */
  #greatestId(): number {
    let greatest = 0;
    for (const entries of this.load().values())
      for (const value of entries.values()) {
        const ids = identified.safeParse(value).data;
        greatest = Math.max(greatest, ids?.id ?? 0, ids?.delayId ?? 0);
      }
    return greatest;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    if (this.#refusals.current === null) await new Promise<void>((resolve) => this.whenDurable(resolve));
    this.#isClosed = true;
    this.#file?.close();
    this.#file = null;
  }

  #read(): void {
    const { disk } = this.#around;
    if (disk.exists(newFileName)) this.#deleteUnfinished();
    if (!disk.exists(definitionsFileName)) return;
    const file = disk.open(definitionsFileName, 'existing');
    const bytes = Buffer.alloc(file.sizeBytes());
    file.read(bytes, 0, bytes.length, 0);
    const head = decodeSegmentHead(bytes);
    if (head === null)
      throw new StoreError(
        `${definitionsFileName} has no valid head: it is damaged, or not a file of this program. Restore it from a backup, or begin anew in an empty directory.`,
      );
    this.#file = file;
    this.#salt = head.salt;
    const read = readDefinitionGroups(bytes, segmentHeadBytes, head.salt);
    for (const record of read.records) this.#remember(record);
    this.#groupNumber = read.lastGroupNumber;
    this.#endBytes = read.endBytes;
    this.#rewrittenBytes = read.endBytes;
    this.#reservedQueueId = Math.max(this.#ownNumber(counterKey), read.garbled.length > 0 ? this.#greatestId() : 0);
    this.#lastQueueId = this.#reservedQueueId;
    this.#allocatedBytes = bytes.length;
    this.#report(read);
  }

  /** What is put meanwhile waits, for it may need the name. */
  #deleteUnfinished(): void {
    this.#isBusy = true;
    this.#around.disk.unlink(newFileName, (error) => {
      if (error === null) this.#done([]);
      else this.#retry(error, () => this.#deleteUnfinished());
    });
  }

  #report(read: ReadDefinitions): void {
    for (const { from, to } of read.garbled) {
      this.reports.push(`Definition log: bytes ${from} to ${to} are garbled. What they said is lost; what follows still counts.`);
    }
    if (read.tornBytes > 0) {
      this.reports.push(`Definition log: ${read.tornBytes} bytes after byte ${read.endBytes} were cut: the last write was not finished.`);
    }
    // A damaged file is never appended to: the next write makes a new one.
    if (this.reports.length > 0) this.#rewrittenBytes = 0;
  }

  #remember(record: DefinitionRecord): void {
    const entries = this.#kinds.get(record.kind) ?? new Map<string, string>();
    this.#kinds.set(record.kind, entries);
    if (record.json === null) entries.delete(record.key);
    else entries.set(record.key, record.json);
  }

  #apply(record: DefinitionRecord): void {
    this.#remember(record);
    this.#pending.push(record);
    if (this.#isScheduled || this.#isBusy) return;
    this.#isScheduled = true;
    this.#around.scheduler.atEndOfTurn(() => {
      this.#isScheduled = false;
      if (!this.#isBusy) this.#flush();
    });
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    this.#isBusy = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    const file = this.#file;
    const isGrown = this.#endBytes > Math.max(storeLimits.definitionLogBytesMin, this.#rewrittenBytes * 4);
    if (file === null || isGrown || this.#rewrittenBytes === 0) this.#rewrite(waiting);
    else this.#append(file, waiting);
  }

  #append(file: DiskFile, waiting: (() => void)[]): void {
    this.#groupNumber += 1;
    const buffers = encodeDefinitionGroup(this.#pending, this.#groupNumber, this.#salt);
    this.#pending = [];
    const endBytes = this.#endBytes + totalBytes(buffers);
    const isBeyond = endBytes > this.#allocatedBytes;
    if (isBeyond) this.#allocatedBytes = endBytes + zeros.length;
    this.#write(file, isBeyond ? [...buffers, zeros] : buffers, this.#endBytes, () => {
      this.#endBytes = endBytes;
      this.#done(waiting);
    });
  }

  /** Everything into a new file, then its name over the old one's: at each moment one of them is whole. */
  #rewrite(waiting: (() => void)[]): void {
    const { disk, random } = this.#around;
    let file: DiskFile;
    try {
      file = disk.open(newFileName, 'create');
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.#retry(error, () => this.#rewrite(waiting));
      return;
    }
    this.#pending = [];
    const salt = random();
    const records: DefinitionRecord[] = [];
    for (const [kind, entries] of this.#kinds) for (const [key, json] of entries) records.push({ kind, key, json });
    const head = encodeSegmentHead({ number: 0, salt, capacityBytes: 0 });
    this.#write(file, [head], 0, () => this.#rewriteFrom({ file, salt, records, from: 0, endBytes: head.length, waiting }));
  }

  /** A slice a group, so that a hundred thousand queues do not stop the loop. */
  #rewriteFrom(rewrite: Rewrite): void {
    const { file, salt, records, from } = rewrite;
    const slice = records.slice(from, from + rewriteSliceCount);
    this.#groupNumber += 1;
    const buffers = encodeDefinitionGroup(slice, this.#groupNumber, salt);
    this.#write(file, buffers, rewrite.endBytes, () => {
      const next = { ...rewrite, from: from + slice.length, endBytes: rewrite.endBytes + totalBytes(buffers) };
      if (next.from < records.length) this.#rewriteFrom(next);
      else this.#rename(next);
    });
  }

  #rename(rewrite: Rewrite): void {
    const { disk } = this.#around;
    disk.rename(newFileName, definitionsFileName);
    const sync = () => {
      disk.syncDirectory((error) => {
        if (error !== null) {
          this.#retry(error, sync);
          return;
        }
        this.#file?.close();
        this.#file = rewrite.file;
        this.#salt = rewrite.salt;
        this.#endBytes = rewrite.endBytes;
        this.#allocatedBytes = rewrite.endBytes;
        this.#rewrittenBytes = rewrite.endBytes;
        this.#done(rewrite.waiting);
      });
    };
    sync();
  }

  #write(file: DiskFile, buffers: readonly Buffer[], position: number, then: () => void): void {
    file.write(buffers, position, (error) => {
      if (error === null) then();
      else this.#retry(error, () => this.#write(file, buffers, position, then));
    });
  }

  /** A full disk passes; after any other failure nothing more is written or confirmed. */
  #retry(error: DiskError, again: () => void): void {
    if (!error.isFull) {
      this.#refusals.fail(`The definition store failed and stays stopped until a restart: ${error.message}`);
      this.#tellImpatient();
      return;
    }
    this.#refusals.setFull(`The definition store can't write: ${error.message}. It goes on by itself when there is room.`);
    this.#tellImpatient();
    this.#around.scheduler.after(storeLimits.retryWriteMs, again);
  }

  #tellImpatient(): void {
    const told = [...this.#impatient];
    this.#impatient.clear();
    for (const refused of told) refused(this.#refusals.current ?? '');
  }

  #done(waiting: (() => void)[]): void {
    this.#isBusy = false;
    this.#refusals.setFull(null);
    for (const then of waiting) then();
    if (this.#isBusy) return;
    if (this.#pending.length > 0) {
      this.#flush();
      return;
    }
    const rest = this.#waiting;
    this.#waiting = [];
    for (const then of rest) then();
  }
}

type Rewrite = {
  readonly file: DiskFile;
  readonly salt: number;
  readonly records: readonly DefinitionRecord[];
  readonly from: number;
  readonly endBytes: number;
  readonly waiting: (() => void)[];
};

const totalBytes = (buffers: readonly Buffer[]): number => buffers.reduce((sum, buffer) => sum + buffer.length, 0);
