import type { MessageProperties } from '../model/message';
import type { PrismaClient } from './generated/client';

/** A message of an uploaded file; named by its import and its place in there. */
export type ImportedMessage = { readonly position: number; readonly properties: MessageProperties; readonly body: Uint8Array };

export class ImportRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** One statement, one commit: its caller bounds the bytes. */
  async insert(operationId: string, messages: readonly ImportedMessage[]): Promise<void> {
    const rows = JSON.stringify(
      messages.map(({ position, properties, body }) => ({
        position,
        properties: JSON.stringify(properties),
        body: Buffer.from(body).toString('hex'),
      })),
    );
    await this.prisma.$executeRaw`
      INSERT INTO "ImportedMessage" ("operationId", "position", "properties", "body")
      SELECT ${operationId}, value ->> 'position', value ->> 'properties', unhex(value ->> 'body') FROM json_each(${rows})`;
  }

  async find(operationId: string, positions: readonly number[]): Promise<ReadonlyMap<number, ImportedMessage>> {
    const rows = await this.prisma.importedMessage.findMany({ where: { operationId, position: { in: [...positions] } } });
    return new Map(
      rows.map(({ position, properties, body }) => {
        const parsed = JSON.parse(properties) as MessageProperties; // written only by `insert`
        return [position, { position, properties: parsed, body }];
      }),
    );
  }

  async remove(operationId: string, positions: readonly number[]): Promise<void> {
    await this.prisma.importedMessage.deleteMany({ where: { operationId, position: { in: [...positions] } } });
  }

  /** Of imports that have ended, and of uploads that a crash cut short before they became a plan. */
  async removeLeftovers(uploadIds: readonly string[]): Promise<void> {
    const kept = JSON.stringify(uploadIds);
    await this.prisma.$executeRaw`
      DELETE FROM "ImportedMessage" WHERE "operationId" NOT IN
        (SELECT "id" FROM "Operation" WHERE "state" NOT IN ('completed', 'cancelled') UNION SELECT value FROM json_each(${kept}))`;
  }
}
