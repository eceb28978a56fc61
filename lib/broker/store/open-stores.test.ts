import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Message } from '../message';
import { QueueEntry } from '../queue-entry';
import { openStores } from './open-stores';
import { StoreError } from './store-error';

let parent: string;
let directory: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'warren-open-'));
  directory = join(parent, 'deep', 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

const options = { segmentSizeBytes: 65_536, diskFreeBytesMin: 0 };

describe('openStores', () => {
  it('lays out a private directory, keeps what is put, and gives it free', async () => {
    const first = openStores(directory, options);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(first.messages.recover().wasClean).toBe(true);
    const id = first.definitions.nextQueueId();
    first.definitions.put('queue', 'a', { id });
    const message = new Message('', 'a', Buffer.from('body'), 0, 4, 4, 4, 1, 0, -1);
    first.messages.append(message, [id], [new QueueEntry(message, 1, 1)]);
    const page = first.spill.write(Buffer.from('page'));
    expect(page === null ? null : first.spill.read(page).toString()).toBe('page');
    await first.close();
    expect(readdirSync(directory).toSorted()).toEqual(['definitions.bin', 'format-version', 'messages', 'spill']);

    const second = openStores(directory, options);
    expect(second.reports).toEqual([]);
    expect(second.definitions.load()).toEqual(new Map([['queue', new Map([['a', { id }]])]]));
    expect(second.messages.recover().queues.get(id)?.count).toBe(1);
    expect(second.definitions.nextQueueId()).toBeGreaterThan(id);
    await second.close();
  });

  it('refuses a directory that is in use', async () => {
    const first = openStores(directory, options);
    expect(() => openStores(directory, options)).toThrow(/in use by process \d+\. Stop that process/);
    await first.close();
  });

  it('says that a directory can not be written, and what to do', () => {
    writeFileSync(join(parent, 'file'), '');
    expect(() => openStores(join(parent, 'file', 'data'), options)).toThrow(StoreError);
    expect(() => openStores(join(parent, 'file', 'data'), options)).toThrow(/can't be written: .*Choose another one/);
  });

  it('does not keep the lock when it can not open', () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'format-version'), '99\n');
    expect(() => openStores(directory, options)).toThrow('has format 99');
    expect(() => openStores(directory, options)).toThrow('has format 99');
  });

  it('refuses definitions that are not its own', () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'format-version'), '1\n');
    writeFileSync(join(directory, 'definitions.bin'), 'something else');
    expect(() => openStores(directory, options)).toThrow('has no valid head');
  });

  it('refuses messages without the definitions of their queues, and takes nothing away', async () => {
    await withOneMessage();
    rmSync(join(directory, 'definitions.bin'));
    expect(() => openStores(directory, options)).toThrow(/no definitions\.bin, .*Restore it from a backup/);
    expect(readdirSync(join(directory, 'messages'))).toContain('segment-00000001.bin');
  });

  it('says once that the end of the message log is missing', async () => {
    await withOneMessage();
    truncateSync(join(directory, 'messages', 'segment-00000001.bin'));
    const second = openStores(directory, options);
    expect(second.reports).toEqual([expect.stringMatching(/ends at group 0, but had reached \d+ when it was stopped/)]);
    await second.close();
    const third = openStores(directory, options);
    expect(third.reports).toEqual([]);
    await third.close();
  });

  it('gives no queue id again that is in use, though its counter is garbled', async () => {
    const first = openStores(directory, options);
    first.definitions.nextQueueId();
    await new Promise<void>((resolve) => first.definitions.whenDurable(resolve));
    const counterEndBytes = readFileSync(join(directory, 'definitions.bin')).findLastIndex((byte) => byte !== 0) + 1;
    const id = first.definitions.nextQueueId() + 5;
    first.definitions.put('queue', 'survivor', { id });
    first.definitions.put('exchange', 'delaying', { delayId: id + 2 });
    await first.close();
    const bytes = readFileSync(join(directory, 'definitions.bin'));
    writeFileSync(join(directory, 'definitions.bin'), bytes.fill(0xff, counterEndBytes - 8, counterEndBytes - 4));

    const second = openStores(directory, options);
    expect(second.reports.join()).toMatch(/are garbled/);
    expect(second.definitions.load().get('queue')?.has('survivor')).toBe(true);
    expect(second.definitions.nextQueueId()).toBe(id + 3);
    await second.close();
  });

  async function withOneMessage(): Promise<void> {
    const stores = openStores(directory, options);
    stores.messages.recover();
    const id = stores.definitions.nextQueueId();
    stores.definitions.put('queue', 'a', { id });
    const message = new Message('', 'a', Buffer.from('body'), 0, 4, 4, 4, 1, 0, -1);
    stores.messages.append(message, [id], [new QueueEntry(message, 1, 1)]);
    await stores.close();
  }
});
