import type { LedgerState } from '../model/operations';
import { Prisma, type PrismaClient, type LedgerEntry as Row } from './generated/client';

/**
 * One message of an operation. `publishing` is between the journal's before and after: its fate must be asked for.
 * `settling`: confirmed at its destination, the original not yet known to be gone from the source.
 */
export type LedgerRecord = {
  readonly position: number;
  readonly messageId: string;
  readonly state: LedgerState | 'publishing' | 'settling';
  readonly exchange: string;
  readonly routingKey: string;
  /** JSON for the x-replay-origin header, and what a recall puts back; null when the message never died. */
  readonly origin: string | null;
  readonly sizeBytes: number;
  /** Where it went: queue and id there, as far as the broker told. */
  readonly copies: readonly { readonly queue: string; readonly id: string }[];
  readonly cameBackCount: number;
  readonly isDuplicatePossible: boolean;
  readonly detail: string | null;
  readonly atMs: number;
};

export type LedgerChange = { readonly position: number; readonly state: LedgerRecord['state'] } & Partial<
  Pick<LedgerRecord, 'copies' | 'cameBackCount' | 'isDuplicatePossible' | 'detail'>
>;

/** One statement takes its rows as one JSON parameter: far faster than a parameter a field, and no bound on their number. */
const rowsPerStatement = 2_000;
/** More runs than this in one call are written in one statement, change by change. */
const runsMax = 4;

export class LedgerRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async insert(operationId: string, records: readonly LedgerRecord[]): Promise<void> {
    for (let start = 0; start < records.length; start += rowsPerStatement) {
      const rows = JSON.stringify(records.slice(start, start + rowsPerStatement).map(toNewRow));
      await this.prisma.$executeRaw`
        INSERT INTO "LedgerEntry" ("operationId", "position", "messageId", "state", "exchange", "routingKey", "origin", "sizeBytes", "atMs")
        SELECT ${operationId}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
        FROM json_each(${rows})`;
    }
  }

  /** What a change does not name stays. On disk when it returns. */
  async change(operationId: string, changes: readonly LedgerChange[], atMs: number): Promise<void> {
    const runs = runsOf(changes);
    if (runs.length > runsMax) return this.changeOneByOne(operationId, changes, atMs);
    for (const run of runs) await this.changeRun(operationId, run, atMs);
  }

  /** Nearly always a whole batch goes from one state to the next: one range of the primary key, whatever its length. */
  private async changeRun(operationId: string, { first, lastPosition }: Run, atMs: number): Promise<void> {
    const copies = first.copies ? JSON.stringify(first.copies) : null;
    await this.prisma.$executeRaw`
      UPDATE "LedgerEntry" SET
        "state" = ${first.state},
        "copies" = COALESCE(${copies}, "copies"),
        "cameBackCount" = COALESCE(${first.cameBackCount ?? null}, "cameBackCount"),
        "isDuplicatePossible" = COALESCE(${first.isDuplicatePossible ?? null}, "isDuplicatePossible"),
        "detail" = COALESCE(${first.detail ?? null}, "detail"),
        "atMs" = ${atMs}
      WHERE "operationId" = ${operationId} AND "position" BETWEEN ${first.position} AND ${lastPosition}`;
  }

  private async changeOneByOne(operationId: string, changes: readonly LedgerChange[], atMs: number): Promise<void> {
    for (let start = 0; start < changes.length; start += rowsPerStatement) {
      const part = changes.slice(start, start + rowsPerStatement);
      const rows = JSON.stringify(part.map(({ copies, ...rest }) => ({ ...rest, ...(copies && { copies: JSON.stringify(copies) }) })));
      const positions = part.map(({ position }) => position);
      // Spelled out as a table of its own and a range: joined straight with json_each, each row of the ledger would read the
      // whole parameter again (13 s for 500 changes in a ledger of 100,000).
      await this.prisma.$executeRaw`
        WITH change AS MATERIALIZED (SELECT CAST(value ->> 'position' AS INTEGER) AS "at", value AS "value" FROM json_each(${rows}))
        UPDATE "LedgerEntry" SET
          "state" = change.value ->> 'state',
          "copies" = COALESCE(change.value ->> 'copies', "copies"),
          "cameBackCount" = COALESCE(change.value ->> 'cameBackCount', "cameBackCount"),
          "isDuplicatePossible" = COALESCE(change.value ->> 'isDuplicatePossible', "isDuplicatePossible"),
          "detail" = COALESCE(change.value ->> 'detail', "detail"),
          "atMs" = ${atMs}
        FROM change
        WHERE "operationId" = ${operationId} AND "position" BETWEEN ${Math.min(...positions)} AND ${Math.max(...positions)}
          AND "position" = change."at"`;
    }
  }

  /** Like `change`, but only those that are still in state `from`; returns the positions that were changed. */
  async changeFrom(
    operationId: string,
    from: LedgerRecord['state'],
    changes: readonly LedgerChange[],
    atMs: number,
  ): Promise<ReadonlySet<number>> {
    const positions = JSON.stringify(changes.map(({ position }) => position));
    const rows = await this.prisma.$queryRaw<{ position: number | bigint }[]>`
      SELECT "position" FROM "LedgerEntry"
      WHERE "operationId" = ${operationId} AND "state" = ${from} AND "position" IN (SELECT value FROM json_each(${positions}))`;
    const changed = new Set(rows.map(({ position }) => Number(position)));
    await this.change(
      operationId,
      changes.filter(({ position }) => changed.has(position)),
      atMs,
    );
    return changed;
  }

  /** Messages that came back at least so often and still lie where they came back to. */
  async cameBack(operationId: string, countMin: number, limit: number): Promise<LedgerRecord[]> {
    const rows = await this.prisma.ledgerEntry.findMany({
      where: { operationId, state: 'came-back', cameBackCount: { gte: countMin } },
      orderBy: { position: 'asc' },
      take: limit,
    });
    return rows.map(toRecord);
  }

  /** Next messages in these states, in the order of the source. */
  async next(operationId: string, states: readonly LedgerRecord['state'][], limit: number, afterPosition = -1): Promise<LedgerRecord[]> {
    const wanted = JSON.stringify(states);
    return this.readPacked(Prisma.sql`
      SELECT * FROM "LedgerEntry"
      WHERE "operationId" = ${operationId} AND "state" IN (SELECT value FROM json_each(${wanted})) AND "position" > ${afterPosition}
      ORDER BY "position" LIMIT ${limit}`);
  }

  /**
   * Like `next`, read along the order rather than by state: for a walk that leaves nothing in these states behind it, where
   * each page would else read all that is still to come.
   */
  async nextInOrder(
    operationId: string,
    states: readonly LedgerRecord['state'][],
    limit: number,
    afterPosition: number,
  ): Promise<LedgerRecord[]> {
    const wanted = JSON.stringify(states);
    // The plus keeps SQLite from its index by state, which would have to sort.
    return this.readPacked(Prisma.sql`
      SELECT * FROM "LedgerEntry"
      WHERE "operationId" = ${operationId} AND "position" > ${afterPosition} AND +"state" IN (SELECT value FROM json_each(${wanted}))
      ORDER BY "position" LIMIT ${limit}`);
  }

  /** Thousands of rows as one value: the client makes an object with a property for each column of each row, at many times the cost. */
  private async readPacked(rows: Prisma.Sql): Promise<LedgerRecord[]> {
    const [packed] = await this.prisma.$queryRaw<{ rows: string }[]>`
      SELECT json_group_array(json_array("position", "messageId", "state", "exchange", "routingKey", "origin", "sizeBytes", "copies",
        "cameBackCount", "isDuplicatePossible", "detail", "atMs")) AS "rows"
      FROM (${rows})`;
    const unpacked = (JSON.parse(packed?.rows ?? '[]') as PackedRow[]).map(unpack); // written only by this file
    return unpacked.sort((a, b) => a.position - b.position);
  }

  async page(
    operationId: string,
    options: { from: number; limit: number; states: readonly LedgerRecord['state'][] | null },
  ): Promise<LedgerRecord[]> {
    const rows = await this.prisma.ledgerEntry.findMany({
      where: { operationId, ...(options.states !== null && { state: { in: [...options.states] } }) },
      orderBy: { position: 'asc' },
      skip: options.from,
      take: options.limit,
    });
    return rows.map(toRecord);
  }

  async countByState(operationId: string): Promise<Map<LedgerRecord['state'], number>> {
    const groups = await this.prisma.ledgerEntry.groupBy({ by: ['state'], where: { operationId }, _count: true });
    return new Map(groups.map((group) => [group.state as LedgerRecord['state'], group._count]));
  }

  async find(operationId: string, position: number): Promise<LedgerRecord | null> {
    const row = await this.prisma.ledgerEntry.findUnique({ where: { operationId_position: { operationId, position } } });
    return row && toRecord(row);
  }

  async count(operationId: string, states: readonly LedgerRecord['state'][] | null): Promise<number> {
    return this.prisma.ledgerEntry.count({ where: { operationId, ...(states !== null && { state: { in: [...states] } }) } });
  }
}

