import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { databaseUrl } from './connection';
import { DatabaseError } from './database-error';

const backupCountMax = 5;

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

export type MigrationReport = { readonly applied: readonly string[]; readonly backupPath: string | null };

/**
 * Brings the database to this version's schema: each migration in one transaction, booked in the table that Prisma's own
 * tools read. Before anything is changed in a database that holds data, a consistent copy goes to `backupDirectory`.
 */
export async function migrate(options: {
  readonly databasePath: string;
  readonly migrationsDirectory: string;
  readonly backupDirectory: string;
}): Promise<MigrationReport> {
  const client = createClient({ url: databaseUrl(options.databasePath) });
  try {
    await client.execute(createBook);
    const migrations = await readMigrations(options.migrationsDirectory);
    const pending = await findPending(client, migrations);
    const isFresh = pending.length === migrations.length;
    const backupPath = pending.length > 0 && !isFresh ? await backUp(client, options.backupDirectory) : null;
    for (const migration of pending) await apply(client, migration);
    return { applied: pending.map((migration) => migration.name), backupPath };
  } finally {
    client.close();
  }
}

const createBook = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
  "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`;

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function findPending(client: Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const { rows } = await client.execute('SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL');
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const done = new Set<string>();
  for (const row of rows) {
    const name = String(row['migration_name']);
    const migration = known.get(name);
    if (!migration) throw new DatabaseError(`The data directory was written by a newer Warren (it has ${name}). Start that version again.`);
    if (migration.checksum !== row['checksum']) throw new DatabaseError(`The migration ${name} was changed after it had been applied.`);
    done.add(name);
  }
  return migrations.filter((migration) => !done.has(migration.name));
}

async function backUp(client: Client, directory: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, `console-${new Date().toISOString().replace(/[:.]/g, '-')}.db`);
  await client.execute({ sql: 'VACUUM INTO ?', args: [path] });
  const old = (await readdir(directory)).filter((name) => /^console-.*\.db$/.test(name)).sort();
  for (const name of old.slice(0, -backupCountMax)) await rm(join(directory, name));
  return path;
}

async function apply(client: Client, migration: Migration): Promise<void> {
  const transaction = await client.transaction('write');
  try {
    await transaction.executeMultiple(migration.sql);
    await transaction.execute({
      sql: `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
            VALUES (?, ?, ?, current_timestamp, 1)`,
      args: [randomUUID(), migration.checksum, migration.name],
    });
    await transaction.commit();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The migration ${migration.name} failed and was undone: ${reason}`, { cause: error });
  } finally {
    transaction.close();
  }
}
