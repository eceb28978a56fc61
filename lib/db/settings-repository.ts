import type { PrismaClient } from './generated/client';

/** Facts of the installation itself. */
export class SettingsRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async find(name: string): Promise<string | null> {
    return (await this.prisma.setting.findUnique({ where: { name } }))?.value ?? null;
  }

  async set(name: string, value: string): Promise<void> {
    await this.prisma.setting.upsert({ where: { name }, create: { name, value }, update: { value } });
  }
}
