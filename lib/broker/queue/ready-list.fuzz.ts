import fc from 'fast-check';
import { describe, it } from 'vitest';
import { bodyOf } from '../../amqp';
import { createMessage } from '../create-message';
import type { SpillFile, SpillHandle } from '../ports';
import { QueueEntry } from '../queue-entry';
import { MemoryMessageStore } from '../store/memory-message-store';
import type { PagingLimits } from './paging-limits';
import { ReadyList } from './ready-list';
import { WorkingSet } from './working-set';

/** A list with pages of a few entries, spilled at once or never, must behave like an array sorted by sequence. */
const tiny: PagingLimits = {
  headEntriesMax: 3,
  headBytesMax: 400,
  pageEntriesMax: 4,
  pageContentBytes: 600,
  slabBytesMin: 100,
  sharedContentBytesMax: 300,
  readAheadEntriesMax: 2,
  readAheadBytesMax: 200,
};

class MemorySpillFile implements SpillFile {
  diskBytes = 0;
  private readonly kept = new Map<number, Buffer>();
  private next = 0;
  write(bytes: Buffer): SpillHandle {
    const handle = { file: 0, offset: this.next++, lengthBytes: bytes.length };
    this.kept.set(handle.offset, Buffer.from(bytes));
    return handle;
  }
  read(handle: SpillHandle): Buffer {
    const bytes = this.kept.get(handle.offset);
    if (bytes === undefined) throw new Error('read after free');
    return Buffer.from(bytes);
  }
  free(handle: SpillHandle): void {
    if (!this.kept.delete(handle.offset)) throw new Error('freed twice');
  }
  get pageCount(): number {
    return this.kept.size;
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

type Kept = { sequence: number; body: string; expiresAtMs: number; isRedelivered: boolean };
type Operation =
  | { kind: 'push'; count: number; size: number; isStored: boolean; expires: boolean; key: number }
  | { kind: 'shift'; count: number }
  | { kind: 'return'; count: number; order: 'ascending' | 'descending' }
  | { kind: 'peek'; rank: number; count: number }
  | { kind: 'remove'; rank: number }
  | { kind: 'clear' };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('push' as const),
      count: fc.integer({ min: 1, max: 8 }),
      size: fc.oneof(fc.nat(40), fc.nat(700)),
      isStored: fc.boolean(),
      expires: fc.boolean(),
      key: fc.nat(3),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('shift' as const), count: fc.nat(6) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('return' as const),
      count: fc.nat(8),
      order: fc.constantFrom('ascending' as const, 'descending' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('peek' as const), rank: fc.nat(30), count: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove' as const), rank: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
);

class Harness {
  readonly store = new MemoryMessageStore();
  readonly spillFile = new MemorySpillFile();
  readonly workingSet: WorkingSet;
  readonly list: ReadyList;
  waiting: Kept[] = [];
  out: { entry: QueueEntry; kept: Kept }[] = [];
  sequence = 0;

  constructor(limitBytes: number) {
    this.workingSet = new WorkingSet(limitBytes, this.spillFile, tiny);
    this.list = new ReadyList(1, this.store, this.workingSet, () => {});
  }

  run(step: Operation): void {
    if (step.kind === 'push') for (let count = 0; count < step.count; count += 1) this.push(step);
    else if (step.kind === 'shift') for (let count = 0; count < step.count; count += 1) this.shift();
    else if (step.kind === 'return') this.giveBack(step.count, step.order);
    else if (step.kind === 'peek')
      this.compare(this.list.peek(step.rank, step.count), this.waiting.slice(step.rank, step.rank + step.count));
    else if (step.kind === 'remove') this.remove(step.rank);
    else this.clear();
    this.checkTotals();
  }

  drain(): void {
    while (this.waiting.length > 0) this.shift();
    if (this.list.shift() !== null) throw new Error('an entry more than was put in');
    if (this.workingSet.residentBytes !== 0) throw new Error(`${this.workingSet.residentBytes} bytes are left over`);
    if (this.spillFile.pageCount !== 0) throw new Error('a spilled page is left over');
  }

  private push(step: Operation & { kind: 'push' }): void {
    this.sequence += 1 + step.key;
    const body = `${this.sequence}:`.padEnd(step.size, 'x');
    const message = createMessage('exchange', `key ${step.key}`, step.isStored ? { deliveryMode: 2 } : {}, Buffer.from(body));
    const entry = new QueueEntry(message, this.sequence, 1_000 + this.sequence);
    if (step.expires) entry.expiresAtMs = 5_000_000_000_000 + this.sequence;
    if (step.isStored) this.store.append(message, [1], [entry]);
    this.list.push(entry);
    this.waiting.push({ sequence: this.sequence, body, expiresAtMs: entry.expiresAtMs, isRedelivered: false });
  }

  private shift(): void {
    const kept = this.waiting.shift();
    if (kept !== undefined && this.list.frontExpiresAtMs() !== kept.expiresAtMs) throw new Error('the front expires at another time');
    const entry = this.list.shift();
    if (kept === undefined ? entry !== null : entry === null) throw new Error('taken from an empty list, or nothing from a full one');
    if (entry === null || kept === undefined) return;
    this.compare([entry], [kept]);
    this.out.push({ entry, kept });
  }

  private giveBack(count: number, order: 'ascending' | 'descending'): void {
    const back = this.out.splice(0, count);
    if (order === 'descending') back.reverse();
    for (const { entry, kept } of back) {
      entry.isRedelivered = true;
      kept.isRedelivered = true;
      this.list.insert(entry);
      this.waiting.push(kept);
    }
    this.waiting.sort((left, right) => left.sequence - right.sequence);
  }

  private remove(rank: number): void {
    const kept = this.waiting[rank];
    // Where there is none, an id between others.
    const sequence = kept?.sequence ?? Math.floor(this.sequence / 2) + 0.5;
    const found = this.list.find(sequence);
    const below = this.waiting.filter((other) => other.sequence < sequence).length;
    if (this.list.rankOf(sequence) !== below) throw new Error(`rank ${this.list.rankOf(sequence)} instead of ${below}`);
    const entry = this.list.remove(sequence);
    this.compare(found === null ? [] : [found], kept === undefined ? [] : [kept]);
    this.compare(entry === null ? [] : [entry], kept === undefined ? [] : [kept]);
    if (kept !== undefined) this.waiting.splice(rank, 1);
  }

  private clear(): void {
    this.list.clear();
    this.waiting = [];
  }

  private checkTotals(): void {
    const bytes = this.waiting.reduce((sum, kept) => sum + kept.body.length, 0);
    if (this.list.length !== this.waiting.length) throw new Error(`${this.list.length} entries instead of ${this.waiting.length}`);
    if (this.list.bytes !== bytes) throw new Error(`${this.list.bytes} bytes instead of ${bytes}`);
  }

  private compare(entries: readonly QueueEntry[], expected: readonly Kept[]): void {
    const seen = entries.map((entry) => ({
      sequence: entry.sequence,
      body: bodyOf(entry.message).toString(),
      expiresAtMs: entry.expiresAtMs,
      isRedelivered: entry.isRedelivered,
    }));
    if (JSON.stringify(seen) !== JSON.stringify(expected)) {
      throw new Error(`seen ${JSON.stringify(seen).slice(0, 400)}, expected ${JSON.stringify(expected).slice(0, 400)}`);
    }
  }
}

describe('a ready list with tiny pages', () => {
  for (const [name, limitBytes] of [
    ['all resident', 1_000_000],
    ['everything far spilled', 0],
    ['now and then spilled', 900],
  ] as const) {
    it(`behaves like a sorted array: ${name}`, () => {
      fc.assert(
        fc.property(fc.array(operation, { maxLength: 120, size: 'max' }), (steps) => {
          const harness = new Harness(limitBytes);
          for (const step of steps) harness.run(step);
          harness.drain();
        }),
        { numRuns: 300, interruptAfterTimeLimit: 15_000 },
      );
    });
  }
});
