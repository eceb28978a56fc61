import type { ImportedMessage } from '../../db/import-repository';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { MessageDraft, PublishOutcome } from '../../model/message';
import { inParts } from './in-parts';
import { repeatedDraft } from './repeated-draft';
import { isInterrupted, type Step, type StepWorld } from './step';

/**
 * Publishes the messages of an uploaded file, unchanged, or one message many times. The journal goes ahead of each act: one that was `publishing` when
 * the console died may have arrived, so it is published again and marked as a possible duplicate.
 */
export class ImportStep implements Step {
  private repeated: ImportedMessage | null = null;

  constructor(private readonly world: StepWorld) {}

  async take(entries: readonly LedgerRecord[]): Promise<void> {
    for (const part of inParts(entries)) await this.takePart(part);
  }

  async settle(): Promise<void> {}

  async close(): Promise<void> {}

  private async takePart(entries: readonly LedgerRecord[]): Promise<void> {
    const { record, database, connector, journal, markUnderWay } = this.world;
    const messages = await this.contentsOf(entries);
    const missing = entries.filter(({ position }) => !messages.has(position));
    await journal(
      missing,
      missing.map(({ position }) => ({ position, state: 'gone', detail: 'Its content is no longer kept; upload the file again.' })),
    );
    const ready = entries.flatMap((entry) => {
      const message = messages.get(entry.position);
      return message === undefined ? [] : [{ entry, draft: draftOf(entry, message) }];
    });
    if (ready.length === 0) return;
    const taken = ready.map(({ entry }) => entry);
    await markUnderWay(taken);
    const outcomes = await connector.publish(
      record.request.virtualHost,
      ready.map(({ draft }) => draft),
    );
    await journal(
      taken.map((entry) => ({ ...entry, state: 'publishing' })),
      taken.map((entry, index) => changeOf(entry, outcomes[index])),
    );
    if (record.request.kind === 'publish') return; // all share one content, which goes when the operation has ended
    await database.imports.remove(
      record.id,
      taken.map(({ position }) => position),
    );
  }

  private async contentsOf(entries: readonly LedgerRecord[]): Promise<ReadonlyMap<number, ImportedMessage>> {
    const { record, database, clock } = this.world;
    const positions = entries.map(({ position }) => position);
    if (record.request.kind === 'import') return database.imports.find(record.id, positions);
    this.repeated ??= (await database.imports.find(record.id, [0])).get(0) ?? null;
    const { repeated } = this;
    if (repeated === null) return new Map();
    const { fillsPlaceholders } = record.request;
    return new Map(
      positions.map((position) => [position, fillsPlaceholders ? filled(repeated, record, position, clock.nowMs()) : repeated]),
    );
  }
}

/** The n-th of a repeated message. */
function filled({ properties, body }: ImportedMessage, record: StepWorld['record'], position: number, nowMs: number): ImportedMessage {
  const draft = { exchange: '', routingKey: '', properties, bodyBase64: Buffer.from(body).toString('base64') };
  const { bodyBase64, ...rest } = repeatedDraft(draft, record.id, position + 1, nowMs);
  return { position, properties: rest.properties, body: Buffer.from(bodyBase64, 'base64') };
}

const draftOf = ({ exchange, routingKey }: LedgerRecord, { properties, body }: ImportedMessage): MessageDraft => ({
  ...{ exchange, routingKey, properties },
  bodyBase64: Buffer.from(body).toString('base64'),
});

function changeOf(entry: LedgerRecord, outcome: PublishOutcome | undefined): LedgerChange {
  const { position } = entry;
  const isDuplicatePossible = isInterrupted(entry);
  switch (outcome?.outcome) {
    case 'confirmed':
      return { position, state: 'published', isDuplicatePossible };
    case 'returned':
      return { position, state: 'returned', isDuplicatePossible, detail: `No queue took it (${outcome.replyText}).` };
    case 'unknown':
      return {
        position,
        state: 'returned',
        isDuplicatePossible: true,
        detail: `The broker did not answer (${outcome.reason}); it may have arrived.`,
      };
    default:
      return { position, state: 'returned', isDuplicatePossible, detail: `The broker refused it (${outcome?.reason ?? 'no answer'}).` };
  }
}
