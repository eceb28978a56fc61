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
