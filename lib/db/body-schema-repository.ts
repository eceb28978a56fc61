import type { BodySchema } from '../model/body-schema';
import type { PrismaClient, BodySchema as Row } from './generated/client';

export type BodySchemaRecord = BodySchema & {
  readonly brokerId: string;
  readonly virtualHost: string;
  readonly queue: string;
  readonly text: string;
};

/** Schemas of message bodies, by queue. */
export class BodySchemaRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async list(brokerId: string, queue: { readonly virtualHost: string; readonly name: string }): Promise<BodySchemaRecord[]> {
    const where = { brokerId, virtualHost: queue.virtualHost, queue: queue.name };
    return (await this.prisma.bodySchema.findMany({ where, orderBy: { name: 'asc' } })).map(toRecord);
  }

  /** One of the same id is replaced. */
  async save(record: BodySchemaRecord): Promise<void> {
    const row = toRow(record);
    await this.prisma.bodySchema.upsert({ where: { id: record.id }, create: row, update: row });
  }

  async remove(id: string): Promise<void> {
    await this.prisma.bodySchema.deleteMany({ where: { id } });
  }
}

const toRow = ({ types, shape, ...record }: BodySchemaRecord) => ({
  ...record,
  changedAtMs: BigInt(record.changedAtMs),
  parsed: JSON.stringify({ types, shape }),
});

const toRecord = ({ parsed, ...row }: Row): BodySchemaRecord => ({
  ...row,
  changedAtMs: Number(row.changedAtMs),
  ...(JSON.parse(parsed) as Pick<BodySchemaRecord, 'types' | 'shape'>), // written only by `toRow`
});
