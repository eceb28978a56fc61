import type { TakenMessage, TakenMessages } from '../../connectors/connector';
import type { BinRecord } from '../../db/bin-repository';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { BrowsedMessage } from '../../model/message';
import { binLimits } from '../bin/bin-limits';
import { operationLimits } from './operation-limits';
import { isInterrupted, type Step, type StepWorld } from './step';

/**
 * Into the bin first, on disk, and only then out of the queue: a crash in between leaves the message in both, and the next
 * run finds it by its place in the operation.
 */
export class DiscardStep implements Step {
  private taken: TakenMessages | null = null;
  private iterator: AsyncIterator<TakenMessage> | null = null;

  constructor(
    private readonly world: StepWorld,
    private readonly ids: readonly string[],
  ) {}

  async take(entries: readonly LedgerRecord[]): Promise<void> {
    for (const part of inParts(entries)) await this.takePart(part);
  }

  async close(): Promise<void> {
    await this.taken?.close();
    this.taken = null;
    this.iterator = null;
  }

  private takePart(entries: readonly LedgerRecord[]): Promise<void> {
    return this.world.connector.capabilities.has('settle-by-id') ? this.takeById(entries) : this.takeFromHead(entries);
  }

  private async takeById(entries: readonly LedgerRecord[]): Promise<void> {
    const { connector, journal, database, record } = this.world;
    const messages = await Promise.all(entries.map((entry) => connector.readMessage(this.address, entry.messageId)));
    await this.keep(entries, messages);
    await journal(
      entries,
      entries.map(({ position }) => ({ position, state: 'publishing' })),
    );
    const outcomes = await connector.removeMessages(
      this.address,
      entries.map(({ messageId }) => messageId),
    );
    const changes: LedgerChange[] = [];
    for (const [index, entry] of entries.entries()) {
      const key = { operationId: record.id, position: entry.position };
      const wasRemoved =
        outcomes[index] === 'removed' || (outcomes[index] === 'gone' && isInterrupted(entry) && (await database.bin.has(key)));
      if (!wasRemoved) await database.bin.remove([key]);
      changes.push({ position: entry.position, ...(wasRemoved ? { state: 'binned' as const } : goneBecause(outcomes[index])) });
    }
    await journal(
      entries.map((entry) => ({ ...entry, state: 'publishing' as const })),
      changes,
    );
  }

  private async takeFromHead(entries: readonly LedgerRecord[]): Promise<void> {
    const { connector, journal } = this.world;
    this.taken ??= await connector.take(this.address, { kind: 'ids', ids: this.ids });
    this.iterator ??= this.taken[Symbol.asyncIterator]();
    const wanted = new Map(entries.map((entry) => [entry.messageId, entry]));
    const held: { entry: LedgerRecord; message: TakenMessage }[] = [];
    while (wanted.size > 0) {
      const next = await this.iterator.next();
      if (next.done) break;
      const entry = wanted.get(next.value.message.id ?? '');
      if (!entry) continue;
      wanted.delete(entry.messageId);
      held.push({ entry, message: next.value });
    }
    const found = held.map(({ entry }) => entry);
    await this.keep(
      found,
      held.map(({ message }) => message.message),
    );
    await journal(
      found,
      found.map(({ position }) => ({ position, state: 'publishing' })),
    );
    for (const { message } of held) await message.settle('acknowledge');
    await journal(
      found.map((entry) => ({ ...entry, state: 'publishing' })),
      found.map(({ position }) => ({ position, state: 'binned' })),
    );
    await journal(
      [...wanted.values()],
      [...wanted.values()].map((entry) => this.missing(entry)),
    );
  }

  /** Not in the queue any more: removed by us before a crash, or by a consumer. */
  private missing(entry: LedgerRecord): LedgerChange {
    return isInterrupted(entry)
      ? { position: entry.position, state: 'binned', detail: 'Removed just before the console stopped.' }
      : { position: entry.position, ...goneBecause('gone') };
  }

  private async keep(entries: readonly LedgerRecord[], messages: readonly (BrowsedMessage | null)[]): Promise<void> {
    const { record, clock, database } = this.world;
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
    if (records.length > 0) await database.bin.insert(records);
  }

  private get address() {
    return { virtualHost: this.world.record.request.virtualHost, name: this.world.record.request.queue };
  }
}

const goneBecause = (outcome: string | undefined) => ({
  state: 'gone' as const,
  detail: outcome === 'unacknowledged' ? 'A consumer holds it; it was left alone.' : 'It was no longer in the queue.',
});

/** Parts whose bodies fit in memory together. */
function* inParts(entries: readonly LedgerRecord[]): Generator<readonly LedgerRecord[]> {
  let part: LedgerRecord[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (part.length > 0 && bytes + entry.sizeBytes > operationLimits.discardBatchBytesMax) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(entry);
    bytes += entry.sizeBytes;
  }
  if (part.length > 0) yield part;
}
