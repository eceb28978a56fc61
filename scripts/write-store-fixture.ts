import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Message } from '../lib/broker/message';
import { QueueEntry } from '../lib/broker/queue-entry';
import type { OpenStores } from '../lib/broker/store/open-stores';
import { openStores } from '../lib/broker/store/open-stores';

/**
 * Writes the golden data directory of the present format: `tsx scripts/write-store-fixture.ts <new directory>`, once, when a
 * version is released. It holds every kind of record; lib/broker/store/fixtures.test.ts says what must be read from it.
 */
const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: write-store-fixture <new directory>');

const stores: OpenStores = openStores(directory, { segmentSizeBytes: 4_096, diskFreeBytesMin: 0 });
const { messages, definitions } = stores;
messages.recover();

const durable = () => new Promise<void>((resolve) => messages.whenDurable(messages.openGroup, resolve));

function put(body: Buffer, queueIds: number[], sequence: number, change: Partial<QueueEntry> = {}, isRich = false): QueueEntry[] {
  const [exchange, key] = isRich ? ['amq.topic', 'zahlung.größe'] : ['', 'plain'];
  const message = new Message(exchange, key, body, 0, body.length, body.length, body.length, 1, isRich ? 9 : 0, isRich ? 60_000 : -1);
  const entries = queueIds.map(() => Object.assign(new QueueEntry(message, sequence, 1_700_000_000_123), change));
  messages.append(message, queueIds, entries);
  return entries;
}

definitions.put('queue', '["/","größe"]', { name: 'größe', id: definitions.nextQueueId() });
definitions.put('user', 'gone', {});
await new Promise<void>((resolve) => definitions.whenDurable(resolve));
definitions.remove('user', 'gone');
await new Promise<void>((resolve) => definitions.whenDurable(resolve));

put(Buffer.from('the oldest'), [1], 1, {}, true);
const filler = Array.from({ length: 10 }, (_, index) => put(Buffer.alloc(100), [1], index + 2)).flat();
await durable();
for (const entry of filler) messages.acknowledge(1, entry);
await durable();
// Traffic that comes and goes: the segments that said so are recycled, and a checkpoint takes over.
for (let round = 0; round < 6; round++) {
  const passing = Array.from({ length: 20 }, (_, index) => put(Buffer.alloc(100), [4], round * 100 + index)).flat();
  await durable();
  for (const entry of passing) messages.acknowledge(4, entry);
  await durable();
}
const [shared] = put(Buffer.from('shared'), [2, 3], 7);
if (shared !== undefined) messages.noteReturned(2, Object.assign(shared, { isRedelivered: true, deliveryCount: 3 }));
put(Buffer.from('dropped'), [3], 1);
const kept = put(Buffer.alloc(20_000, 'L'), [3], 2);
messages.dropQueue(3, kept);
put(Buffer.from('later'), [1], 2 ** 32 + 5, { expiresAtMs: 1_800_000_000_456 });
messages.noteDelivering(1);
await durable();

// As a crash leaves it: no clean mark. What belongs to no format goes.
process.once('exit', () => {
  for (const name of readdirSync(directory)) {
    if (name.startsWith('lock') || name === 'spill') rmSync(join(directory, name), { recursive: true });
  }
});
process.exit();
