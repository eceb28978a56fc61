import type { OperationRecord } from '../../db/operation-repository';
import type { Operation, OperationCounts, OperationState, RunOptions } from '../../model/operations';

export const defaultOptions: RunOptions = { ratePerSecond: null, canary: false, targetReadyMax: null };

/** The row that pages see: the stored operation with its counts of now. */
export function describeOperation(record: OperationRecord, counts: OperationCounts, perSecond: number | null): Operation {
  const state = record.state === 'planned' ? 'paused' : record.state;
  return {
    id: record.id,
    brokerId: record.brokerId,
    request: record.request,
    options: record.options ?? defaultOptions,
    state,
    stateReason: record.stateReason,
    counts,
    perSecond,
    remainingSeconds: state === 'running' && perSecond !== null && perSecond > 0 ? counts.held / perSecond : null,
    startedBy: record.personName,
    startedAtMs: record.startedAtMs ?? record.createdAtMs,
    endedAtMs: record.endedAtMs,
    allowed: allowedFor(state, record, counts),
  };
}

const isUndoable = { replay: 'recall', move: 'recall', 'edit-and-replay': 'recall', discard: 'restore', purge: 'restore' } as const;

function allowedFor(state: OperationState, record: OperationRecord, counts: OperationCounts): Operation['allowed'] {
  if (state === 'running') return ['pause', 'cancel'];
  const undo = undoOf(record, counts);
  if (state === 'paused' || state === 'braked') return ['resume', 'cancel', ...undo];
  return undo;
}

function undoOf(record: OperationRecord, counts: OperationCounts): ('recall' | 'restore')[] {
  const { kind } = record.request;
  if (!(kind in isUndoable) || record.plan.warnings.some(({ code }) => code === 'no-undo')) return [];
  const undo = isUndoable[kind as keyof typeof isUndoable];
  return (undo === 'recall' ? counts.published + counts.unknown : counts.binned) > 0 ? [undo] : [];
}
