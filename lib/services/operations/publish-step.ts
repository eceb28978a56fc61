import type { TakenMessage, TakenMessages } from '../../connectors/connector';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { BrowsedMessage, MessageDraft, PublishOutcome } from '../../model/message';
import { editMessage } from './edit-message';
import { headersTakenOff, type ReplayOrigin, replayHeaders } from './replay-origin';
import { isInterrupted, type Step, type StepWorld } from './step';

/**
 * For brokers without transactions over queues: take → journal → publish with confirm and mandatory → journal → settle the
 * original. What was confirmed before a crash is not published again; for a message between the two journal entries nobody
 * can know, so it is published again when the original is still there, and marked as a possible duplicate.
 */
export class PublishStep implements Step {
  private taken: TakenMessages | null = null;
  private iterator: AsyncIterator<TakenMessage> | null = null;

  constructor(
    private readonly world: StepWorld,
    /** Every message still to come, in order: what is taken is walked through once. */
    private readonly ids: readonly string[],
    private readonly keepsOriginal: boolean,
  ) {}

  async take(entries: readonly LedgerRecord[]): Promise<void> {
    const { record, connector, journal } = this.world;
    const { found, gone } = await this.collect(entries);
    await journal(gone, gone.map(goneChange));
    const prepared = found.map(({ entry, held }) => ({ entry, held, draft: this.draftOf(entry, held.message) }));
    const unfit = prepared.filter(({ draft }) => typeof draft === 'string');
    await journal(
      unfit.map(({ entry }) => entry),
      unfit.map(({ entry, draft }) => ({ position: entry.position, state: 'returned', detail: String(draft) })),
    );
    const ready = prepared.flatMap(({ entry, held, draft }) => (typeof draft === 'string' ? [] : [{ entry, held, draft }]));
    if (ready.length === 0) return;
    const readyEntries = ready.map(({ entry }) => entry);
    await journal(
      readyEntries,
      readyEntries.map(({ position }) => ({ position, state: 'publishing' })),
    );
    const outcomes = await connector.publish(
      record.request.virtualHost,
      ready.map(({ draft }) => draft),
    );
    const changes = readyEntries.map((entry, index) => changeOf(entry, outcomes[index]));
    await journal(
      readyEntries.map((entry) => ({ ...entry, state: 'publishing' })),
      changes,
    );
    for (const [index, { held }] of ready.entries()) {
      const isTaken = outcomes[index]?.outcome === 'confirmed' && !this.keepsOriginal;
      await held.settle(isTaken ? 'acknowledge' : 'requeue');
    }
  }

  async close(): Promise<void> {
    await this.taken?.close();
    this.taken = null;
    this.iterator = null;
  }

  /** The messages of these entries out of the queue; those that it no longer holds are gone. */
  private async collect(entries: readonly LedgerRecord[]) {
    const { record, connector } = this.world;
    const address = { virtualHost: record.request.virtualHost, name: record.request.queue };
    this.taken ??= await connector.take(address, { kind: 'ids', ids: this.ids });
    this.iterator ??= this.taken[Symbol.asyncIterator]();
    const wanted = new Map(entries.map((entry) => [entry.messageId, entry]));
    const found: { entry: LedgerRecord; held: TakenMessage }[] = [];
    while (wanted.size > 0) {
      const next = await this.iterator.next();
      if (next.done) break;
      const entry = wanted.get(next.value.message.id ?? '');
      if (entry === undefined) {
        await next.value.settle('requeue');
        continue;
      }
      wanted.delete(entry.messageId);
      found.push({ entry, held: next.value });
    }
    return { found, gone: [...wanted.values()] };
  }

  /** The message as it is published, or why it can't be. */
  private draftOf(entry: LedgerRecord, message: BrowsedMessage): MessageDraft | string {
    const { record } = this.world;
    const result = record.request.edit === null ? null : editMessage(message, record.request.edit);
    if (result && !result.ok) return result.reason;
    const { properties, bodyBase64 } = result?.edited ?? message;
    const origin = JSON.parse(entry.origin ?? '{}') as ReplayOrigin; // written by the plan
    const off = new Set<string>(headersTakenOff);
    const { expiration: _expiration, userId: _userId, headers, ...kept } = properties;
    const marks = replayHeaders(record.id, entry.position, origin);
    return {
      exchange: entry.exchange,
      routingKey: entry.routingKey,
      properties: { ...kept, headers: [...(headers ?? []).filter(({ key }) => !off.has(key)), ...marks] },
      bodyBase64,
    };
  }
}

const goneChange = (entry: LedgerRecord): LedgerChange =>
  isInterrupted(entry)
    ? { position: entry.position, state: 'published', detail: 'Published just before the console stopped.' }
    : { position: entry.position, state: 'gone', detail: 'It was no longer in the queue.' };

function changeOf(entry: LedgerRecord, outcome: PublishOutcome | undefined): LedgerChange {
  const { position } = entry;
  const isDuplicatePossible = isInterrupted(entry);
  switch (outcome?.outcome) {
    case 'confirmed':
      return { position, state: 'published', isDuplicatePossible };
    case 'returned':
      return {
        position,
        state: 'returned',
        isDuplicatePossible,
        detail: `No queue took it (${outcome.replyText}); it stayed where it was.`,
      };
    case 'unknown':
      return {
        position,
        state: 'returned',
        isDuplicatePossible: true,
        detail: `The broker did not answer (${outcome.reason}); it may have arrived, and it stayed where it was.`,
      };
    default:
      return {
        position,
        state: 'returned',
        isDuplicatePossible,
        detail: `The broker refused it (${outcome?.reason ?? 'no answer'}); it stayed where it was.`,
      };
  }
}
