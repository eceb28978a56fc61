import type { LedgerRecord } from '../../db/ledger-repository';
import type { LedgerEntry, LedgerState, Operation } from '../../model/operations';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';
import { shownState, storedStates } from './operation-counts';
import { replayIdOf } from './replay-origin';

type Input = { readonly brokerId: string; readonly operationId: string };

export async function readOperation(context: ServiceContext, input: Input): Promise<Operation> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) });
  return context.operations.describe(await context.operations.find(input.brokerId, input.operationId));
}

/** A page of what became of each message, in the order of the source. */
export async function readLedger(
  context: ServiceContext,
  input: Input & { readonly from: number; readonly limit: number; readonly state: LedgerState | null },
): Promise<{ readonly entries: readonly LedgerEntry[]; readonly totalCount: number }> {
  await requireAct(context, 'broker.view', { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) });
  const { id } = await context.operations.find(input.brokerId, input.operationId);
  const { ledger } = context.database;
  const states = input.state && storedStates(input.state);
  const [records, totalCount] = await Promise.all([ledger.page(id, { ...input, states }), ledger.count(id, states)]);
  return { entries: records.map((record) => toEntry(id, record)), totalCount };
}

const toEntry = (operationId: string, record: LedgerRecord): LedgerEntry => ({
  index: record.position,
  messageId: record.messageId,
  replayId: replayIdOf(operationId, record.position),
  state: shownState(record.state),
  cameBackCount: record.cameBackCount,
  isDuplicatePossible: record.isDuplicatePossible,
  destination:
    record.copies.length > 0
      ? record.copies.map(({ queue }) => queue).join(', ')
      : record.exchange === ''
        ? record.routingKey
        : `${record.exchange} (${record.routingKey})`,
  detail: record.detail,
  atMs: record.atMs,
});
