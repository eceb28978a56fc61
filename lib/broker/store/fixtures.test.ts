import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Message } from '../message';
import { QueueEntry } from '../queue-entry';
import { openStores } from './open-stores';

/**
 * One directory for each format version that was ever released, as that version wrote it (scripts/write-store-fixture.ts). A change that
 * can't read them any more changes the format: it needs a new version, a migration, and a fixture of its own.
 */
const fixtures = new URL('./fixtures/', import.meta.url).pathname;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'warren-fixture-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe.each(readdirSync(fixtures))('data of format %s', (version) => {
  it('is read whole, and can be written to', async () => {
    cpSync(join(fixtures, version), directory, { recursive: true });
    const stores = openStores(directory, { segmentSizeBytes: 4_096 });
    const recovery = stores.messages.recover();
    expect(recovery.wasClean).toBe(false);
    expect([...recovery.reports, ...stores.reports]).toEqual([]);
    expect(stores.definitions.load()).toEqual(
      new Map([
        ['queue', new Map([['["/","größe"]', { name: 'größe', id: 1 }]])],
        ['user', new Map()],
      ]),
    );

    const first = recovery.queues.get(1)!;
    expect([...first.sequence]).toEqual([1, 2 ** 32 + 5]);
    expect([...first.isRedelivered]).toEqual([1, 1]);
    expect([...first.enqueuedAtMs]).toEqual([1_700_000_000_123, 1_700_000_000_123]);
    expect([...first.expiresAtMs]).toEqual([0, 1_800_000_000_456]);
    const second = recovery.queues.get(2)!;
    expect([...second.sequence]).toEqual([7]);
    expect([...second.deliveryCount]).toEqual([3]);
    expect([...second.isRedelivered]).toEqual([1]);
    const third = recovery.queues.get(3)!;
    expect([...third.sequence]).toEqual([2]);
    expect([...third.isRedelivered]).toEqual([0]);

    const old = stores.messages.load(1, { segment: first.segment[0]!, slot: first.slot[0]! })!;
    expect([old.exchange, old.routingKey, old.priority, old.expirationMs]).toEqual(['amq.topic', 'zahlung.größe', 9, 60_000]);
    expect(old.buffer.toString('utf8', old.start, old.end)).toBe('the oldest');
    const large = stores.messages.load(3, { segment: third.segment[0]!, slot: third.slot[0]! })!;
    expect([large.bodySizeBytes, large.end - large.start, large.expirationMs]).toEqual([20_000, 20_000, -1]);
    expect(large.buffer.subarray(large.start, large.end).every((byte) => byte === 0x4c)).toBe(true);

    const message = new Message('', '', Buffer.from('new'), 0, 3, 3, 3, 1, 0, -1);
    const group = stores.messages.append(message, [1], [new QueueEntry(message, 2 ** 33, 1)]);
    await new Promise<void>((resolve) => stores.messages.whenDurable(group, resolve));
    await stores.close();
  });
});