/** Changes that are equal but for their positions, which follow each other. */
type Run = { readonly first: LedgerChange; lastPosition: number };

function runsOf(changes: readonly LedgerChange[]): readonly Run[] {
  const runs: Run[] = [];
  let key = '';
  for (const change of changes) {
    const { position, ...content } = change;
    const run = runs.at(-1);
    const contentKey = JSON.stringify(content);
    if (run && position === run.lastPosition + 1 && contentKey === key) run.lastPosition = position;
    else {
      runs.push({ first: change, lastPosition: position });
      key = contentKey;
    }
    if (runs.length > runsMax) break;
  }
  return runs;
}

const toNewRow = ({ position, messageId, state, exchange, routingKey, origin, sizeBytes, atMs }: LedgerRecord) =>
  [position, messageId, state, exchange, routingKey, origin, sizeBytes, atMs] as const;

type PackedRow = [
  ...[position: number, messageId: string, state: LedgerRecord['state'], exchange: string, routingKey: string, origin: string | null],
  ...[sizeBytes: number, copies: string | null, cameBackCount: number, isDuplicatePossible: 0 | 1, detail: string | null, atMs: number],
];

function unpack(row: PackedRow): LedgerRecord {
  const [position, messageId, state, exchange, routingKey, origin, sizeBytes, copies, cameBackCount, isDuplicate, detail, atMs] = row;
  return {
    ...{ position, messageId, state, exchange, routingKey, origin, sizeBytes, cameBackCount, detail, atMs },
    copies: copies === null ? [] : (JSON.parse(copies) as LedgerRecord['copies']),
    isDuplicatePossible: isDuplicate === 1,
  };
}

const toRecord = (row: Row): LedgerRecord => ({
  position: Number(row.position),
  messageId: row.messageId,
  state: row.state as LedgerRecord['state'], // written only by this file
  exchange: row.exchange,
  routingKey: row.routingKey,
  origin: row.origin,
  sizeBytes: Number(row.sizeBytes),
  copies: row.copies === null ? [] : (JSON.parse(row.copies) as LedgerRecord['copies']),
  cameBackCount: Number(row.cameBackCount),
  isDuplicatePossible: row.isDuplicatePossible,
  detail: row.detail,
  atMs: Number(row.atMs),
});
