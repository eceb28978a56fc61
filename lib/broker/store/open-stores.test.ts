import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
});
