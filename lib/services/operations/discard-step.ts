import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import { inParts } from './in-parts';
import { keepInBin } from './keep-in-bin';
import { isInterrupted, type Step, type StepWorld } from './step';
import { TakenWalk } from './taken-walk';

/**
 * Into the bin first, on disk, and only then out of the queue: a crash in between leaves the message in both, and the next
 * run finds it by its place in the operation.
 */
export class DiscardStep implements Step {
  private readonly walk: TakenWalk;

  constructor(
    private readonly world: StepWorld,
    ids: readonly string[],
  ) {
    this.walk = new TakenWalk(world.connector, this.address, ids);
  }

  async take(entries: readonly LedgerRecord[]): Promise<void> {
    for (const part of inParts(entries)) await this.takePart(part);
  }

  async settle(): Promise<void> {}

  close(): Promise<void> {
    return this.walk.close();
  }

  private takePart(entries: readonly LedgerRecord[]): Promise<void> {
    return this.world.connector.capabilities.has('settle-by-id') ? this.takeById(entries) : this.takeFromHead(entries);
  }

  private async takeById(entries: readonly LedgerRecord[]): Promise<void> {
    const { connector, journal, markUnderWay, database, record } = this.world;
    const messages = await Promise.all(entries.map((entry) => connector.readMessage(this.address, entry.messageId)));
    await keepInBin(this.world, entries, messages);
    await markUnderWay(entries);
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
    const { journal, markUnderWay } = this.world;
    const { found, gone } = await this.walk.collect(entries);
    const here = found.map(({ entry }) => entry);
    await journal(
      gone,
      gone.map((entry) => this.missing(entry)),
    );
    await keepInBin(
      this.world,
      here,
      found.map(({ held }) => held.message),
    );
    await markUnderWay(here);
    await this.walk.settle(found, 'acknowledge');
    await journal(
      here.map((entry) => ({ ...entry, state: 'publishing' })),
      here.map(({ position }) => ({ position, state: 'binned' })),
    );
  }

  /** Not in the queue any more: removed by us before a crash, or by a consumer. */
  private missing(entry: LedgerRecord): LedgerChange {
    return isInterrupted(entry)
      ? { position: entry.position, state: 'binned', detail: 'Removed just before the console stopped.' }
      : { position: entry.position, ...goneBecause('gone') };
  }

  private get address() {
    return { virtualHost: this.world.record.request.virtualHost, name: this.world.record.request.queue };
  }
}

const goneBecause = (outcome: string | undefined) => ({
  state: 'gone' as const,
  detail: outcome === 'unacknowledged' ? 'A consumer holds it; it was left alone.' : 'It was no longer in the queue.',
});
