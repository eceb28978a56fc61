import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../base/seeded-random';
import { Message } from '../message';
import type { StoreRecovery } from '../ports';
import { QueueEntry } from '../queue-entry';
import { SimulatedDisk } from '../simulation/simulated-disk';
import { SimulatedScheduler } from '../simulation/simulated-scheduler';
import { DurableMessageStore } from './durable-message-store';

const segmentSizeBytes = 65_536;

/** A store on a simulated disk that does not misbehave unless told to. */
class Bench {
  readonly scheduler = new SimulatedScheduler();
  readonly reports: string[] = [];
  readonly refusals: (string | null)[] = [];
  readonly store: DurableMessageStore;
  readonly recovery: StoreRecovery;
  #sequence = 0;

  constructor(readonly disk: SimulatedDisk = new SimulatedDisk(new SeededRandom(1))) {
    const random = new SeededRandom(9);
    this.store = new DurableMessageStore({
      disk,
      scheduler: this.scheduler,
      random: () => random.word(),
      options: { segmentSizeBytes, diskFreeBytesMin: 10_000 },
      onReport: (sentence) => this.reports.push(sentence),
    });
    this.store.onRefusalChange((refusal) => this.refusals.push(refusal));
    this.recovery = this.store.recover();
  }

  put(queueIds: readonly number[], sizeBytes = 100): { entry: QueueEntry; group: number } {
    this.#sequence += 1;
    const bytes = Buffer.alloc(sizeBytes, this.#sequence);
    const message = new Message('', 'key', bytes, 0, sizeBytes, sizeBytes, sizeBytes, 1, 0, -1);
    const entries = queueIds.map(() => new QueueEntry(message, this.#sequence, 1));
    return { group: this.store.append(message, queueIds, entries), entry: entries[0]! };
  }

  putMany(count: number, sizeBytes = 1_000): QueueEntry[] {
    return Array.from({ length: count }, () => this.put([1], sizeBytes).entry);
  }

  /** Until nothing is in flight; time moves by `ms` first. */
  settle(ms = 0): void {
    this.scheduler.advance(ms);
    for (let round = 0; round < 100_000; round++) {
      this.scheduler.endTurn();
      if (this.disk.pendingCount === 0) return;
      this.disk.step();
    }
    throw new Error('the store never comes to rest');
  }

  /** The log has left the first segment, and the next spare is written: nothing else is on its way to the disk. */
  inSpare(): this {
    for (let count = 0; count < 2; count++) {
      this.put([1]);
      this.settle();
    }
    return this;
  }

  restart(): Bench {
    return new Bench(this.disk.cut());
  }

  countOf(queueId: number): number {
    return this.recovery.queues.get(queueId)?.count ?? 0;
  }
}

describe('group commit', () => {
  it('leaves a first segment that grows as it is written for one whose bytes are on disk', () => {
    const bench = new Bench();
    const grown = bench.put([1]);
    bench.settle();
    const ahead = bench.put([1]);
    bench.settle();
    const stays = bench.put([1]);
    expect(ahead.entry.segment).toBe(grown.entry.segment + 1);
    expect(stays.entry.segment).toBe(ahead.entry.segment);
    bench.settle();
    expect(bench.restart().countOf(1)).toBe(3);
  });

  it('syncs what one turn appended once, and what came meanwhile once more', () => {
    const bench = new Bench().inSpare();
    const before = bench.disk.completedCount;
    for (let count = 0; count < 100; count++) bench.put([1]);
    bench.scheduler.endTurn();
    for (let count = 0; count < 100; count++) bench.put([1]);
    bench.settle();
    expect(bench.disk.completedCount - before).toBe(2);
    expect(bench.store.backlogBytes).toBe(0);
  });

  it('writes acknowledges alone at latest after 50 ms', () => {
    const bench = new Bench();
    const { entry } = bench.put([1]);
    bench.settle();
    bench.store.acknowledge(1, entry);
    bench.settle(49);
    expect(new Bench(bench.disk.cut()).countOf(1)).toBe(1);
    const again = new Bench();
    const second = again.put([1]);
    again.settle();
    again.store.acknowledge(1, second.entry);
    again.settle(50);
    expect(again.restart().countOf(1)).toBe(0);
  });

  it('never confirms after the disk failed, and says so', () => {
    const bench = new Bench().inSpare();
    bench.disk.faults.failNextWrite = true;
    let isTold = false;
    bench.store.whenDurable(bench.put([1]).group, () => {
      isTold = true;
    });
    bench.settle();
    bench.put([1]);
    bench.settle(10_000);
    expect(isTold).toBe(false);
    expect(bench.store.refusal).toContain('stays stopped until a restart');
    expect(bench.restart().countOf(1)).toBe(2);
  });
});

describe('a full disk', () => {
  it('refuses, goes on acknowledging, and recovers by itself', () => {
    const bench = new Bench();
    const entries = bench.putMany(20);
    bench.settle();
    bench.disk.faults.capacityBytes = bench.disk.usedBytes + 9_999;
    bench.settle(1_000);
    expect(bench.store.refusal).toContain('Free disk space is below the limit of 10000 bytes');
    for (const entry of entries) bench.store.acknowledge(1, entry);
    let isTold = false;
    bench.store.whenDurable(bench.store.openGroup, () => {
      isTold = true;
    });
    bench.settle(100);
    expect(isTold).toBe(true);
    bench.disk.faults.capacityBytes = Number.POSITIVE_INFINITY;
    bench.settle(1_000);
    expect(bench.store.refusal).toBeNull();
    expect(bench.refusals.at(-1)).toBeNull();
  });

  it('stops while its own acknowledges still find room, and they make more', () => {
    const bench = new Bench();
    bench.disk.faults.capacityBytes = 10 * segmentSizeBytes;
    bench.settle(1_000);
    const entries: QueueEntry[] = [];
    for (let count = 0; count < 5_000 && bench.store.refusal === null; count++) {
      entries.push(bench.put([1], 1_000).entry);
      bench.settle();
    }
    expect(bench.store.refusal).toContain('no room on disk for a segment');
    expect(entries.length).toBeGreaterThan(400);
    // What was on its way still is written: nothing stays unconfirmed.
    for (let count = 0; count < 20; count++) entries.push(bench.put([1], 1_000).entry);
    bench.settle();
    expect(bench.store.backlogBytes).toBe(0);
    for (const entry of entries) bench.store.acknowledge(1, entry);
    bench.settle(50);
    expect(bench.store.refusal).toBeNull();
    expect(bench.store.diskBytes).toBeLessThanOrEqual(4 * segmentSizeBytes);
  });

  it('keeps a write that found no room and confirms it when there is', () => {
    const bench = new Bench();
    bench.disk.faults.capacityBytes = bench.disk.usedBytes + 500;
    let isTold = false;
    bench.store.whenDurable(bench.put([1], 20_000).group, () => {
      isTold = true;
    });
    bench.settle();
    expect(isTold).toBe(false);
    expect(bench.store.refusal).not.toBeNull();
    bench.disk.faults.capacityBytes = Number.POSITIVE_INFINITY;
    bench.settle(1_000);
    expect(isTold).toBe(true);
    bench.settle(1_000);
    expect(bench.store.refusal).toBeNull();
    expect(bench.restart().countOf(1)).toBe(1);
  });
});

describe('room on disk', () => {
  it('shrinks again when queues drain', () => {
    const bench = new Bench();
    const entries = bench.putMany(2_000);
    bench.settle();
    expect(bench.store.diskBytes).toBeGreaterThan(2_000_000);
    for (const entry of entries) bench.store.acknowledge(1, entry);
    bench.settle(50);
    expect(bench.store.diskBytes).toBeLessThanOrEqual(4 * segmentSizeBytes);
    expect(bench.disk.usedBytes).toBeLessThanOrEqual(4 * segmentSizeBytes);
    expect(bench.restart().recovery.queues.size).toBe(0);
  });

  it('rewrites what little lives in a segment; entries keep their location', () => {
    const bench = new Bench();
    const entries = bench.putMany(1_000);
    bench.settle();
    const old = entries.filter((_, index) => index % 100 === 7);
    for (const entry of entries) if (!old.includes(entry)) bench.store.acknowledge(1, entry);
    for (let round = 0; round < 40; round++) bench.settle(6_000);
    expect(bench.store.diskBytes).toBeLessThanOrEqual(4 * segmentSizeBytes);
    for (const entry of old) {
      const message = bench.store.load(1, entry);
      expect(message?.buffer[message.start]).toBe(entry.sequence & 0xff);
    }
    expect(bench.reports).toEqual([]);
    bench.store.acknowledge(1, old[0]!);
    bench.settle(50);
    const after = bench.restart();
    expect([...after.recovery.queues.get(1)!.sequence]).toEqual(old.slice(1).map((entry) => entry.sequence));
  });

  it('takes a message larger than a segment, and gives its room back', () => {
    const bench = new Bench();
    const { entry, group } = bench.put([1, 2], 5 * segmentSizeBytes);
    bench.settle();
    expect(bench.store.durableGroup).toBe(group);
    expect(bench.store.load(1, entry)?.end).toBe(5 * segmentSizeBytes);
    bench.put([3]);
    bench.settle();
    bench.store.dropQueue(1, []);
    bench.store.dropQueue(2, []);
    bench.settle(50);
    expect(bench.disk.usedBytes).toBeLessThanOrEqual(4 * segmentSizeBytes);
  });
});

it('can be closed before it was asked what it recovered', async () => {
  const disk = new SimulatedDisk(new SeededRandom(1));
  const options = { segmentSizeBytes, diskFreeBytesMin: 0 };
  const around = { disk, scheduler: new SimulatedScheduler(), random: () => 1, options, onReport: () => undefined };
  await new DurableMessageStore(around).close();
  expect(disk.completedCount).toBe(0);
});

describe('recovery', () => {
  const segmentOf = (bench: Bench, entry: QueueEntry): Buffer =>
    bench.disk.bytesOf(bench.disk.list().find((name) => bench.disk.bytesOf(name).readUInt32LE(12) === entry.segment) ?? '');

  it('flags the survivors of a queue that was delivering, and only those', () => {
    const bench = new Bench();
    bench.put([1]);
    bench.put([2]);
    bench.store.noteDelivering(1);
    bench.settle();
    const second = bench.restart();
    expect(second.recovery.wasClean).toBe(false);
    expect([...second.recovery.queues.get(1)!.isRedelivered]).toEqual([1]);
    expect([...second.recovery.queues.get(2)!.isRedelivered]).toEqual([0]);
    void second.store.close();
    second.settle();
    const third = second.restart();
    expect(third.recovery.wasClean).toBe(true);
    expect([...third.recovery.queues.get(1)!.isRedelivered]).toEqual([1]);
  });

  it('flags what came after a purge too, for its consumers are still there', () => {
    const bench = new Bench();
    bench.put([1]);
    bench.store.noteDelivering(1);
    bench.settle();
    bench.store.dropQueue(1, []);
    bench.settle();
    bench.put([1]);
    bench.settle();
    expect([...bench.restart().recovery.queues.get(1)!.isRedelivered]).toEqual([1]);
  });

  it('cuts a torn tail, reports it, and never serves or counts it later', () => {
    const bench = new Bench();
    const first = bench.put([1]);
    bench.settle();
    const torn = bench.put([1], 5_000);
    bench.settle();
    const bytes = segmentOf(bench, torn.entry);
    bytes.fill(0, bytes.indexOf(Buffer.alloc(64, torn.entry.sequence)) + 2_000);
    const second = bench.restart();
    expect(second.countOf(1)).toBe(1);
    expect(second.recovery.queues.get(1)!.sequence[0]).toBe(first.entry.sequence);
    expect(second.recovery.reports.join()).toContain('was cut');
    second.put([1]);
    second.settle();
    const third = second.restart();
    expect(third.recovery.reports).toEqual([]);
    expect(third.countOf(1)).toBe(2);
  });

  it('reports a torn group once, also when whole ones of the same write follow it', () => {
    const bench = new Bench();
    const entries = [1, 2, 3].map(() => {
      const { entry } = bench.put([1], 5_000);
      bench.settle();
      return entry;
    });
    const bytes = segmentOf(bench, entries[1]!);
    bytes.fill(
      0,
      bytes.indexOf(Buffer.alloc(64, entries[1]!.sequence)) + 2_000,
      bytes.indexOf(Buffer.alloc(64, entries[1]!.sequence)) + 2_100,
    );
    const second = bench.restart();
    expect([...second.recovery.queues.get(1)!.sequence]).toEqual([1, 3]);
    expect(second.recovery.reports.join()).toContain('was cut');
    second.put([1]);
    second.settle();
    const third = second.restart();
    expect(third.recovery.reports).toEqual([]);
    expect(third.countOf(1)).toBe(3);
  });

  it('skips a garbled group in the middle, reports it, and keeps what follows', () => {
    const bench = new Bench();
    const entries = [1, 2, 3].map(() => {
      const { entry } = bench.put([1]);
      bench.settle();
      return entry;
    });
    const bytes = segmentOf(bench, entries[1]!);
    const contentAt = bytes.indexOf(Buffer.alloc(64, entries[1]!.sequence));
    const headAt = bytes.lastIndexOf('WGRP', contentAt);
    bytes[headAt + 20] = 0xff;
    const second = bench.restart();
    expect([...second.recovery.queues.get(1)!.sequence]).toEqual([1, 3]);
    expect(second.recovery.reports.join()).toContain('are garbled');
    const [row] = [...second.recovery.queues.get(1)!.slot.keys()].slice(-1);
    const location = { segment: second.recovery.queues.get(1)!.segment[row!]!, slot: second.recovery.queues.get(1)!.slot[row!]! };
    expect(second.store.load(1, location)?.buffer).toEqual(Buffer.alloc(100, 3));
  });

  it('serves null, not garbage, when a content rotted after it was written', () => {
    const bench = new Bench();
    const { entry } = bench.put([1]);
    bench.settle();
    // In an older segment: what is in the last one is verified at start.
    bench.putMany(100);
    bench.settle();
    const bytes = segmentOf(bench, entry);
    const at = bytes.indexOf(Buffer.alloc(64, entry.sequence));
    bytes[at + 10] = 0xaa;
    const second = bench.restart();
    const location = { segment: second.recovery.queues.get(1)!.segment[0]!, slot: second.recovery.queues.get(1)!.slot[0]! };
    expect(second.store.load(1, location)).toBeNull();
    expect(second.store.loadMany(1, [location])).toEqual([null]);
    expect(second.reports.join()).toContain('garbled');
    second.store.acknowledge(1, location);
  });

  it('does not read what a recycled file held before', () => {
    const bench = new Bench();
    for (let round = 0; round < 5; round++) {
      const entries = bench.putMany(150);
      bench.settle();
      for (const entry of entries) bench.store.acknowledge(1, entry);
      bench.settle(50);
    }
    bench.put([1]);
    bench.settle();
    const second = bench.restart();
    expect(second.countOf(1)).toBe(1);
    expect(second.recovery.reports).toEqual([]);
  });

  it('forgets nothing when a segment that only holds acknowledges goes', () => {
    const bench = new Bench();
    const old = bench.putMany(60);
    bench.settle();
    for (const entry of old.slice(1)) bench.store.acknowledge(1, entry);
    bench.settle(50);
    // Several segments of traffic come and go; the acknowledges of the first were in one of them.
    for (let round = 0; round < 6; round++) {
      const entries = bench.putMany(100);
      bench.settle();
      for (const entry of entries) bench.store.acknowledge(1, entry);
      bench.settle(50);
    }
    const second = bench.restart();
    expect([...second.recovery.queues.get(1)!.sequence]).toEqual([old[0]!.sequence]);
  });
});
