import type { RecoveredQueue, StoreRecovery } from '../ports';
import type { Disk } from './disk';
import { decodeGroupHead, decodeSegmentHead, groupHeadBytes, segmentHeadBytes } from './group-format';
import { LogReplay } from './log-replay';
import { MutableColumns, type SlotRows } from './recovered-rows';
import { Segment } from './segment';
import { segmentFileNumber } from './segment-files';
import { type ScannedGroup, SegmentScanner } from './segment-scanner';

/** A place in a file whose group was torn: wiped before anything new is written, so that it never counts later. */
export type TornGroup = { readonly segment: Segment; readonly offset: number };

export type RecoveredLog = {
  readonly segments: Map<number, Segment>;
  readonly recovery: StoreRecovery;
  /** Queue id -> sequence up to which survivors may have been delivered. */
  readonly markers: ReadonlyMap<number, number>;
  readonly torn: readonly TornGroup[];
  readonly lastGroupNumber: number;
  readonly lastSegmentNumber: number;
  /** File name -> size. */
  readonly fileBytes: ReadonlyMap<string, number>;
  /** Files that hold no segment. */
  readonly freeFileNames: readonly string[];
};

/**
 * Reads the log as the last run left it. Rules, also in docs/STORE_FORMAT.md:
 * a group counts when its checksum fits; in the last segment that holds any, its contents must fit as well, for only the last
 * flush can be torn. A group that does not count is skipped and reported; what follows it still counts.
 */
export function recoverLog(disk: Disk, capacityBytes: number): RecoveredLog {
  const reports: string[] = [];
  const { found, freeFileNames } = openSegments(disk, capacityBytes, reports);
  const replay = new LogReplay();
  const torn: TornGroup[] = [];
  const fileBytes = new Map<string, number>();
  let lastGroupNumber = 0;
  const last = lastUsed(disk, found);
  const followers = firstGroupNumbers(disk, found);
  for (const [index, segment] of found.entries()) {
    const file = disk.open(segment.fileName, 'existing');
    try {
      const scanner = new SegmentScanner(file, { segmentNumber: segment.number, salt: segment.salt });
      fileBytes.set(segment.fileName, scanner.sizeBytes);
      const follower = followers.slice(index + 1).find((number) => number !== null) ?? null;
      // Behind the last that holds a group there may be one whose first was being written.
      const verify = segment.number >= (last?.number ?? 0);
      lastGroupNumber = replaySegment({ segment, scanner, replay, verify, follower, reports, torn, lastGroupNumber });
    } finally {
      file.close();
    }
    segment.trim();
  }
  replay.finish();
  return {
    segments: replay.segments,
    recovery: { wasClean: replay.wasClean || lastGroupNumber === 0, queues: collect(replay, replay.markers), reports },
    markers: carryOver(replay),
    torn,
    lastGroupNumber,
    lastSegmentNumber: found.at(-1)?.number ?? 0,
    fileBytes,
    freeFileNames,
  };
}

/** Whether anything was ever written to the log in this directory. */
export function holdsSegment(disk: Disk): boolean {
  return disk.list().some((name) => segmentFileNumber(name) !== null && decodeSegmentHead(readHead(disk, name)) !== null);
}

function readHead(disk: Disk, name: string): Buffer {
  const bytes = Buffer.alloc(segmentHeadBytes);
  const file = disk.open(name, 'existing');
  const count = file.read(bytes, 0, segmentHeadBytes, 0);
  file.close();
  return bytes.subarray(0, count);
}

function openSegments(disk: Disk, capacityBytes: number, reports: string[]): { found: Segment[]; freeFileNames: string[] } {
  const found: Segment[] = [];
  const freeFileNames: string[] = [];
  for (const name of disk.list()) {
    if (segmentFileNumber(name) === null) continue;
    const bytes = readHead(disk, name);
    const head = decodeSegmentHead(bytes);
    if (head === null && bytes.some((byte) => byte !== 0)) reports.push(setAside(disk, name));
    else if (head === null) freeFileNames.push(name);
    else found.push(new Segment(head.number, head.salt, name, Math.max(head.capacityBytes, capacityBytes)));
  }
  found.sort((left, right) => left.number - right.number);
  return { found, freeFileNames };
}

/**
 * A head lies within one sector, so a crash leaves it whole or zero: this one rotted. Without its salt nothing in the file can
 * be told from what was there before, so it is kept out of the way for whoever wants to look, not reused.
 */
function setAside(disk: Disk, name: string): string {
  const aside = `${name}.damaged`;
  disk.rename(name, aside);
  return `Message log: the head of ${name} is garbled. The file was renamed to ${aside}; the messages in it are lost.`;
}

/** A segment begun in the moment of the crash holds nothing; the one before may then be the torn one. */
function lastUsed(disk: Disk, found: readonly Segment[]): Segment | null {
  for (const segment of found.toReversed()) {
    const file = disk.open(segment.fileName, 'existing');
    const scanner = new SegmentScanner(file, { segmentNumber: segment.number, salt: segment.salt });
    const isUsed = scanner.groupAt(segmentHeadBytes) !== null || scanner.findGroupAfter(segmentHeadBytes) !== null;
    file.close();
    if (isUsed) return segment;
  }
  return null;
}

