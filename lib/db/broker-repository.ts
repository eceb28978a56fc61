import type { Environment } from '../model/console';
import { type Broker, Prisma, type PrismaClient } from './generated/client';

export type BrokerRecord = {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
  readonly colour: string | null;
  /** Which connector speaks to it: a key of the registry. */
  readonly kind: string;
  readonly isEmbedded: boolean;
  /** The connector's settings, sealed. */
  readonly configuration: Uint8Array;
};

export class BrokerRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async list(): Promise<BrokerRecord[]> {
    const rows = await this.prisma.broker.findMany({ orderBy: [{ isEmbedded: 'desc' }, { createdAt: 'asc' }] });
    return rows.map(toRecord);
  }

  /** False when the id or the name is taken. */
  async insert(record: BrokerRecord): Promise<boolean> {
    return unlessTaken(this.prisma.broker.create({ data: toRow(record) }));
  }

  /** False when the name is taken. */
  async update(record: BrokerRecord): Promise<boolean> {
    return unlessTaken(this.prisma.broker.update({ where: { id: record.id }, data: toRow(record) }));
  }

  async remove(id: string): Promise<void> {
    await this.prisma.$transaction([
      this.prisma.seriesBatch.deleteMany({ where: { brokerId: id } }),
      this.prisma.bodySchema.deleteMany({ where: { brokerId: id } }),
      this.prisma.broker.deleteMany({ where: { id } }),
    ]);
  }
}

const toRecord = (row: Broker): BrokerRecord => ({
  id: row.id,
  name: row.name,
  environment: row.environment as Environment, // written only by `toRow`
  colour: row.colour,
  kind: row.kind,
  isEmbedded: row.isEmbedded,
  configuration: row.configuration,
});

const toRow = (record: BrokerRecord) => ({ ...record, configuration: Uint8Array.from(record.configuration) });

async function unlessTaken(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return false;
    throw error;
  }
}
