import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ConnectorError } from '../connectors/connector';
import { type Database, openDatabase } from '../db/database';
import type { Role } from '../model/access';
import { audited, interruptedReason } from './audited';
import type { ServiceContext } from './context';
import { ServiceError } from './errors';
import { requireAct } from './require-act';

const target = { brokerId: 'b', subject: 'queue / orders' };
const everything = { before: null, limit: 1, person: null, act: null, outcome: null, brokerId: null, text: null };
let dataDirectory = '';
let database: Database;

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'warren-audited-'));
  database = await openDatabase({ dataDirectory, migrationsDirectory: resolve(import.meta.dirname, '../../prisma/migrations') });
});
afterAll(async () => {
  await database.close();
  await rm(dataDirectory, { recursive: true, force: true });
});

const as = (role: Role) =>
  ({
    person: { id: 'p', name: 'Ada', email: 'ada@example.org', role, createdAtMs: 0 },
    database,
    clock: { nowMs: () => 7 },
  }) as unknown as ServiceContext;
const lastEntry = async () => (await database.audit.list(everything)).entries[0];

it('writes a refusal before it answers it', async () => {
  await expect(requireAct(as('support'), 'queue.purge', target)).rejects.toMatchObject({
    code: 'forbidden',
    message: 'Only admins may purge queues.',
  });
  expect(await lastEntry()).toMatchObject({
    ...target,
    act: 'queue.purge',
    outcome: 'refused',
    reason: 'Only admins may purge queues.',
    atMs: 7,
  });
  await expect(requireAct(as('admin'), 'queue.purge', target)).resolves.toBeUndefined();
});

it('has the act on disk as interrupted while it runs, and as allowed with before and after when it is done', async () => {
  const result = await audited(as('admin'), 'queue.purge', target, async (change) => {
    expect(await lastEntry()).toMatchObject({ act: 'queue.purge', outcome: 'failed', reason: interruptedReason });
    change.before = { readyCount: 3 };
    change.after = { readyCount: 0 };
    return 'done';
  });
  expect(result).toBe('done');
  expect(await lastEntry()).toMatchObject({ outcome: 'allowed', reason: null, before: { readyCount: 3 }, after: { readyCount: 0 } });
});

it('keeps the reason of a failure that is meant for people, and no other', async () => {
  const failing = (error: Error) => audited(as('admin'), 'queue.purge', target, () => Promise.reject(error));
  await expect(failing(new ConnectorError('not-found', 'There is no queue orders.'))).rejects.toThrow();
  expect(await lastEntry()).toMatchObject({ outcome: 'failed', reason: 'There is no queue orders.' });
  await expect(failing(new ServiceError('conflict', 'Taken.'))).rejects.toThrow();
  expect(await lastEntry()).toMatchObject({ outcome: 'failed', reason: 'Taken.' });
  await expect(failing(new TypeError('password hunter2 is undefined'))).rejects.toThrow();
  expect(JSON.stringify(await lastEntry())).not.toContain('hunter2');
});
