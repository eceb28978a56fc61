import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Message } from '../message';
import { QueueEntry } from '../queue-entry';
import { decodeSegmentHead, segmentHeadBytes } from './group-format';
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

  it('says once that a segment before the last is missing or was emptied', async () => {
    for (const damage of [rmSync, truncateSync]) {
      rmSync(directory, { recursive: true, force: true });
      await withMessages(5, 40_000);
      damage(join(directory, 'messages', 'segment-00000001.bin'));
      const second = openStores(directory, options);
      expect(second.reports).toEqual([expect.stringMatching(/nothing is left of 1 of the segments .* \(the first is 1\)/)]);
      const surviving = [...second.messages.recover().queues.values()].reduce((sum, { count }) => sum + count, 0);
      expect(surviving).toBeGreaterThan(0);
      expect(surviving).toBeLessThan(5);
      await second.close();
      const third = openStores(directory, options);
      expect(third.reports).toEqual([]);
      await third.close();
    }
  });

  it('does not take a segment for lost that was reclaimed before the broker was killed', async () => {
    const entries = await withMessages(5, 40_000);
    const second = openStores(directory, options);
    second.messages.recover();
    for (const { segment, slot } of entries) second.messages.acknowledge(1, { segment, slot });
    await vi.waitFor(() => expect(heldSegments()).not.toContain(1), { timeout: 5_000 });
    const copy = join(parent, 'copy');
    cpSync(directory, copy, { recursive: true });
    rmSync(join(copy, 'lock'));
    const killed = openStores(copy, options);
    expect(killed.reports).toEqual([]);
    await Promise.all([killed.close(), second.close()]);
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

  const withOneMessage = () => withMessages(1, 4);

  async function withMessages(count: number, bodySizeBytes: number): Promise<QueueEntry[]> {
    const stores = openStores(directory, options);
    stores.messages.recover();
    const id = stores.definitions.nextQueueId();
    stores.definitions.put('queue', 'a', { id });
    const entries: QueueEntry[] = [];
    for (let sequence = 1; sequence <= count; sequence++) {
      const message = new Message('', 'a', Buffer.alloc(bodySizeBytes, sequence), 0, bodySizeBytes, bodySizeBytes, bodySizeBytes, 1, 0, -1);
      const entry = new QueueEntry(message, sequence, 1);
      entries.push(entry);
      stores.messages.append(message, [id], [entry]);
    }
    await stores.close();
    return entries;
  }

  /** By the heads of the files, which outlast their segments as spares. */
  const heldSegments = (): number[] =>
    readdirSync(join(directory, 'messages')).flatMap((name) => {
      const head = decodeSegmentHead(readFileSync(join(directory, 'messages', name)).subarray(0, segmentHeadBytes));
      return head === null ? [] : [head.number];
    });
});
