import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Plan, PlanRequest } from '../model/operations';
import { databaseUrl } from './connection';
import { type Database, openDatabase } from './database';
import type { LedgerRecord, PlannedMessage } from './ledger-repository';
import { migrate } from './migrate';

const migrationsDirectory = join(import.meta.dirname, '../../prisma/migrations');
let dataDirectory = '';
let database: Database;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'warren-ledger-'));
  database = await openDatabase({ dataDirectory, migrationsDirectory });
});
afterEach(async () => {
  await database.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

const planned = (position: number): PlannedMessage => ({
  position,
  messageId: `id-${position}`,
  exchange: '',
  routingKey: `key-${position % 3}`,
  origin: position % 2 === 0 ? null : '{"queue":"work"}',
  sizeBytes: 1,
  plannedAtMs: 1,
});
const entry = (position: number): LedgerRecord => ({
  ...planned(position),
  state: 'held',
  copies: [],
  cameBackCount: 0,
  isDuplicatePossible: false,
  detail: null,
  atMs: 1,
});

async function fill(count: number): Promise<void> {
  await database.operations.insert({
    id: 'op',
    brokerId: 'b',
    request: { virtualHost: '/', queue: 'q', kind: 'replay' } as PlanRequest,
    plan: {} as Plan,
    topologyFingerprint: '',
    state: 'running',
    stateReason: null,
    options: null,
    personId: 'p',
    personName: 'P',
    createdAtMs: 1,
    expiresAtMs: 2,
    startedAtMs: 1,
    endedAtMs: null,
  });
  await database.ledger.insert(
    'op',
    Array.from({ length: count }, (_, position) => planned(position)),
  );
}

it('changes what a change names and leaves the rest', async () => {
  await fill(5);
  await database.ledger.change(
    'op',
    [{ position: 1, state: 'published', copies: [{ queue: 'a', id: '7' }], isDuplicatePossible: true }],
    2,
  );
  await database.ledger.change('op', [{ position: 1, state: 'came-back', cameBackCount: 3, detail: 'again' }], 3);
  expect(await database.ledger.find('op', 1)).toEqual({
    ...entry(1),
    state: 'came-back',
    copies: [{ queue: 'a', id: '7' }],
    isDuplicatePossible: true,
    cameBackCount: 3,
    detail: 'again',
    atMs: 3,
  });
  expect(await database.ledger.find('op', 2)).toEqual(entry(2));
  expect((await database.ledger.cameBack('op', 3, 10)).map(({ position }) => position)).toEqual([1]);
  expect(await database.ledger.cameBack('op', 4, 10)).toEqual([]);
});

it('changes only what is still in the state that is named', async () => {
  await fill(4);
  const published = [1, 2, 3].map((position) => ({ position, state: 'published' as const }));
  await database.ledger.change('op', [...published, { position: 2, state: 'recalled' }], 2);
  const changes = [0, 1, 2, 3].map((position) => ({ position, state: 'consumed' as const }));
  expect(await database.ledger.changeFrom('op', 'published', changes, 3)).toEqual(new Set([1, 3]));
  expect(await database.ledger.countByState('op')).toEqual(
    new Map([
      ['consumed', 2],
      ['held', 1],
      ['recalled', 1],
    ]),
  );
});

it('writes a batch in time that does not grow with the ledger', async () => {
  await fill(50_000);
  const changes = Array.from({ length: 500 }, (_, index) => ({ position: 25_000 + index, state: 'published' as const }));
  const startedAtMs = performance.now();
  await database.ledger.change('op', changes, 2);
  expect(performance.now() - startedAtMs).toBeLessThan(2_000); // rows times changes would be several times that
  expect(await database.ledger.count('op', ['published'])).toBe(500);
});

it('writes runs of equal changes as ranges, and no more than they name', async () => {
  await fill(10);
  const copies = [{ queue: 'target', id: '' }];
  const moved = [2, 3, 4].map((position) => ({ position, state: 'published' as const, copies }));
  await database.ledger.change('op', [...moved, { position: 6, state: 'returned', detail: 'why' }], 7);
  const entries = await database.ledger.next('op', ['held', 'published', 'returned'], 100);
  expect(entries.map(({ state }) => state)).toEqual(
    Array.from({ length: 10 }, (_, position) => (position >= 2 && position <= 4 ? 'published' : position === 6 ? 'returned' : 'held')),
  );
  expect(entries[3]).toEqual({ ...entry(3), state: 'published', copies, atMs: 7 });
  expect(entries[6]).toEqual({ ...entry(6), state: 'returned', detail: 'why', atMs: 7 });
  expect(entries[5]).toEqual(entry(5));
});

it('walks in order through the states that are asked for', async () => {
  await fill(6);
  await database.ledger.change(
    'op',
    [
      { position: 1, state: 'published', isDuplicatePossible: true },
      { position: 4, state: 'settling' },
    ],
    2,
  );
  const walk = async (after: number) => (await database.ledger.next('op', ['held', 'settling'], 2, after)).map(({ position }) => position);
  expect([await walk(-1), await walk(2), await walk(4)]).toEqual([[0, 2], [3, 4], [5]]);
  const [published] = await database.ledger.next('op', ['published'], 1);
  expect(published?.isDuplicatePossible).toBe(true);
});

it('tells what is on its way from what is held, until something has become of it', async () => {
  await fill(2_500);
  const { ledger } = database;
  const batch = await ledger.next('op', ['held'], 1_200);
  await ledger.markUnderWay('op', batch);
  await ledger.change('op', [{ position: 3, state: 'published' }], 2);
  expect(await ledger.countByState('op')).toEqual(
    new Map([
      ['published', 1],
      ['publishing', 1_199],
      ['held', 1_300],
    ]),
  );
  expect(await ledger.count('op', ['held', 'publishing'])).toBe(2_499);
  const positions = async (...page: Parameters<typeof ledger.next>) => (await ledger.next(...page)).map(({ position }) => position);
  expect(await positions('op', ['publishing'], 3, 1)).toEqual([2, 4, 5]);
  expect(await positions('op', ['held'], 2)).toEqual([1_200, 1_201]);
  const page = await ledger.page('op', { from: 1_298, limit: 10, states: ['held'] });
  expect(page.map(({ position }) => position)).toEqual([2_498, 2_499]);
});

it('takes what was given back for held until it is sent again', async () => {
  await fill(3);
  const { ledger } = database;
  await ledger.markUnderWay('op', await ledger.next('op', ['held'], 3));
  await ledger.change(
    'op',
    [0, 1].map((position) => ({ position, state: 'held' as const })),
    2,
  );
  expect(await ledger.countByState('op')).toEqual(
    new Map([
      ['held', 2],
      ['publishing', 1],
    ]),
  );
  await ledger.markUnderWay('op', await ledger.next('op', ['held'], 1));
  expect((await ledger.page('op', { from: 0, limit: 3, states: null })).map(({ state }) => state)).toEqual([
    'publishing',
    'held',
    'publishing',
  ]);
});

it('takes over the ledger of an older Warren, which had a row for each message', async () => {
  const [oldDirectory, oldMigrations] = [join(dataDirectory, 'old'), join(dataDirectory, 'migrations')];
  await cp(migrationsDirectory, oldMigrations, { recursive: true, filter: (path) => !path.includes('ledger_pages') });
  await mkdir(oldDirectory);
  const databasePath = join(oldDirectory, 'console.db');
  await migrate({ databasePath, migrationsDirectory: oldMigrations, backupDirectory: join(oldDirectory, 'backups') });
  const client = createClient({ url: databaseUrl(databasePath) });
  await client.execute(`
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1499)
    INSERT INTO "LedgerEntry" SELECT 'op', i, 'id-' || i, CASE i WHEN 2 THEN 'publishing' WHEN 1400 THEN 'returned' ELSE 'held' END,
      '', 'key', '{"queue":"work"}', i, NULL, 0, 0, CASE i WHEN 1400 THEN 'why' END, 7 FROM n`);
  client.close();
  const migrated = await openDatabase({ dataDirectory: oldDirectory, migrationsDirectory });
  try {
    expect(await migrated.ledger.countByState('op')).toEqual(
      new Map([
        ['publishing', 1],
        ['returned', 1],
        ['held', 1_498],
      ]),
    );
    const facts = { messageId: 'id-1400', exchange: '', routingKey: 'key', origin: '{"queue":"work"}', sizeBytes: 1_400 };
    expect(await migrated.ledger.find('op', 1_400)).toMatchObject({ ...facts, state: 'returned', detail: 'why', atMs: 7 });
    expect((await migrated.ledger.next('op', ['publishing'], 5)).map(({ position }) => position)).toEqual([2]);
  } finally {
    await migrated.close();
  }
});
