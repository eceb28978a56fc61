import type { MessageDraft, PublishTemplate } from '../model/message';
import type { PrismaClient, PublishTemplate as Row } from './generated/client';

export type TemplateRecord = PublishTemplate & { readonly brokerId: string };

/** Messages to publish again and again, each under a name that is its own on its broker. */
export class TemplateRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async list(brokerId: string, limit: number): Promise<TemplateRecord[]> {
    return (await this.prisma.publishTemplate.findMany({ where: { brokerId }, orderBy: { name: 'asc' }, take: limit })).map(toRecord);
  }

  async count(brokerId: string): Promise<number> {
    return this.prisma.publishTemplate.count({ where: { brokerId } });
  }

  async find(brokerId: string, id: string): Promise<TemplateRecord | null> {
    const row = await this.prisma.publishTemplate.findFirst({ where: { id, brokerId } });
    return row && toRecord(row);
  }

  async findByName(brokerId: string, name: string): Promise<TemplateRecord | null> {
    const row = await this.prisma.publishTemplate.findUnique({ where: { brokerId_name: { brokerId, name } } });
    return row && toRecord(row);
  }

  /** Puts it in, or over the one with its id. */
  async save({ id, updatedBy, draft, updatedAtMs, ...plain }: TemplateRecord): Promise<void> {
    const data = { ...plain, draft: JSON.stringify(draft), personName: updatedBy, updatedAtMs: BigInt(updatedAtMs) };
    await this.prisma.publishTemplate.upsert({ where: { id }, create: { id, ...data }, update: data });
  }

  async remove(id: string): Promise<void> {
    await this.prisma.publishTemplate.deleteMany({ where: { id } });
  }
}

const toRecord = (row: Row): TemplateRecord => ({
  id: row.id,
  brokerId: row.brokerId,
  name: row.name,
  virtualHost: row.virtualHost,
  draft: JSON.parse(row.draft) as MessageDraft, // written only by `save`
  updatedBy: row.personName,
  updatedAtMs: Number(row.updatedAtMs),
});
