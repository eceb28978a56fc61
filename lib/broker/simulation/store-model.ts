import type { StoreRecovery } from '../ports';
import type { QueueEntry } from '../queue-entry';
import type { SimulatedContent } from './simulated-message';

/** What the store was told about one message of one queue, and what it promised. */
export type ModelEntry = {
  readonly queueId: number;
  readonly content: SimulatedContent;
  entry: QueueEntry;
  isConfirmed: boolean;
  end: 'none' | 'requested' | 'durable';
  /** Its last return that is surely on disk, and whether a later one may be. */
  returned: { isRedelivered: boolean; deliveryCount: number };
  mayHaveReturnedSince: boolean;
  transaction: ModelTransaction | null;
};
export type DeliveryMark = { state: 'requested' | 'durable' | 'forgotten' };
export type ModelTransaction = { readonly appended: ModelEntry[]; readonly ended: ModelEntry[] };

export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

function insist(condition: boolean, sentence: () => string): void {
  if (!condition) throw new InvariantError(sentence());
}

const label = (kept: ModelEntry): string => `message ${kept.entry.sequence} of queue ${kept.queueId}`;

/**
 * The promise, as plain data: nothing confirmed is lost, nothing durably ended returns, nothing else appears, transactions
 * hold whole or not at all, flags and counts are right. Knows nothing of files, groups or segments.
 */
export class StoreModel {
  /** Everything that may be there, also what was ended but not surely so. */
  entries: ModelEntry[] = [];
  /** Queues that deliver in this run: the mark may be on disk, surely is, or may still be though the queue was dropped. */
  delivering = new Map<number, DeliveryMark>();

  /** Something of this run is surely on disk. */
  hasWritten = false;

  live(): ModelEntry[] {
    return this.entries.filter((kept) => kept.end === 'none');
  }

  liveOf(queueId: number): ModelEntry[] {
    return this.entries.filter((kept) => kept.end === 'none' && kept.queueId === queueId);
  }

  /** Checks what came back and goes on from it: what is there now is certain. */
  checkRecovery(recovery: StoreRecovery, wasClosed: boolean, makeEntry: (kept: ModelEntry, row: RecoveredRow) => QueueEntry): void {
    const rows = rowsOf(recovery);
    const present = new Set<ModelEntry>();
    const expected = new Map(this.entries.map((kept) => [`${kept.queueId}/${kept.entry.sequence}`, kept]));
    for (const row of rows) {
      const kept = expected.get(`${row.queueId}/${row.sequence}`);
      if (kept === undefined)
        throw new InvariantError(`message ${row.sequence} of queue ${row.queueId} was never stored, or twice recovered`);
      expected.delete(`${row.queueId}/${row.sequence}`);
      present.add(kept);
      this.#checkRow(kept, row, wasClosed);
    }
    for (const kept of this.entries) checkPresence(kept, present.has(kept), wasClosed);
    for (const kept of this.entries) if (kept.transaction !== null) checkTransaction(kept.transaction, present);
    insist(recovery.wasClean || !wasClosed, () => 'a clean stop was not recognised');
    insist(!recovery.wasClean || wasClosed || !this.hasWritten, () => 'an interrupted run passes for a clean stop');
    this.hasWritten = false;
    const rowOf = new Map(rows.map((row) => [`${row.queueId}/${row.sequence}`, row]));
    this.entries = this.entries.filter((kept) => present.has(kept));
    for (const kept of this.entries) {
      const row = rowOf.get(`${kept.queueId}/${kept.entry.sequence}`);
      if (row !== undefined) settle(kept, row, makeEntry);
    }
    this.delivering = new Map();
  }

  #checkRow(kept: ModelEntry, row: RecoveredRow, wasClosed: boolean): void {
    insist(kept.end !== 'durable', () => `${label(kept)} returned though its end was durable`);
    insist(row.bodySizeBytes === kept.content.id, () => `${label(kept)}: body size`);
    insist(row.priority === kept.content.priority, () => `${label(kept)}: priority`);
    insist(row.enqueuedAtMs === kept.entry.enqueuedAtMs, () => `${label(kept)}: enqueued at`);
    insist(row.expiresAtMs === kept.entry.expiresAtMs, () => `${label(kept)}: expires at`);
    if (!kept.mayHaveReturnedSince) {
      insist(row.deliveryCount === kept.returned.deliveryCount, () => `${label(kept)}: delivery count ${row.deliveryCount}`);
    }
    const mark = wasClosed ? undefined : this.delivering.get(kept.queueId);
    const mustBeFlagged = mark?.state === 'durable' || kept.returned.isRedelivered;
    const mayBeFlagged = mark !== undefined || kept.returned.isRedelivered || kept.mayHaveReturnedSince;
    insist(row.isRedelivered || !mustBeFlagged, () => `${label(kept)} is not flagged redelivered`);
    insist(!row.isRedelivered || mayBeFlagged, () => `${label(kept)} is flagged redelivered without cause`);
  }
}

export type RecoveredRow = {
  readonly queueId: number;
  readonly sequence: number;
  readonly segment: number;
  readonly slot: number;
  readonly bodySizeBytes: number;
  readonly enqueuedAtMs: number;
  readonly expiresAtMs: number;
  readonly priority: number;
  readonly isRedelivered: boolean;
  readonly deliveryCount: number;
};

function rowsOf(recovery: StoreRecovery): RecoveredRow[] {
  const rows: RecoveredRow[] = [];
  for (const [queueId, queue] of recovery.queues) {
    for (let row = 0; row < queue.count; row++) {
      const sequence = queue.sequence[row]!;
      insist(row === 0 || sequence > queue.sequence[row - 1]!, () => `queue ${queueId} is out of order at ${sequence}`);
      rows.push({
        queueId,
        sequence,
        segment: queue.segment[row]!,
        slot: queue.slot[row]!,
        bodySizeBytes: queue.bodySizeBytes[row]!,
        enqueuedAtMs: queue.enqueuedAtMs[row]!,
        expiresAtMs: queue.expiresAtMs[row]!,
        priority: queue.priority[row]!,
        isRedelivered: queue.isRedelivered[row] === 1,
        deliveryCount: queue.deliveryCount[row]!,
      });
    }
  }
  return rows;
}

function checkPresence(kept: ModelEntry, isPresent: boolean, wasClosed: boolean): void {
  if (kept.end === 'none' && (kept.isConfirmed || wasClosed)) insist(isPresent, () => `${label(kept)} was confirmed and is lost`);
  if (kept.end !== 'none' && wasClosed) insist(!isPresent, () => `${label(kept)} returned after a clean stop`);
}

/** All of its appends that nothing ended since are there, or none; and its ends hold exactly then. */
function checkTransaction(transaction: ModelTransaction, present: ReadonlySet<ModelEntry>): void {
  const verdicts = new Set<boolean>();
  for (const kept of transaction.appended) if (kept.end === 'none') verdicts.add(present.has(kept));
  for (const kept of transaction.ended) if (kept.isConfirmed) verdicts.add(!present.has(kept));
  insist(verdicts.size <= 1, () => `a transaction of ${transaction.appended.length} + ${transaction.ended.length} holds in part`);
}

function settle(kept: ModelEntry, row: RecoveredRow, makeEntry: (kept: ModelEntry, row: RecoveredRow) => QueueEntry): void {
  kept.entry = makeEntry(kept, row);
  kept.isConfirmed = true;
  kept.end = 'none';
  kept.returned = { isRedelivered: row.isRedelivered, deliveryCount: row.deliveryCount };
  kept.mayHaveReturnedSince = false;
  kept.transaction = null;
}
