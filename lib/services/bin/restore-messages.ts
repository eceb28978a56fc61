import type { BinKey, BinRecord } from '../../db/bin-repository';
import type { LedgerChange } from '../../db/ledger-repository';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { fitForPublishing } from '../messages/fit-for-publishing';
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
    const outcome = await context.operations.exclusively('bin', () => restore(context, input.brokerId, input.ids.map(keyOf)));
    change.after = { restored: outcome.restoredCount, failed: outcome.failed.length };
    return outcome;
  });
}

/** Undo of a whole discard or purge. */
export function restoreOperation(context: ServiceContext, operationId: string): Promise<void> {
  return context.operations.exclusively('bin', () => restoreAll(context, operationId));
}

async function restoreAll(context: ServiceContext, operationId: string): Promise<void> {
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
    const found = await readPart(context, brokerId, ordered.slice(start, start + binLimits.restoreBatchSize));
    const records = await withoutSentOn(context, found, failed);
    for (const part of byVirtualHost(records)) restoredCount += await publishBack(context, brokerId, part, failed);
  }
  return { restoredCount, failed };
}

async function readPart(context: ServiceContext, brokerId: string, keys: readonly BinKey[]): Promise<BinRecord[]> {
  const records: BinRecord[] = [];
  for (const operationId of new Set(keys.map((key) => key.operationId))) {
    const positions = keys.filter((key) => key.operationId === operationId).map(({ position }) => position);
    records.push(...(await context.database.bin.findAll(operationId, positions)));
  }
  return records.filter((record) => record.brokerId === brokerId);
}

/** The original of an edited message that was sent on stays: restoring it would put both into the world. */
async function withoutSentOn(
  context: ServiceContext,
  records: readonly BinRecord[],
  failed: { id: string; reason: string }[],
): Promise<BinRecord[]> {
  const restorable: BinRecord[] = [];
  for (const record of records) {
    const entry = await context.database.ledger.find(record.operationId, record.position);
    if (entry === null || entry.state === 'binned') restorable.push(record);
    else failed.push({ id: `${record.operationId}.${record.position}`, reason: sentOn });
  }
  return restorable;
}

const sentOn = 'It was edited and sent on; restoring it too would double it. Recall the operation instead.';

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
    properties: fitForPublishing(record.properties),
    bodyBase64: Buffer.from(record.body).toString('base64'),
  }));
  await bookAll(context, records, { state: 'binned', isDuplicatePossible: true, detail: 'Its restoring was not seen through.' });
  const outcomes = await connector.publish(records[0]?.virtualHost ?? '/', drafts);
  const confirmed = records.filter((_, index) => outcomes[index]?.outcome === 'confirmed');
  for (const [index, record] of records.entries()) {
    const outcome = outcomes[index];
    if (outcome?.outcome === 'returned')
      failed.push({ id: `${record.operationId}.${record.position}`, reason: `There is no queue ${record.queue} any more.` });
    if (outcome?.outcome === 'unknown') {
      const reason = `The broker did not answer (${outcome.reason}); it may be in the queue already.`;
      failed.push({ id: `${record.operationId}.${record.position}`, reason });
    }
    if (outcome?.outcome === 'refused') failed.push({ id: `${record.operationId}.${record.position}`, reason: outcome.reason });
  }
  const refused = records.filter((_, index) => outcomes[index]?.outcome === 'returned' || outcomes[index]?.outcome === 'refused');
  await bookAll(context, refused, { state: 'binned', isDuplicatePossible: false, detail: 'It could not be restored yet.' });
  await context.database.bin.remove(confirmed.map(({ operationId, position }) => ({ operationId, position })));
  await bookAll(context, confirmed, { state: 'recalled', isDuplicatePossible: false, detail: 'Restored to its queue.' });
  return confirmed.length;
}

async function bookAll(context: ServiceContext, records: readonly BinRecord[], change: Omit<LedgerChange, 'position'>): Promise<void> {
  for (const operationId of new Set(records.map((record) => record.operationId))) {
    const changes = records.filter((record) => record.operationId === operationId).map(({ position }) => ({ ...change, position }));
    const changed = await context.database.ledger.changeFrom(operationId, 'binned', changes, context.clock.nowMs());
    const counts = await context.operations.countsOf(operationId);
    for (let moved = 0; moved < changed.size; moved += 1) counts.change('binned', change.state);
  }
}

export const restoreIdsMax = Math.min(binLimits.restoreMax, operationLimits.planMessagesMax);
