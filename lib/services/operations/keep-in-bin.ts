import type { BinRecord } from '../../db/bin-repository';
import type { LedgerRecord } from '../../db/ledger-repository';
import type { BrowsedMessage } from '../../model/message';
import { binLimits } from '../bin/bin-limits';
import { ServiceError } from '../errors';
import type { StepWorld } from './step';

/**
 * Puts whole messages into the bin, on disk when it resolves; null for one that was not found. Repeating it changes nothing.
 * Throws ServiceError 'too-large' when the bin is full: nothing is removed that could not be brought back.
 */
export async function keepInBin(
  world: StepWorld,
  entries: readonly LedgerRecord[],
  messages: readonly (BrowsedMessage | null)[],
): Promise<void> {
  const { record, clock, database } = world;
  const discardedAtMs = clock.nowMs();
  const records: BinRecord[] = entries.flatMap((entry, index) => {
    const message = messages[index];
    if (!message) return [];
    return [
      {
        operationId: record.id,
        position: entry.position,
        brokerId: record.brokerId,
        ...{ virtualHost: record.request.virtualHost, queue: record.request.queue },
        exchange: message.exchange,
        routingKey: message.routingKey,
        properties: message.properties,
        body: Buffer.from(message.bodyBase64, 'base64'),
        discardedAtMs,
        expiresAtMs: discardedAtMs + binLimits.retentionMs,
      },
    ];
  });
  if (records.length === 0) return;
  const bytes = records.reduce((sum, { body }) => sum + body.byteLength, 0);
  if ((await database.bin.usage()).bytes + bytes > binLimits.bytesMax) throw binIsFull();
  await database.bin.insert(records);
}

const binIsFull = () =>
  new ServiceError(
    'too-large',
    `The bin is full: it holds at most ${binLimits.bytesMax / 1024 ** 3} GiB. What it holds leaves it after ${binLimits.retentionDays} days or when it is restored; then resume.`,
  );
