import type { BinKey, BinRecord } from '../../db/bin-repository';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { operationLimits } from '../operations/operation-limits';
import { requireAct } from '../require-act';
import { brokerInWords } from '../subjects';
import { binLimits } from './bin-limits';

export type RestoreOutcome = {
  readonly restoredCount: number;
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
};

/** Puts chosen messages back to the end of the queues they were taken from, in their old order. */
export async function restoreMessages(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly ids: readonly string[] },
): Promise<RestoreOutcome> {
  const target = { brokerId: input.brokerId, subject: brokerInWords(input.brokerId) };
  await requireAct(context, 'message.discard', target);
  return audited(context, 'message.discard', target, async (change) => {
    const outcome = await restore(context, input.brokerId, input.ids.map(keyOf));
    change.after = { restored: outcome.restoredCount, failed: outcome.failed.length };
    return outcome;
  });
}

/** Undo of a whole discard or purge. */
export async function restoreOperation(context: ServiceContext, operationId: string): Promise<void> {
  const record = await context.database.operations.find(operationId);
  if (!record) throw new ServiceError('not-found', 'This operation is no longer there.');
  let afterPosition = -1;
  for (;;) {
    const entries = await context.database.ledger.next(operationId, ['binned'], binLimits.restoreBatchSize, afterPosition);
    if (entries.length === 0) return;
    afterPosition = entries.at(-1)?.position ?? afterPosition;
    const { failed } = await restore(
      context,
      record.brokerId,
      entries.map(({ position }) => ({ operationId, position })),
    );
    const [first] = failed;
    if (first) throw new ServiceError('broker-fault', `Not all messages could be restored: ${first.reason} The others stay in the bin.`);
  }
}

function keyOf(id: string): BinKey {
  const at = id.lastIndexOf('.');
  return { operationId: id.slice(0, at), position: Number(id.slice(at + 1)) };
}

async function restore(context: ServiceContext, brokerId: string, keys: readonly BinKey[]): Promise<RestoreOutcome> {
  const failed: { id: string; reason: string }[] = [];
  let restoredCount = 0;
  const ordered = [...keys].sort((a, b) => a.operationId.localeCompare(b.operationId) || a.position - b.position);
  for (let start = 0; start < ordered.length; start += binLimits.restoreBatchSize) {
    const records = await readPart(context, brokerId, ordered.slice(start, start + binLimits.restoreBatchSize));
    for (const part of byVirtualHost(records)) restoredCount += await publishBack(context, brokerId, part, failed);
  }
  return { restoredCount, failed };
}

async function readPart(context: ServiceContext, brokerId: string, keys: readonly BinKey[]): Promise<BinRecord[]> {
  const records = await Promise.all(keys.map((key) => context.database.bin.find(key)));
  return records.filter((record) => record !== null).filter((record) => record.brokerId === brokerId);
}

function byVirtualHost(records: readonly BinRecord[]): BinRecord[][] {
  const groups = new Map<string, BinRecord[]>();
  for (const record of records) groups.set(record.virtualHost, [...(groups.get(record.virtualHost) ?? []), record]);
  return [...groups.values()];
}

/** Confirmed first, then out of the bin: a crash in between leaves a copy in the bin, never none. */
async function publishBack(
  context: ServiceContext,
  brokerId: string,
  records: readonly BinRecord[],
  failed: { id: string; reason: string }[],
): Promise<number> {
  const connector = await context.brokers.get(brokerId).connect();
  const drafts = records.map((record) => ({
    exchange: '',
    routingKey: record.queue,
    properties: record.properties,
    bodyBase64: Buffer.from(record.body).toString('base64'),
  }));
  const outcomes = await connector.publish(records[0]?.virtualHost ?? '/', drafts);
  const confirmed = records.filter((_, index) => outcomes[index]?.outcome === 'confirmed');
  for (const [index, record] of records.entries()) {
    const outcome = outcomes[index];
    if (outcome?.outcome === 'returned')
      failed.push({ id: `${record.operationId}.${record.position}`, reason: `There is no queue ${record.queue} any more.` });
    if (outcome?.outcome === 'refused') failed.push({ id: `${record.operationId}.${record.position}`, reason: outcome.reason });
  }
  await context.database.bin.remove(confirmed.map(({ operationId, position }) => ({ operationId, position })));
  for (const record of confirmed) await bookRestored(context, record);
  return confirmed.length;
}

async function bookRestored(context: ServiceContext, record: BinRecord): Promise<void> {
  const change = { position: record.position, state: 'recalled' as const, detail: `Restored to ${record.queue}.` };
  await context.database.ledger.change(record.operationId, [change], context.clock.nowMs());
  (await context.operations.countsOf(record.operationId)).change('binned', 'recalled');
}

export const restoreIdsMax = Math.min(binLimits.restoreMax, operationLimits.planMessagesMax);
