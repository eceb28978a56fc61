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

export class BinRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** Putting in the same message again changes nothing: a step repeated after a crash is harmless. */
  async insert(records: readonly BinRecord[]): Promise<void> {
    await this.prisma.$transaction(
      records.map((record) => {
        const key = { operationId: record.operationId, position: record.position };
        return this.prisma.binEntry.upsert({ where: { operationId_position: key }, update: {}, create: toRow(record) });
      }),
    );
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

  async find(key: BinKey): Promise<BinRecord | null> {
    const row = await this.prisma.binEntry.findUnique({ where: { operationId_position: key } });
    return row && toRecord(row);
  }

  async has(key: BinKey): Promise<boolean> {
    return (await this.prisma.binEntry.count({ where: key })) > 0;
  }

  async remove(keys: readonly BinKey[]): Promise<void> {
    await this.prisma.$transaction(keys.map((key) => this.prisma.binEntry.deleteMany({ where: key })));
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
  body: Uint8Array.from(record.body),
  bodySizeBytes: record.body.byteLength,
  discardedAtMs: BigInt(record.discardedAtMs),
  expiresAtMs: BigInt(record.expiresAtMs),
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
