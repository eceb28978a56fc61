import type { MessageProperties } from '../model/message';
import type { PrismaClient, BinEntry as Row } from './generated/client';

/** A message taken out of its queue, whole. Named by the operation that took it and its place in there. */
export type BinRecord = {
  readonly operationId: string;
  readonly position: number;
  readonly brokerId: string;
  readonly virtualHost: string;
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: MessageProperties;
  readonly body: Uint8Array;
  readonly discardedAtMs: number;
  readonly expiresAtMs: number;
};
export type BinSummary = Omit<BinRecord, 'body' | 'properties'> & { readonly bodySizeBytes: number };
export type BinKey = Pick<BinRecord, 'operationId' | 'position'>;

const withoutContent = {
  operationId: true,
  position: true,
  brokerId: true,
  virtualHost: true,
  queue: true,
  exchange: true,
  routingKey: true,
  bodySizeBytes: true,
  discardedAtMs: true,
  expiresAtMs: true,
} as const;

/** One statement takes its rows as one JSON parameter: far faster than one a row, and one commit for all. */
const rowsPerStatement = 500;

export class BinRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Putting in the same message again changes nothing: a step repeated after a crash is harmless. */
  async insert(records: readonly BinRecord[]): Promise<void> {
    for (let start = 0; start < records.length; start += rowsPerStatement) {
      const rows = JSON.stringify(records.slice(start, start + rowsPerStatement).map(toRow));
      await this.prisma.$executeRaw`
        INSERT OR IGNORE INTO "BinEntry" ("operationId", "position", "brokerId", "virtualHost", "queue", "exchange", "routingKey",
          "properties", "body", "bodySizeBytes", "discardedAtMs", "expiresAtMs")
        SELECT value ->> 'operationId', value ->> 'position', value ->> 'brokerId', value ->> 'virtualHost', value ->> 'queue',
          value ->> 'exchange', value ->> 'routingKey', value ->> 'properties', unhex(value ->> 'body'), value ->> 'bodySizeBytes',
          value ->> 'discardedAtMs', value ->> 'expiresAtMs'
        FROM json_each(${rows})`;
    }
  }

  async list(brokerId: string, options: { queue: string | null; from: number; limit: number }): Promise<BinSummary[]> {
    const rows = await this.prisma.binEntry.findMany({
      where: { brokerId, ...(options.queue !== null && { queue: options.queue }) },
      select: withoutContent,
      orderBy: [{ discardedAtMs: 'desc' }, { operationId: 'asc' }, { position: 'asc' }],
      skip: options.from,
      take: options.limit,
    });
    return rows.map((row) => ({ ...row, discardedAtMs: Number(row.discardedAtMs), expiresAtMs: Number(row.expiresAtMs) }));
  }

  async count(brokerId: string, queue: string | null): Promise<number> {
    return this.prisma.binEntry.count({ where: { brokerId, ...(queue !== null && { queue }) } });
  }

  async usage(): Promise<{ messageCount: number; bytes: number }> {
    const { _count, _sum } = await this.prisma.binEntry.aggregate({ _count: true, _sum: { bodySizeBytes: true } });
    return { messageCount: _count, bytes: _sum.bodySizeBytes ?? 0 };
  }

  /** Those of an operation that are still there, in the order of their places. */
  async findAll(operationId: string, positions: readonly number[]): Promise<BinRecord[]> {
    const where = { operationId, position: { in: [...positions] } };
    return (await this.prisma.binEntry.findMany({ where, orderBy: { position: 'asc' } })).map(toRecord);
  }

  async find(key: BinKey): Promise<BinRecord | null> {
    const row = await this.prisma.binEntry.findUnique({ where: { operationId_position: key } });
    return row && toRecord(row);
  }

  async has(key: BinKey): Promise<boolean> {
    return (await this.prisma.binEntry.count({ where: key })) > 0;
  }

  async remove(keys: readonly BinKey[]): Promise<void> {
    for (const operationId of new Set(keys.map((key) => key.operationId))) {
      const positions = JSON.stringify(keys.filter((key) => key.operationId === operationId).map(({ position }) => position));
      await this.prisma.$executeRaw`
        DELETE FROM "BinEntry" WHERE "operationId" = ${operationId} AND "position" IN (SELECT value FROM json_each(${positions}))`;
    }
  }

  /** Expired ones go for good. */
  async prune(nowMs: number): Promise<number> {
    const { count } = await this.prisma.binEntry.deleteMany({ where: { expiresAtMs: { lt: BigInt(nowMs) } } });
    return count;
  }
}

const toRow = (record: BinRecord) => ({
  ...record,
  properties: JSON.stringify(record.properties),
  body: Buffer.from(record.body).toString('hex'),
  bodySizeBytes: record.body.byteLength,
});

const toRecord = (row: Row): BinRecord => ({
  operationId: row.operationId,
  position: row.position,
  brokerId: row.brokerId,
  virtualHost: row.virtualHost,
  queue: row.queue,
  exchange: row.exchange,
  routingKey: row.routingKey,
  properties: JSON.parse(row.properties) as MessageProperties, // written only by `toRow`
  body: row.body,
  discardedAtMs: Number(row.discardedAtMs),
  expiresAtMs: Number(row.expiresAtMs),
});
