import type { Clock } from '../../base/clock';
import type { Connector } from '../../connectors/connector';
import type { Database } from '../../db/database';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { OperationRecord } from '../../db/operation-repository';

/** What a step works with: one operation on one broker. */
export type StepWorld = {
  readonly record: OperationRecord;
  readonly connector: Connector;
  readonly database: Database;
  readonly clock: Clock;
  /** Says in the journal, on disk when it resolves, that these are about to be sent: their fate must be asked for from now on. */
  readonly markUnderWay: (entries: readonly LedgerRecord[]) => Promise<void>;
  /** Writes the changes to the journal (on disk when it resolves) and to the counts. */
  readonly journal: (entries: readonly LedgerRecord[], changes: readonly LedgerChange[]) => Promise<void>;
};

/**
 * One way of dealing with messages. `take` is given entries that are `held`, or `publishing` or `settling` when the console
 * died in the middle of them, and must be safe to repeat after a crash at any point: journal before, act, journal after.
 */
export interface Step {
  take(entries: readonly LedgerRecord[]): Promise<void>;
  /** Resolves when the journal tells of all that was taken so far. It may be one batch behind before. */
  settle(): Promise<void>;
  /** Settles and lets go. Called before the run's end is written. */
  close(): Promise<void>;
}

export const isInterrupted = (entry: LedgerRecord): boolean => entry.state === 'publishing' || entry.state === 'settling';

/** What a run still has to deal with. */
export const openStates = ['held', 'publishing', 'settling'] as const;
