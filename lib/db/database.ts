import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { AuditRepository } from './audit-repository';
import { BinRepository } from './bin-repository';
import { BodySchemaRepository } from './body-schema-repository';
import { BrokerRepository } from './broker-repository';
import { connectionPragmas, SingleConnection } from './connection';
import { DatabaseError } from './database-error';
import { lockDirectory } from './directory-lock';
import { PrismaClient } from './generated/client';
import { ImportRepository } from './import-repository';
import { LedgerRepository } from './ledger-repository';
import { type MigrationReport, migrate } from './migrate';
import { OperationRepository } from './operation-repository';
import { PeopleRepository } from './people-repository';
import { SeriesRepository } from './series-repository';
import { SettingsRepository } from './settings-repository';
import { TemplateRepository } from './template-repository';

/** The console's state. Everything goes through one connection, so writes of different repositories never collide. */
export type Database = {
  readonly people: PeopleRepository;
  readonly audit: AuditRepository;
  readonly brokers: BrokerRepository;
  readonly series: SeriesRepository;
  readonly settings: SettingsRepository;
  readonly operations: OperationRepository;
  readonly ledger: LedgerRepository;
  readonly bin: BinRepository;
  readonly bodySchemas: BodySchemaRepository;
  readonly imports: ImportRepository;
  readonly templates: TemplateRepository;
  /** The tables of sign-in, in the form that better-auth asks for. */
  readonly authentication: ReturnType<typeof prismaAdapter>;
  readonly migration: MigrationReport;
  /** Lets the data directory go; what was written is on disk long before. */
  close(): Promise<void>;
};

/** Opens, locks and migrates `dataDirectory`; throws DatabaseError with a sentence for people when it can't. */
export async function openDatabase(options: { dataDirectory: string; migrationsDirectory: string }): Promise<Database> {
  await makeWritable(options.dataDirectory);
  const lock = await lockDirectory(options.dataDirectory);
  const databasePath = join(options.dataDirectory, 'console.db');
  try {
    const migration = await migrate({
      databasePath,
      migrationsDirectory: options.migrationsDirectory,
      backupDirectory: join(options.dataDirectory, 'backups'),
    });
    const prisma = new PrismaClient({ adapter: new SingleConnection(databasePath) });
    for (const pragma of connectionPragmas) await prisma.$queryRawUnsafe(pragma);
    return {
      people: new PeopleRepository(prisma),
      audit: new AuditRepository(prisma),
      brokers: new BrokerRepository(prisma),
      series: new SeriesRepository(prisma),
      settings: new SettingsRepository(prisma),
      operations: new OperationRepository(prisma),
      ledger: new LedgerRepository(prisma),
      bin: new BinRepository(prisma),
      bodySchemas: new BodySchemaRepository(prisma),
      imports: new ImportRepository(prisma),
      templates: new TemplateRepository(prisma),
      authentication: prismaAdapter(prisma, { provider: 'sqlite', transaction: true }),
      migration,
      close: async () => {
        await prisma.$disconnect();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function makeWritable(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new DatabaseError(
      `The data directory ${directory} can't be written (${reason}). Give this user the right to, or set WARREN_DATA_DIR to another directory.`,
      { cause: error },
    );
  }
}
