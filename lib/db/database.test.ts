import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from './database';

const migrationsDirectory = join(import.meta.dirname, '../../prisma/migrations');
let dataDirectory = '';
const open: Database[] = [];

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'warren-db-'));
});
afterEach(async () => {
  await closeAll();
  await rm(dataDirectory, { recursive: true, force: true });
});

const openHere = async () => {
  const database = await openDatabase({ dataDirectory, migrationsDirectory });
  open.push(database);
  return database;
};
const reopen = async () => {
  await closeAll();
  return openHere();
};

it('keeps people, brokers, settings, audit and series through a restart', async () => {
  const first = await openHere();
  const person = await first.people.insert({ name: 'Ada', email: 'ada@example.org', role: 'admin', passwordHash: 'x' });
  expect(await first.people.insert({ name: 'Eve', email: 'ada@example.org', role: 'admin', passwordHash: 'x' })).toBeNull();
  const record = { id: 'b', name: 'B', environment: 'production', colour: null, kind: 'rabbitmq', isEmbedded: false } as const;
  expect(await first.brokers.insert({ ...record, configuration: Uint8Array.of(0, 255) })).toBe(true);
  expect(await first.brokers.insert({ ...record, id: 'c', configuration: Uint8Array.of() })).toBe(false);
  await first.settings.set('a', '1');
  await first.settings.set('a', '2');
  const point = {
    ready: 3,
    unacknowledged: null,
    publish: 0.5,
    deliver: 0,
    acknowledge: 0,
    redeliver: 0,
    confirm: null,
    unroutable: 0,
    consumers: 2,
  };
  await first.series.append('b', [{ subject: 'overview', startMs: 1_800_000_000_000, points: [point, { ...point, ready: 4 }] }]);

  const second = await reopen();
  expect(await second.people.list()).toEqual([person]);
  expect(await second.brokers.list()).toEqual([{ ...record, configuration: Uint8Array.of(0, 255) }]);
  expect(await second.settings.find('a')).toBe('2');
  expect(await second.series.read('b', 'overview', 1_800_000_005_000)).toEqual([
    { atMs: 1_800_000_010_000, point: { ...point, ready: 4 } },
  ]);
  expect(second.migration).toEqual({ applied: [], backupPath: null });
});

it('refuses to leave nobody who can manage accounts', async () => {
  const { people } = await openHere();
  const ada = await people.insert({ name: 'Ada', email: 'ada@example.org', role: 'admin', passwordHash: 'x' });
  const bob = await people.insert({ name: 'Bob', email: 'bob@example.org', role: 'admin', passwordHash: 'x' });
  const changes = await Promise.all([people.update(ada!.id, { role: 'operator' }), people.update(bob!.id, { role: 'operator' })]);
  expect(changes.filter((change) => change === 'last-admin')).toHaveLength(1);
  const [admin] = (await people.list()).filter((person) => person.role === 'admin');
  expect(await people.remove(admin!.id)).toBe('last-admin');
});

it('completes an audit entry, pages backwards and replaces a value that is too large by its size', async () => {
  const { audit } = await openHere();
  const entry = {
    atMs: 1,
    personId: null,
    personName: 'Ada',
    personEmail: 'ada@example.org',
    act: 'queue.purge',
    outcome: 'failed',
    brokerId: 'b',
    subject: 'queue / orders',
    reason: 'interrupted',
    before: null,
    after: null,
  } as const;
  const ids: string[] = [];
  for (let index = 0; index < 5; index++) ids.push(await audit.insert({ ...entry, atMs: index }));
  await audit.complete(ids[4]!, { outcome: 'allowed', reason: null, before: { messages: 3 }, after: 'x'.repeat(70_000) });

  const filter = { before: null, limit: 2, person: null, act: null, outcome: null, brokerId: null, text: null };
  const page = await audit.list(filter);
  expect(page.entries.map((each) => each.id)).toEqual([ids[4], ids[3]]);
  expect(page.entries[0]).toMatchObject({ outcome: 'allowed', before: { messages: 3 }, after: { tooLargeToKeep: true, bytes: 70_002 } });
  expect(page).toMatchObject({ next: ids[3], totalCount: 5 });
  expect((await audit.list({ ...filter, before: ids[1]! })).entries.map((each) => each.id)).toEqual([ids[0]]);
  expect((await audit.list({ ...filter, outcome: 'allowed', text: 'orders' })).totalCount).toBe(1);
  expect((await audit.list({ ...filter, text: 'nothing like it' })).totalCount).toBe(0);
});

it('refuses a directory that another process holds and one that it may not write', async () => {
  await openHere();
  await expect(openHere()).rejects.toThrow(/Another Warren is using/);
  const file = join(dataDirectory, 'a-file');
  await writeFile(file, '');
  await expect(openDatabase({ dataDirectory: join(file, 'below'), migrationsDirectory })).rejects.toThrow(/can't be written/);
});

const closeAll = async () => {
  for (const database of open.splice(0)) await database.close();
};

it('backs a database with data up before it changes it, and undoes a migration that fails', async () => {
  await (await openHere()).settings.set('kept', 'yes');
  await closeAll();
  const grown = join(dataDirectory, 'migrations');
  await cp(migrationsDirectory, grown, { recursive: true });
  const next = join(grown, '29990101000000_next');
  await mkdir(next);
  await writeFile(join(next, 'migration.sql'), 'CREATE TABLE "Half" ("id" TEXT); CREATE TABLE oops oops;');
  const attempt = () => openDatabase({ dataDirectory, migrationsDirectory: grown });
  await expect(attempt()).rejects.toThrow(/29990101000000_next failed and was undone/);
  await writeFile(join(next, 'migration.sql'), 'CREATE TABLE "Half" ("id" TEXT);');
  const database = await attempt();
  open.push(database);
  expect(database.migration).toMatchObject({ applied: ['29990101000000_next'], backupPath: expect.stringContaining('backups') });
  expect(await database.settings.find('kept')).toBe('yes');
  expect(await readdir(join(dataDirectory, 'backups'))).toHaveLength(2);
  const backup = createClient({ url: `file:${database.migration.backupPath}` });
  expect((await backup.execute('SELECT "value" FROM "Setting"')).rows).toMatchObject([{ value: 'yes' }]);
  backup.close();
  await closeAll();

  await writeFile(join(next, 'migration.sql'), 'CREATE TABLE "Half" ("id" INTEGER);');
  await expect(attempt()).rejects.toThrow(/was changed after it had been applied/);
  await rm(next, { recursive: true });
  await expect(attempt()).rejects.toThrow(/written by a newer Warren/);
});

it('has the tables that the schema describes', async () => {
  await openHere();
  await closeAll();
  const client = createClient({ url: `file:${join(dataDirectory, 'console.db')}` });
  const schema = await readFile(join(migrationsDirectory, '../schema.prisma'), 'utf8');
  const models = schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm);
  for (const [, model = '', body = ''] of models) {
    const fields = [...body.matchAll(/^ {2}(\w+) +(String|Int|BigInt|Boolean|DateTime|Bytes|Float)\b/gm)].map(([, field]) => field);
    const { rows } = await client.execute(`PRAGMA table_info("${model}")`);
    expect({ model, columns: rows.map((row) => row['name']).sort() }).toEqual({ model, columns: fields.sort() });
  }
  client.close();
});
