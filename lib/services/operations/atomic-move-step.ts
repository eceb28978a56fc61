import { setImmediate as onItsWay } from 'node:timers/promises';
import type { MoveItem, MoveOutcome } from '../../connectors/connector';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { TypedTable } from '../../model/field-table';
import type { BrowsedMessage } from '../../model/message';
import { editMessage } from './edit-message';
import { keepInBin } from './keep-in-bin';
import { headersTakenOff, originMarks, originOfEntry, propertiesTakenOff, replayIdMark, replayIdOf } from './replay-origin';
import { isInterrupted, type Step, type StepWorld } from './step';

type Moving = { readonly entries: readonly LedgerRecord[]; readonly answer: Promise<readonly MoveOutcome[]> };

/**
 * Moves by the broker's own transaction: a message is in the one place or in the other, never in both, whoever dies.
 * Ids are never given twice, so moving again what was moved before is answered `gone` and changes nothing.
 */
export class AtomicMoveStep implements Step {
  /** The broker moves one batch while the next one is prepared, and its outcomes are journalled while that one moves. */
  private moving: Moving | null = null;

  constructor(private readonly world: StepWorld) {}

  async take(entries: readonly LedgerRecord[]): Promise<void> {
    const { record, connector, journal, markUnderWay } = this.world;
    const address = { virtualHost: record.request.virtualHost, name: record.request.queue };
    const items: MoveItem[] = [];
    const moved: LedgerRecord[] = [];
    const originals: (BrowsedMessage | null)[] = [];
    const leftOut: { entry: LedgerRecord; change: LedgerChange }[] = [];
    const shared = sharedMarks(entries);
    for (const entry of entries) {
      const original = record.request.edit === null ? null : await connector.readMessage(address, entry.messageId);
      const item = this.itemOf(entry, original, shared);
      if ('id' in item) {
        items.push(item);
        moved.push(entry);
        originals.push(original);
      } else leftOut.push({ entry, change: item });
    }
    await journal(
      leftOut.map(({ entry }) => entry),
      leftOut.map(({ change }) => change),
    );
    if (items.length === 0) return;
    if (record.request.edit !== null) await this.moving?.answer; // nothing goes to the bin that is never sent
    await keepInBin(this.world, moved, originals); // what an edit changes is kept as it was
    await markUnderWay(moved);
    const last = this.moving;
    await last?.answer;
    const answer = connector.moveMessages(address, {
      items,
      setHeaders: shared,
      removeHeaders: [...headersTakenOff],
      dropProperties: [...propertiesTakenOff(record.request.edit)],
    });
    answer.catch(() => undefined); // seen by the next batch, or at the end
    this.moving = { entries: moved, answer };
    await onItsWay();
    if (last !== null) await this.book(last);
  }

  async settle(): Promise<void> {
    const last = this.moving;
    this.moving = null;
    if (last !== null) await this.book(last);
  }

  close(): Promise<void> {
    return this.settle();
  }

  private async book({ entries: moved, answer }: Moving): Promise<void> {
    const { record, database, journal } = this.world;
    const outcomes = await answer;
    const interrupted = await this.fatesOf(moved.filter((entry, index) => isInterrupted(entry) && outcomes[index]?.outcome === 'gone'));
    const changes = moved.map((entry, index) => changeOf(entry, outcomes[index], interrupted.get(replayIdOf(record.id, entry.position))));
    await journal(
      moved.map((entry) => ({ ...entry, state: 'publishing' })),
      changes,
    );
    if (record.request.edit === null) return;
    const unchanged = changes.filter(({ state }) => state !== 'published');
    await database.bin.remove(unchanged.map(({ position }) => ({ operationId: record.id, position })));
  }

  /** The move of one message, or what is known of it when it can't be made. */
  private itemOf(entry: LedgerRecord, original: BrowsedMessage | null, shared: TypedTable): MoveItem | LedgerChange {
    const { record } = this.world;
    const item = {
      id: entry.messageId,
      exchange: entry.exchange,
      routingKey: entry.routingKey,
      setHeaders: [...(shared.length > 0 ? [] : originMarks(originOfEntry(entry))), replayIdMark(record.id, entry.position)],
      replacement: null,
    };
    const { edit } = record.request;
    if (edit === null) return item;
    if (original === null)
      return isInterrupted(entry) ? item : { position: entry.position, state: 'gone', detail: 'It was no longer in the queue.' };
    const result = editMessage(original, edit);
    return result.ok ? { ...item, replacement: result.edited } : { position: entry.position, state: 'returned', detail: result.reason };
  }

  /** Queues that took messages whose move was under way when the console died. */
  private async fatesOf(entries: readonly LedgerRecord[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { record, connector } = this.world;
    if (entries.length === 0 || !connector.capabilities.has('replay-trace')) return new Map();
    const traces = await connector.traceReplays(entries.map(({ position }) => replayIdOf(record.id, position)));
    const queues = new Map<string, string[]>();
    for (const { replayId, queue } of traces) queues.set(replayId, [...(queues.get(replayId) ?? []), queue]);
    return queues;
  }
}

/** Where all come from the same place, what is the same on each is said once; else empty. */
function sharedMarks(entries: readonly LedgerRecord[]): TypedTable {
  const [first] = entries;
  return first !== undefined && entries.every(({ origin }) => origin === first.origin) ? originMarks(originOfEntry(first)) : [];
}

const copiesIn = (queues: readonly string[]): LedgerRecord['copies'] => queues.map((queue) => ({ queue, id: '' }));

function changeOf(entry: LedgerRecord, outcome: MoveOutcome | undefined, queuesBefore: readonly string[] | undefined): LedgerChange {
  const { position } = entry;
  switch (outcome?.outcome) {
    case 'moved':
      return { position, state: 'published', copies: copiesIn(outcome.queues) };
    case 'unroutable':
      return { position, state: 'returned', detail: 'No queue took it; it stayed where it was.' };
    case 'refused':
      return { position, state: 'returned', detail: 'The target queue is full and refused it; it stayed where it was.' };
    case 'unacknowledged':
      return { position, state: 'gone', detail: 'A consumer holds it; it was left alone.' };
    case 'gone':
    case undefined:
      if (!isInterrupted(entry)) return { position, state: 'gone', detail: 'It was no longer in the queue.' };
      return { position, state: 'published', copies: copiesIn(queuesBefore ?? []), detail: 'Moved just before the console stopped.' };
  }
}
