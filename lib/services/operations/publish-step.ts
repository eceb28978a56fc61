import type { MessagePublisher } from '../../connectors/connector';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { BrowsedMessage, MessageDraft, PublishOutcome } from '../../model/message';
import { editMessage } from './edit-message';
import { keepInBin } from './keep-in-bin';
import { operationLimits } from './operation-limits';
import { originOfEntry, propertiesTakenOff, replayHeaders, takenOffSet } from './replay-origin';
import { isInterrupted, type Step, type StepWorld } from './step';
import { type HeldEntry, TakenWalk } from './taken-walk';

type Ready = HeldEntry & { readonly draft: MessageDraft };

/** Messages that are published together: while one part is confirmed, the next is written. */
const partCountMax = operationLimits.batchSizeMax / 2;
/** What the journal calls `publishing` may have arrived, so that is never more than a batch. */
const partsUnderWayMax = 2;

/**
 * For brokers without transactions over queues, and for copies. The journal goes ahead of each act:
 *
 *   held ─ journal ─> publishing ─ publish, confirm ─> settling ─ acknowledge the original ─> published
 *
 * A message that was `settling` when the console died was confirmed: only its original is taken away. For one that was
 * `publishing` nobody can know, so it is published again when its original is still there, and marked as a possible duplicate.
 */
export class PublishStep implements Step {
  private readonly walk: TakenWalk;
  private publisher: MessagePublisher | null = null;
  /** Parts on their way to their confirms, oldest first. */
  private underWay: Promise<void>[] = [];
  /** Originals of confirmed parts on their way out. */
  private removal: Promise<void> = Promise.resolve();

  constructor(
    private readonly world: StepWorld,
    ids: readonly string[],
    private readonly keepsOriginal: boolean,
  ) {
    const { record, connector } = world;
    this.walk = new TakenWalk(connector, { virtualHost: record.request.virtualHost, name: record.request.queue }, ids);
  }

  async take(entries: readonly LedgerRecord[]): Promise<void> {
    const { journal } = this.world;
    const { found, gone } = await this.walk.collect(entries);
    await journal(gone, gone.map(goneChange));
    this.remove(found.filter(({ entry }) => entry.state === 'settling'));
    const prepared = found.filter(({ entry }) => entry.state !== 'settling').map((one) => ({ ...one, draft: this.draftOf(one) }));
    const unfit = prepared.filter(({ draft }) => typeof draft === 'string');
    await journal(
      unfit.map(({ entry }) => entry),
      unfit.map(({ entry, draft }) => ({ position: entry.position, state: 'returned', detail: String(draft) })),
    );
    const ready = prepared.flatMap(({ draft, ...one }) => (typeof draft === 'string' ? [] : [{ ...one, draft }]));
    for (let start = 0; start < ready.length; start += partCountMax) await this.send(ready.slice(start, start + partCountMax));
  }

  async settle(): Promise<void> {
    const parts = await Promise.allSettled(this.underWay);
    this.underWay = [];
    await this.removal;
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
  }

  async close(): Promise<void> {
    try {
      await this.settle();
    } finally {
      await Promise.all([this.publisher?.close(), this.walk.close()]);
    }
  }

  private async send(ready: readonly Ready[]): Promise<void> {
    const { markUnderWay, record, connector } = this.world;
    while (this.underWay.length >= partsUnderWayMax) await this.underWay.shift();
    const entries = ready.map(({ entry }) => entry);
    if (record.request.edit !== null)
      await keepInBin(
        this.world,
        entries,
        ready.map(({ held }) => held.message),
      );
    this.publisher ??= await connector.openPublisher(record.request.virtualHost);
    await markUnderWay(entries);
    const publishing = this.publish(this.publisher, ready);
    publishing.catch(() => undefined); // seen by the next part but one, or at the end
    this.underWay.push(publishing);
  }

  /** Resolves when the journal tells which of them the broker has confirmed. */
  private async publish(publisher: MessagePublisher, ready: readonly Ready[]): Promise<void> {
    const entries = ready.map(({ entry }) => entry);
    const outcomes = await publisher.publish(ready.map(({ draft }) => draft));
    const confirmedState = this.keepsOriginal ? 'published' : 'settling';
    await this.world.journal(
      entries.map((entry) => ({ ...entry, state: 'publishing' })),
      entries.map((entry, index) => changeOf(entry, outcomes[index], confirmedState)),
    );
    const isConfirmed = (index: number): boolean => outcomes[index]?.outcome === 'confirmed';
    await this.walk.settle(this.keepsOriginal ? ready : ready.filter((_, index) => !isConfirmed(index)), 'requeue');
    await this.removal; // never far behind, and its failure ends the run
    if (!this.keepsOriginal) this.remove(ready.filter((_, index) => isConfirmed(index)));
  }

  private remove(confirmed: readonly HeldEntry[]): void {
    this.removal = this.removal.then(() => this.removeOriginals(confirmed));
    this.removal.catch(() => undefined); // seen by the next part, or at the end
  }

  private async removeOriginals(confirmed: readonly HeldEntry[]): Promise<void> {
    if (confirmed.length === 0) return;
    await this.walk.settle(confirmed, 'acknowledge');
    await this.world.journal(
      confirmed.map(({ entry }) => ({ ...entry, state: 'settling' })),
      confirmed.map(({ entry }) => ({ position: entry.position, state: 'published' })),
    );
  }

  /** The message as it is published, or why it can't be. */
  private draftOf({ entry, held }: HeldEntry): MessageDraft | string {
    const { record } = this.world;
    const message: BrowsedMessage = held.message;
    const result = record.request.edit === null ? null : editMessage(message, record.request.edit);
    if (result && !result.ok) return result.reason;
    const { properties, bodyBase64 } = result?.edited ?? message;
    const { headers, ...kept } = { ...properties };
    for (const name of propertiesTakenOff(record.request.edit)) delete kept[name];
    const marks = replayHeaders(record.id, entry.position, originOfEntry(entry));
    return {
      exchange: entry.exchange,
      routingKey: entry.routingKey,
      properties: { ...kept, headers: [...(headers ?? []).filter(({ key }) => !takenOffSet.has(key)), ...marks] },
      bodyBase64,
    };
  }
}

/** Removed by us just before a crash, or taken by a consumer. */
const goneChange = (entry: LedgerRecord): LedgerChange =>
  isInterrupted(entry)
    ? { position: entry.position, state: 'published', detail: 'Published just before the console stopped.' }
    : { position: entry.position, state: 'gone', detail: 'It was no longer in the queue.' };

function changeOf(entry: LedgerRecord, outcome: PublishOutcome | undefined, confirmedState: 'published' | 'settling'): LedgerChange {
  const { position } = entry;
  const isDuplicatePossible = isInterrupted(entry);
  const returned = (detail: string, isUnsure = isDuplicatePossible): LedgerChange => ({
    position,
    state: 'returned',
    isDuplicatePossible: isUnsure,
    detail,
  });
  switch (outcome?.outcome) {
    case 'confirmed':
      return { position, state: confirmedState, isDuplicatePossible };
    case 'returned':
      return returned(`No queue took it (${outcome.replyText}); it stayed where it was.`);
    case 'unknown':
      return returned(`The broker did not answer (${outcome.reason}); it may have arrived, and it stayed where it was.`, true);
    default:
      return returned(`The broker refused it (${outcome?.reason ?? 'no answer'}); it stayed where it was.`);
  }
}
