import type { BinEntry, BinUsage } from '../../model/operations';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';
import { binLimits } from './bin-limits';

/** What was removed and can still be brought back, newest first, without bodies. */
export async function listBin(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly queue: string | null; readonly from: number; readonly limit: number },
): Promise<{ readonly usage: BinUsage; readonly entries: readonly BinEntry[]; readonly totalCount: number }> {
  await requireAct(context, 'message.browse', { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) });
  const { bin } = context.database;
  const [records, totalCount, usage] = await Promise.all([
    bin.list(input.brokerId, input),
    bin.count(input.brokerId, input.queue),
    bin.usage(),
  ]);
  const edits = await editsAmong(context, new Set(records.map(({ operationId }) => operationId)));
  const entries = records.map(({ operationId, position, brokerId: _brokerId, ...rest }) => ({
    id: `${operationId}.${position}`,
    operationId,
    isOriginal: edits.has(operationId),
    ...rest,
  }));
  return { usage: { ...usage, bytesMax: binLimits.bytesMax, retentionDays: binLimits.retentionDays }, entries, totalCount };
}

async function editsAmong(context: ServiceContext, operationIds: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const records = await Promise.all([...operationIds].map((id) => context.database.operations.find(id)));
  return new Set(records.flatMap((record) => (record?.request.kind === 'edit-and-replay' ? [record.id] : [])));
}
