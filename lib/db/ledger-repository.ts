import type { PrismaClient } from './generated/client';
import { type LedgerChange, type LedgerFate, LedgerFates, type StoredState } from './ledger-fates';
import { LedgerPages, messagesPerPage, type PlannedMessage } from './ledger-pages';

export type { LedgerChange, StoredState } from './ledger-fates';
export type { PlannedMessage } from './ledger-pages';

/** One message of an operation: what was planned with it, and what became of it. */
export type LedgerRecord = PlannedMessage & LedgerFate;

/** Positions looked at together at least, however few are wanted. */
const stepMin = 100;

/** States that need no row: they follow from where the operation is. */
const stateless: ReadonlySet<StoredState> = new Set(['held', 'publishing']);

/**
 * The journal of operations. A message costs a share of a page when it is planned and one row when something has become of
 * it; that a batch is on its way costs one number for all of it:
 *
 *   positions   0 ────────────── 999 │ 1000 ─────────────── 1999 │ 2000 …
 *   pages       LedgerPage           │ LedgerPage                │ LedgerPage
 *   fates       a row each           │ rows where it is settled  │ none
 *                                      no row up to `underWayTo`: publishing, behind it: held
 */
export class LedgerRepository {
  private readonly pages: LedgerPages;
  private readonly fates: LedgerFates;

  constructor(private readonly prisma: PrismaClient) {
    this.pages = new LedgerPages(prisma);
    this.fates = new LedgerFates(prisma);
  }

  /** All messages of a plan, whose operation must be there; their positions count up from 0. */
  insert(operationId: string, messages: readonly PlannedMessage[]): Promise<void> {
    return this.pages.insert(operationId, messages);
  }

  /** What a change does not name stays. On disk when it returns. */
  change(operationId: string, changes: readonly LedgerChange[], atMs: number): Promise<void> {
    return this.fates.change(operationId, changes, atMs);
  }

  /** From now on each of these that nothing has become of yet is `publishing`. On disk when it returns. */
  async markUnderWay(operationId: string, entries: readonly LedgerRecord[]): Promise<void> {
    const [first, last] = [entries[0], entries.at(-1)];
    if (first === undefined || last === undefined) return;
    await this.prisma.ledgerFate.updateMany({
      where: { operationId, position: { gte: first.position, lte: last.position }, state: 'held' },
      data: { state: 'publishing' },
    });
    await this.prisma.$executeRaw`
      UPDATE "Operation" SET "underWayTo" = ${last.position} WHERE "id" = ${operationId} AND "underWayTo" < ${last.position}`;
  }

  /** Like `change`, but only those that something has become of already and that are in state `from`; returns their positions. */
  async changeFrom(operationId: string, from: StoredState, changes: readonly LedgerChange[], atMs: number): Promise<ReadonlySet<number>> {
    const positions = changes.map(({ position }) => position);
    const changed = await this.fates.positionsIn(operationId, from, positions);
    await this.change(
      operationId,
      changes.filter(({ position }) => changed.has(position)),
      atMs,
    );
    return changed;
  }

  /** Messages that came back at least so often and still lie where they came back to. */
  async cameBack(operationId: string, countMin: number, limit: number): Promise<LedgerRecord[]> {
    return this.withPlans(operationId, await this.fates.cameBack(operationId, countMin, limit));
  }

  /** Next messages in these states, in the order of the source. */
  next(operationId: string, states: readonly StoredState[], limit: number, after = -1): Promise<LedgerRecord[]> {
    return this.read(operationId, states, { after, skip: 0, limit });
  }

  page(
    operationId: string,
    { from, limit, states }: { from: number; limit: number; states: readonly StoredState[] | null },
  ): Promise<LedgerRecord[]> {
    if (states === null) return this.between(operationId, from, from + limit);
    return this.read(operationId, states, { after: -1, skip: from, limit });
  }

