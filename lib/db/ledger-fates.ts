import type { LedgerState } from '../model/operations';
import { Prisma, type PrismaClient } from './generated/client';

/**
 * State of a message in the journal. `publishing` is between the journal's before and after: its fate must be asked for.
 * `settling`: confirmed at its destination, the original not yet known to be gone from the source.
 */
export type StoredState = LedgerState | 'publishing' | 'settling';

/** What became of a message that is no longer simply held. */
export type LedgerFate = {
  readonly position: number;
  readonly state: StoredState;
  /** Where it went: queue and id there, as far as the broker told. */
  readonly copies: readonly { readonly queue: string; readonly id: string }[];
  readonly cameBackCount: number;
  readonly isDuplicatePossible: boolean;
  readonly detail: string | null;
  readonly atMs: number;
};

export type LedgerChange = { readonly position: number; readonly state: StoredState } & Partial<
  Pick<LedgerFate, 'copies' | 'cameBackCount' | 'isDuplicatePossible' | 'detail'>
>;

type Row = [
  ...[position: number, state: StoredState, copies: string | null, cameBackCount: number | null],
  ...[isDuplicatePossible: 0 | 1 | null, detail: string | null, atMs: number],
];

/** One statement takes its rows as one JSON parameter: far faster than a parameter a field, and no bound on their number. */
const rowsPerStatement = 2_000;
/** More runs than this in one call are written in one statement, change by change. */
const runsMax = 4;

/** What a change does not name stays. */
const onConflict = Prisma.sql`
  ON CONFLICT ("operationId", "position") DO UPDATE SET
    "state" = excluded."state",
    "copies" = COALESCE(excluded."copies", "copies"),
    "cameBackCount" = COALESCE(excluded."cameBackCount", "cameBackCount"),
    "isDuplicatePossible" = COALESCE(excluded."isDuplicatePossible", "isDuplicatePossible"),
    "detail" = COALESCE(excluded."detail", "detail"),
    "atMs" = excluded."atMs"`;

export class LedgerFates {
  constructor(private readonly prisma: PrismaClient) {}

  /** On disk when it returns. */
  async change(operationId: string, changes: readonly LedgerChange[], atMs: number): Promise<void> {
    const runs = runsOf(changes);
    if (runs.length > runsMax) return this.changeOneByOne(operationId, changes, atMs);
    for (const run of runs) await this.changeRun(operationId, run, atMs);
  }

  /** Those from `first` to `last`, in order. */
  between(operationId: string, first: number, last: number): Promise<LedgerFate[]> {
    return this.read(Prisma.sql`"operationId" = ${operationId} AND "position" BETWEEN ${first} AND ${last} ORDER BY "position"`);
  }

  /** The next ones in these states behind a position, in order. */
  inStates(
    operationId: string,
    states: readonly StoredState[],
    page: { readonly after: number; readonly skip: number; readonly limit: number },
  ): Promise<LedgerFate[]> {
    return this.read(Prisma.sql`
      "operationId" = ${operationId} AND "position" > ${page.after} AND "state" IN (SELECT value FROM json_each(${JSON.stringify(states)}))
      ORDER BY "position" LIMIT ${page.limit} OFFSET ${page.skip}`);
  }

  cameBack(operationId: string, countMin: number, limit: number): Promise<LedgerFate[]> {
    return this.read(Prisma.sql`
      "operationId" = ${operationId} AND "state" = 'came-back' AND "cameBackCount" >= ${countMin} ORDER BY "position" LIMIT ${limit}`);
  }

  /** Which of these positions are in this state. */
  async positionsIn(operationId: string, state: StoredState, positions: readonly number[]): Promise<ReadonlySet<number>> {
    const fates = await this.read(Prisma.sql`
      "operationId" = ${operationId} AND "state" = ${state} AND "position" IN (SELECT value FROM json_each(${JSON.stringify(positions)}))`);
    return new Set(fates.map(({ position }) => position));
  }

  async countByState(operationId: string): Promise<Map<StoredState, number>> {
    const groups = await this.prisma.ledgerFate.groupBy({ by: ['state'], where: { operationId }, _count: true });
    return new Map(groups.map((group) => [group.state as StoredState, group._count])); // written only by this file
  }

  /** How many positions up to this one have a fate. */
  countUpTo(operationId: string, position: number): Promise<number> {
    return this.prisma.ledgerFate.count({ where: { operationId, position: { lte: position } } });
  }

  /** Nearly always a whole batch goes into the same state: one range, whatever its length. */
  private async changeRun(operationId: string, { first, lastPosition }: Run, atMs: number): Promise<void> {
    const { position, state, copies, cameBackCount, isDuplicatePossible, detail } = first;
    await this.prisma.$executeRaw`
      WITH RECURSIVE "run"("at") AS (SELECT ${position} UNION ALL SELECT "at" + 1 FROM "run" WHERE "at" < ${lastPosition})
      INSERT INTO "LedgerFate" ("operationId", "position", "state", "copies", "cameBackCount", "isDuplicatePossible", "detail", "atMs")
      SELECT ${operationId}, "at", ${state}, ${copies ? JSON.stringify(copies) : null}, ${cameBackCount ?? null},
        ${isDuplicatePossible ?? null}, ${detail ?? null}, ${atMs}
      FROM "run" WHERE true ${onConflict}`;
  }

  private async changeOneByOne(operationId: string, changes: readonly LedgerChange[], atMs: number): Promise<void> {
    for (let start = 0; start < changes.length; start += rowsPerStatement) {
      const rows = JSON.stringify(changes.slice(start, start + rowsPerStatement).map(toRow));
      await this.prisma.$executeRaw`
        INSERT INTO "LedgerFate" ("operationId", "position", "state", "copies", "cameBackCount", "isDuplicatePossible", "detail", "atMs")
        SELECT ${operationId}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, ${atMs}
        FROM json_each(${rows}) WHERE true ${onConflict}`;
    }
  }

  /** Thousands of rows as one value: the client makes an object with a property for each column of each row, at many times the cost. */
  private async read(condition: Prisma.Sql): Promise<LedgerFate[]> {
    const [packed] = await this.prisma.$queryRaw<{ rows: string }[]>`
      SELECT json_group_array(json_array("position", "state", "copies", "cameBackCount", "isDuplicatePossible", "detail", "atMs")) AS "rows"
      FROM (SELECT * FROM "LedgerFate" WHERE ${condition})`;
    const rows = JSON.parse(packed?.rows ?? '[]') as Row[]; // written only by this file
    return rows.map(toFate).sort((a, b) => a.position - b.position);
  }
}

const toRow = ({ position, state, copies, cameBackCount, isDuplicatePossible, detail }: LedgerChange) =>
  [position, state, copies && JSON.stringify(copies), cameBackCount, isDuplicatePossible, detail] as const;

const toFate = ([position, state, copies, cameBackCount, isDuplicatePossible, detail, atMs]: Row): LedgerFate => ({
  ...{ position, state, detail, atMs },
  copies: copies === null ? [] : (JSON.parse(copies) as LedgerFate['copies']),
  cameBackCount: cameBackCount ?? 0,
  isDuplicatePossible: isDuplicatePossible === 1,
});

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
