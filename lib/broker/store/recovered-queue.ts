import type { RecoveredQueue } from '../ports';

export type RecoveredRow = {
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

/** Collects the survivors of one queue, in any order, into the columns of RecoveredQueue, in sequence order. */
export class RecoveredQueueBuilder {
  readonly #rows: RecoveredRow[] = [];

  push(row: RecoveredRow): void {
    this.#rows.push(row);
  }

  build(): RecoveredQueue {
    const rows = this.#rows.sort((left, right) => left.sequence - right.sequence);
    return {
      count: rows.length,
      sequence: Float64Array.from(rows, (row) => row.sequence),
      segment: Int32Array.from(rows, (row) => row.segment),
      slot: Int32Array.from(rows, (row) => row.slot),
      bodySizeBytes: Uint32Array.from(rows, (row) => row.bodySizeBytes),
      enqueuedAtMs: Float64Array.from(rows, (row) => row.enqueuedAtMs),
      expiresAtMs: Float64Array.from(rows, (row) => row.expiresAtMs),
      priority: Uint8Array.from(rows, (row) => row.priority),
      isRedelivered: Uint8Array.from(rows, (row) => (row.isRedelivered ? 1 : 0)),
      deliveryCount: Uint16Array.from(rows, (row) => row.deliveryCount),
    };
  }
}