  async countByState(operationId: string): Promise<Map<StoredState, number>> {
    const [counts, total, underWayTo] = await Promise.all([
      this.fates.countByState(operationId),
      this.pages.count(operationId),
      this.underWayTo(operationId),
    ]);
    const withFate = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const publishing = underWayTo + 1 - (await this.fates.countUpTo(operationId, underWayTo));
    const add = (state: StoredState, count: number) => count > 0 && counts.set(state, (counts.get(state) ?? 0) + count);
    add('publishing', publishing);
    add('held', total - withFate - publishing);
    return counts;
  }

  async find(operationId: string, position: number): Promise<LedgerRecord | null> {
    const message = await this.pages.find(operationId, position);
    if (message === null) return null;
    const [fate] = await this.fates.between(operationId, position, position);
    if (fate !== undefined) return recordOf(message, fate);
    return recordOf(message, withoutFate(message, position <= (await this.underWayTo(operationId)) ? 'publishing' : 'held'));
  }

  async count(operationId: string, states: readonly StoredState[] | null): Promise<number> {
    if (states === null) return this.pages.count(operationId);
    const counts = await this.countByState(operationId);
    return states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
  }

  private async read(
    operationId: string,
    states: readonly StoredState[],
    page: { readonly after: number; readonly skip: number; readonly limit: number },
  ): Promise<LedgerRecord[]> {
    if (states.some((state) => stateless.has(state))) return this.walk(operationId, new Set(states), page);
    return this.withPlans(operationId, await this.fates.inStates(operationId, states, page));
  }

  /** Page by page, because messages that nothing has become of yet can only be found among the planned ones. */
  private async walk(
    operationId: string,
    states: ReadonlySet<StoredState>,
    { after, skip, limit }: { readonly after: number; readonly skip: number; readonly limit: number },
  ): Promise<LedgerRecord[]> {
    const found: LedgerRecord[] = [];
    let first = after + 1;
    while (found.length < skip + limit) {
      const missing = skip + limit - found.length;
      const end = Math.min(first - (first % messagesPerPage) + messagesPerPage, first + Math.max(missing, stepMin));
      const records = await this.between(operationId, first, end);
      for (const record of records) if (states.has(record.state)) found.push(record);
      if (records.length < end - first) break;
      first = end;
    }
    return found.slice(skip, skip + limit);
  }

  private async between(operationId: string, first: number, end: number): Promise<LedgerRecord[]> {
    const [messages, fates, underWayTo] = await Promise.all([
      this.pages.slice(operationId, first, end),
      this.fates.between(operationId, first, end - 1),
      this.underWayTo(operationId),
    ]);
    const fateAt = new Map(fates.map((fate) => [fate.position, fate]));
    return messages.map((message) => {
      const state = message.position <= underWayTo ? 'publishing' : 'held';
      return recordOf(message, fateAt.get(message.position) ?? withoutFate(message, state));
    });
  }

  private async withPlans(operationId: string, fates: readonly LedgerFate[]): Promise<LedgerRecord[]> {
    const records: LedgerRecord[] = [];
    for (const fate of fates) {
      const message = await this.pages.find(operationId, fate.position);
      if (message !== null) records.push(recordOf(message, fate));
    }
    return records;
  }

  private async underWayTo(operationId: string): Promise<number> {
    const operation = await this.prisma.operation.findUnique({ where: { id: operationId }, select: { underWayTo: true } });
    return operation?.underWayTo ?? -1;
  }
}

/** Spelled out: spreading two objects costs several times as much, and a run makes one of these for each message. */
const recordOf = (message: PlannedMessage, fate: LedgerFate): LedgerRecord => ({
  position: message.position,
  messageId: message.messageId,
  exchange: message.exchange,
  routingKey: message.routingKey,
  origin: message.origin,
  sizeBytes: message.sizeBytes,
  plannedAtMs: message.plannedAtMs,
  state: fate.state,
  copies: fate.copies,
  cameBackCount: fate.cameBackCount,
  isDuplicatePossible: fate.isDuplicatePossible,
  detail: fate.detail,
  atMs: fate.atMs,
});

const withoutFate = ({ position, plannedAtMs }: PlannedMessage, state: StoredState): LedgerFate => ({
  ...{ position, state, atMs: plannedAtMs },
  ...{ copies: [], cameBackCount: 0, isDuplicatePossible: false, detail: null },
});
