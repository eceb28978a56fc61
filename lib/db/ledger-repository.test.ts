import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Plan, PlanRequest } from '../model/operations';
import { type Database, openDatabase } from './database';
import type { LedgerRecord } from './ledger-repository';

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

const entry = (position: number): LedgerRecord => ({
  position,
  messageId: `id-${position}`,
  state: 'held',
  exchange: '',
  routingKey: 'q',
  origin: null,
  sizeBytes: 1,
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
    Array.from({ length: count }, (_, position) => entry(position)),
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
  await database.ledger.change('op', [{ position: 2, state: 'recalled' }], 2);
  const changes = [1, 2, 3].map((position) => ({ position, state: 'consumed' as const }));
  expect(await database.ledger.changeFrom('op', 'held', changes, 3)).toEqual(new Set([1, 3]));
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
  const entries = await database.ledger.nextInOrder('op', ['held', 'published', 'returned'], 100, -1);
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
  const walk = async (after: number) =>
    (await database.ledger.nextInOrder('op', ['held', 'settling'], 2, after)).map(({ position }) => position);
  expect([await walk(-1), await walk(2), await walk(4)]).toEqual([[0, 2], [3, 4], [5]]);
  const [published] = await database.ledger.nextInOrder('op', ['published'], 1, -1);
  expect(published?.isDuplicatePossible).toBe(true);
});
