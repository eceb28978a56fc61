import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import { comesFromOutside } from '../../model/operations';
import type { ServiceContext } from '../context';
import { toServiceError } from '../errors';
import { operationLimits } from './operation-limits';

/**
 * An operation that is cancelled after its broker was lost in the middle of a batch: says of each message of that batch, and
 * of the one before, of which the journal may not tell yet, where it is, as far as the broker can tell, so that the ledger claims nothing that nobody knows.
 */
export async function settleInterrupted(context: ServiceContext, operationId: string): Promise<void> {
  const { operations, ledger } = context.database;
  const record = await operations.find(operationId);
  if (record === null || record.state === 'completed') return;
  const entries = await ledger.next(operationId, ['publishing', 'settling'], 2 * operationLimits.batchSizeMax);
  if (entries.length === 0) return;
  const isRemoval = record.request.destination === null;
  const address = { virtualHost: record.request.virtualHost, name: record.request.queue };
  const changes: LedgerChange[] = [];
  for (const entry of entries) {
    const isThere = comesFromOutside(record.request.kind) ? null : await isStillThere(context, record.brokerId, address, entry);
    changes.push(changeOf(entry, isThere, isRemoval));
  }
  await ledger.change(operationId, changes, context.clock.nowMs());
  const counts = await context.operations.countsOf(operationId);
  for (const [index, change] of changes.entries()) counts.change(entries[index]?.state ?? 'held', change.state);
}

/** Null when this broker can't tell, or can't be reached. */
async function isStillThere(
  context: ServiceContext,
  brokerId: string,
  address: { readonly virtualHost: string; readonly name: string },
  entry: LedgerRecord,
): Promise<boolean | null> {
  try {
    const connector = await context.brokers.get(brokerId).connect();
    return connector.capabilities.has('message-by-id') ? (await connector.readMessage(address, entry.messageId)) !== null : null;
  } catch (error) {
    if (toServiceError(error) === null) throw error;
    return null;
  }
}

function changeOf({ position, state }: LedgerRecord, isThere: boolean | null, isRemoval: boolean): LedgerChange {
  if (isThere === true) return { position, state: 'held' };
  const detail = 'The broker was lost in the middle of it and the operation then cancelled';
  if (isRemoval) return { position, state: 'binned', isDuplicatePossible: isThere === null, detail: `${detail}; it is in the bin.` };
  if (isThere === false || state === 'settling')
    return { position, state: 'published', isDuplicatePossible: isThere === null, detail: `${detail}; it had left the queue.` };
  return { position, state: 'returned', isDuplicatePossible: true, detail: `${detail}: it may have arrived, or be where it was, or both.` };
}
