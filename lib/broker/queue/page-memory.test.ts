// Goal: what a backlog takes in memory is counted, its numbers as well as its contents, and given back when it is gone.
import { expect, it } from 'vitest';
import { createMessage } from '../create-message';
import { QueueEntry } from '../queue-entry';
import { MemoryMessageStore } from '../store/memory-message-store';
import { ReadyList } from './ready-list';
import { WorkingSet } from './working-set';

const COUNT = 20_000;
const NUMBERS_BYTES = 32;
const LOCATION_BYTES = 8;
const LIMIT_BYTES = 262_144;

it('counts the numbers of stored messages whose contents were let go', () => {
  const store = new MemoryMessageStore();
  const workingSet = new WorkingSet(LIMIT_BYTES, null);
  const list = new ReadyList(1, store, workingSet, () => {});
  const message = createMessage('', 'deep', { deliveryMode: 2 }, Buffer.alloc(100));
  for (let sequence = 1; sequence <= COUNT; sequence++) {
    const entry = new QueueEntry(message, sequence, 0);
    store.append(message, [1], [entry]);
    list.push(entry);
  }
  const numbersBytes = COUNT * (NUMBERS_BYTES + LOCATION_BYTES);
  expect(workingSet.residentBytes).toBeGreaterThan(numbersBytes * 0.9);
  // Contents alone would be 130 B each: all but the first pages and the last are with the store.
  expect(workingSet.residentBytes).toBeLessThan(numbersBytes + 3 * LIMIT_BYTES);
  list.clear();
  expect(workingSet.residentBytes).toBe(0);
});

it('lets go of contents that were there before, of other queues too, when the numbers of a backlog grow on', () => {
  const limitBytes = 4 * LIMIT_BYTES;
  const store = new MemoryMessageStore();
  const workingSet = new WorkingSet(limitBytes, null);
  const idle = new ReadyList(1, store, workingSet, () => {});
  const growing = new ReadyList(2, store, workingSet, () => {});
  const message = createMessage('', 'deep', { deliveryMode: 2 }, Buffer.alloc(100));
  const push = (list: ReadyList, queueId: number, count: number) => {
    for (let index = 0; index < count; index++) {
      const entry = new QueueEntry(message, list.length + 1, 0);
      store.append(message, [queueId], [entry]);
      list.push(entry);
    }
  };
  push(idle, 1, 6_000);
  expect(workingSet.residentBytes).toBeGreaterThan(limitBytes * 0.7); // all in memory
  push(growing, 2, 22_000);
  const numbersBytes = 28_000 * (NUMBERS_BYTES + LOCATION_BYTES);
  expect(numbersBytes).toBeGreaterThan(limitBytes);
  expect(workingSet.residentBytes).toBeLessThan(numbersBytes + 3 * LIMIT_BYTES); // the page that each list fills
  for (let sequence = 1; sequence <= 6_000; sequence++) expect(idle.shift()?.sequence).toBe(sequence);
  growing.clear();
  expect(workingSet.residentBytes).toBe(0);
});
