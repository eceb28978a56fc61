import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Message } from '../message';
import type { MessageStore } from '../ports';
import { QueueEntry } from '../queue-entry';
import { DurableMessageStore } from './durable-message-store';
import { MemoryMessageStore } from './memory-message-store';
import { NodeDisk, nodeScheduler, secureRandomWord } from './node-disk';

/** What queues rely on, the same for the twin without a disk and for the real one on a real disk. */
type Kind = { readonly name: string; readonly open: () => MessageStore; readonly reopen: (store: MessageStore) => MessageStore };

const directories: string[] = [];
const opened: MessageStore[] = [];
const openDurable = (directory: string): MessageStore => {
  const options = { segmentSizeBytes: 65_536, diskFreeBytesMin: 0 };
  const store = new DurableMessageStore({
    disk: new NodeDisk(directory),
    scheduler: nodeScheduler,
    random: secureRandomWord,
    options,
    onReport: () => undefined,
  });
  opened.push(store);
  return store;
};
const kinds: Kind[] = [
  { name: 'MemoryMessageStore', open: () => new MemoryMessageStore(), reopen: (store) => store },
  {
    name: 'DurableMessageStore',
    open: () => {
      const directory = mkdtempSync(join(tmpdir(), 'warren-store-'));
      directories.push(directory);
      return openDurable(directory);
    },
    reopen: () => openDurable(directories.at(-1)!),
  },
];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function messageOf(text: string): Message {
  const bytes = Buffer.from(text);
  return new Message('exchange', 'key', bytes, 0, bytes.length, bytes.length, bytes.length, 1, 3, -1);
}
function put(store: MessageStore, text: string, queueIds: number[], sequence: number): { entries: QueueEntry[]; group: number } {
  const message = messageOf(text);
  const entries = queueIds.map(() => new QueueEntry(message, sequence, 1_700_000_000_000));
  return { entries, group: store.append(message, queueIds, entries) };
}
const textOf = (message: Message | null) => message?.buffer.toString('utf8', message.start, message.end);
const durable = (store: MessageStore, group: number) => new Promise<void>((resolve) => store.whenDurable(group, resolve));

describe.each(kinds)('$name', ({ open, reopen }) => {
  it('tells when a group is durable, once, in order, and at once afterwards', async () => {
    const store = open();
    store.recover();
    const told: number[] = [];
    const { group } = put(store, 'a', [1], 1);
    expect(group).toBe(store.openGroup);
    expect(store.durableGroup).toBeLessThan(group);
    store.whenDurable(group, () => told.push(1));
    store.whenDurable(group, () => told.push(2));
    expect(told).toEqual([]);
    await durable(store, group);
    expect(told).toEqual([1, 2]);
    expect(store.durableGroup).toBeGreaterThanOrEqual(group);
    store.whenDurable(group, () => told.push(3));
    expect(told).toEqual([1, 2, 3]);
  });

  it('loads each entry by its location, before and after it is durable', async () => {
    const store = open();
    store.recover();
    const { entries } = put(store, 'für alle', [1, 2, 3], 9);
    expect(entries.map((entry, index) => textOf(store.load(index + 1, entry)))).toEqual(['für alle', 'für alle', 'für alle']);
    const more = Array.from({ length: 40 }, (_, index) => put(store, `body ${index}`, [1], 10 + index));
    await durable(store, more.at(-1)!.group);
    const page = more.map(({ entries: [entry] }) => entry!).toReversed();
    expect(store.loadMany(1, page).map(textOf)).toEqual(page.map((entry) => `body ${entry.sequence - 10}`));
    const loaded = store.load(1, entries[0]!);
    expect(loaded).toMatchObject({ exchange: 'exchange', routingKey: 'key', priority: 3, expirationMs: -1, bodySizeBytes: 9 });
  });

  it('gives back, after a stop, what was neither acknowledged nor dropped', async () => {
    const store = open();
    store.recover();
    const kept = put(store, 'kept', [1], 1);
    const acknowledged = put(store, 'acknowledged', [1], 2);
    const returned = put(store, 'returned', [1], 3);
    const dropped = put(store, 'dropped', [2], 1);
    const spared = put(store, 'spared', [2], 2);
    store.acknowledge(1, acknowledged.entries[0]!);
    Object.assign(returned.entries[0]!, { isRedelivered: true, deliveryCount: 4 });
    store.noteReturned(1, returned.entries[0]!);
    store.dropQueue(2, [spared.entries[0]!]);
    expect(kept.entries[0]!.segment).toBeGreaterThanOrEqual(0);
    expect(dropped.group).toBeGreaterThan(0);
    await store.close();
    const recovery = reopen(store).recover();
    expect(recovery.wasClean).toBe(true);
    expect([...recovery.queues.get(1)!.sequence]).toEqual([1, 3]);
    expect([...recovery.queues.get(1)!.isRedelivered]).toEqual([0, 1]);
    expect([...recovery.queues.get(1)!.deliveryCount]).toEqual([0, 4]);
    expect([...recovery.queues.get(1)!.priority]).toEqual([3, 3]);
    expect([...recovery.queues.get(2)!.sequence]).toEqual([2]);
  });

  it('keeps a transaction in one group', async () => {
    const store = open();
    store.recover();
    const source = put(store, 'source', [1], 1);
    let inside = 0;
    const group = store.transaction(() => {
      inside = put(store, 'copy', [2], 1).group;
      store.acknowledge(1, source.entries[0]!);
    });
    expect(inside).toBe(group);
    expect(() => store.transaction(() => store.transaction(() => undefined))).toThrow('do not nest');
    await durable(store, group);
  });

  it('does not let an entry end twice, or in another queue', () => {
    const store = open();
    store.recover();
    const { entries } = put(store, 'once', [1], 1);
    expect(() => store.acknowledge(2, entries[0]!)).toThrow();
    store.acknowledge(1, entries[0]!);
    expect(() => store.acknowledge(1, entries[0]!)).toThrow();
  });
});