/** The number that each segment's first group claims. Groups are numbered without gaps, so it tells whether any is missing before. */
function firstGroupNumbers(disk: Disk, found: readonly Segment[]): (number | null)[] {
  return found.map((segment) => {
    const bytes = Buffer.alloc(groupHeadBytes);
    const file = disk.open(segment.fileName, 'existing');
    const count = file.read(bytes, 0, groupHeadBytes, segmentHeadBytes);
    file.close();
    const head = decodeGroupHead(bytes.subarray(0, count), 0);
    return head?.segmentNumber === segment.number ? head.groupNumber : null;
  });
}

type SegmentReplay = {
  readonly segment: Segment;
  readonly scanner: SegmentScanner;
  readonly replay: LogReplay;
  readonly verify: boolean;
  readonly follower: number | null;
  readonly reports: string[];
  readonly torn: TornGroup[];
  readonly lastGroupNumber: number;
};

/** Returns the number of the last group that counts. */
function replaySegment(work: SegmentReplay): number {
  const { segment, scanner, replay } = work;
  let lastGroupNumber = work.lastGroupNumber;
  let position = segmentHeadBytes;
  let group = nextGroup(work, position, lastGroupNumber);
  while (group !== null) {
    if (work.verify && !scanner.contentsAreSound(group)) {
      work.torn.push({ segment, offset: group.offset });
      work.reports.push(torn(segment, group.offset, `its contents (${group.head.contentsBytes} bytes) are torn`));
    } else {
      replay.apply(segment, group, scanner.sizeBytes);
    }
    lastGroupNumber = group.head.groupNumber;
    position = group.endOffset;
    segment.endBytes = position;
    group = nextGroup(work, position, lastGroupNumber);
  }
  segment.durableBytes = segment.endBytes;
  replay.endSegment(segment);
  return lastGroupNumber;
}

const torn = (segment: Segment, offset: number, what: string): string =>
  `Message log: the group at byte ${offset} of ${segment.fileName} was cut: ${what}. Nothing in it had been confirmed, unless the disk lost it later.`;

/** The group at `position`, or, when there is a bad place, the next good one behind it; older leftovers never count. */
function nextGroup(work: SegmentReplay, position: number, lastGroupNumber: number): ScannedGroup | null {
  const { scanner, segment } = work;
  const group = scanner.groupAt(position);
  if (group !== null && group.head.groupNumber > lastGroupNumber) return group;
  if (work.follower === lastGroupNumber + 1) return null;
  const later = scanner.findGroupAfter(position);
  if (later !== null && later.head.groupNumber > lastGroupNumber) {
    const missing = later.head.groupNumber - lastGroupNumber - 1;
    if (scanner.isWipedAt(position)) return later;
    work.reports.push(
      `Message log: bytes ${position} to ${later.offset} of ${segment.fileName} are garbled. ${missing} group(s) in them are lost; the ones behind still count.`,
    );
    return later;
  }
  if (work.verify && scanner.hasTraceAt(position)) {
    work.torn.push({ segment, offset: position });
    work.reports.push(torn(segment, position, 'the last write was not finished'));
  }
  return null;
}

function collect(replay: LogReplay, markers: ReadonlyMap<number, number>): ReadonlyMap<number, RecoveredQueue> {
  const counts = new Map<number, number>();
  for (const { segment } of replay.rows) {
    segment.forEachQueue((queueId, count) => counts.set(queueId, (counts.get(queueId) ?? 0) + count));
  }
  const columns = new Map<number, { columns: MutableColumns; used: number }>();
  for (const [queueId, count] of counts) columns.set(queueId, { columns: new MutableColumns(count), used: 0 });
  let lastQueueId = -1;
  let queue: { columns: MutableColumns; used: number } | undefined;
  eachSurvivor(replay, (rows, slot, queueId) => {
    if (queueId !== lastQueueId) queue = columns.get(queueId);
    lastQueueId = queueId;
    if (queue !== undefined) rows.copyTo(slot, queue.columns, queue.used++);
  });
  const queues = new Map<number, RecoveredQueue>();
  for (const [queueId, filled] of columns) {
    const sorted = filled.columns.sorted();
    const upTo = markers.get(queueId);
    if (upTo !== undefined) sorted.markRedelivered(upTo);
    queues.set(queueId, sorted);
  }
  return queues;
}

function eachSurvivor(replay: LogReplay, visit: (rows: SlotRows, slot: number, queueId: number) => void): void {
  for (const rows of replay.rows) {
    rows.segment.forEachLive((slot) => visit(rows, slot, rows.segment.queueIds[slot] ?? 0));
  }
}

/** An interrupted run's marks hold for what is there now, not for what will be published. */
function carryOver(replay: LogReplay): ReadonlyMap<number, number> {
  const lastSequence = new Map<number, number>();
  if (replay.markers.size === 0) return lastSequence;
  eachSurvivor(replay, (rows, slot, queueId) => {
    if (replay.markers.has(queueId)) lastSequence.set(queueId, Math.max(lastSequence.get(queueId) ?? 0, rows.sequenceOf(slot)));
  });
  for (const [queueId, sequence] of lastSequence) lastSequence.set(queueId, Math.min(sequence, replay.markers.get(queueId) ?? 0));
  return lastSequence;
}
