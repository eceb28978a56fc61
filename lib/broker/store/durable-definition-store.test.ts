import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../base/seeded-random';
import { SimulatedDisk } from '../simulation/simulated-disk';
import { SimulatedScheduler } from '../simulation/simulated-scheduler';
import { DurableDefinitionStore, definitionsFileName } from './durable-definition-store';

const open = (disk: SimulatedDisk, scheduler = new SimulatedScheduler()) => {
  const random = new SeededRandom(5);
  return { store: new DurableDefinitionStore({ disk, scheduler, random: () => random.word() }), scheduler, disk };
};

function settle({ disk, scheduler }: { disk: SimulatedDisk; scheduler: SimulatedScheduler }): void {
  for (let round = 0; round < 10_000; round++) {
    scheduler.endTurn();
    if (disk.pendingCount === 0) return;
    disk.step();
  }
}

const textOf = (state: ReadonlyMap<string, number>) => JSON.stringify([...state].toSorted(([left], [right]) => (left < right ? -1 : 1)));

const newDisk = (seed = 1) => new SimulatedDisk(new SeededRandom(seed));

describe('DurableDefinitionStore', () => {
  it('gives back what was put and not removed', () => {
    const first = open(newDisk());
    first.store.put('queue', 'größe', { durable: true, list: [1, 2.5, null] });
    first.store.put('queue', 'gone', {});
    first.store.put('user', 'guest', 'x');
    first.store.remove('queue', 'gone');
    first.store.put('user', 'guest', 'y');
    settle(first);
    const loaded = open(first.disk.cut()).store.load();
    expect([...loaded.keys()].toSorted()).toEqual(['queue', 'user']);
    expect(loaded.get('queue')).toEqual(new Map([['größe', { durable: true, list: [1, 2.5, null] }]]));
    expect(loaded.get('user')).toEqual(new Map([['guest', 'y']]));
  });

  it('shares one sync among a thousand declares', () => {
    const first = open(newDisk());
    first.store.put('queue', 'zero', {});
    settle(first);
    const before = first.disk.completedCount;
    let toldCount = 0;
    for (let number = 0; number < 1_000; number++) {
      first.store.put('queue', String(number), { number });
      first.store.whenDurable(() => {
        toldCount += 1;
      });
    }
    expect(toldCount).toBe(0);
    settle(first);
    expect(toldCount).toBe(1_000);
    expect(first.disk.completedCount - before).toBe(1);
  });

  it('tells at once when nothing is on its way', () => {
    let isTold = false;
    open(newDisk()).store.whenDurable(() => {
      isTold = true;
    });
    expect(isTold).toBe(true);
  });

  it('comes back, whenever the power goes, as it was at some moment since the last that was told durable', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = new SeededRandom(seed);
      let system = open(newDisk(seed));
      let states = [new Map<string, number>()];
      let durableFrom = 0;
      for (let step = 1; step <= 120; step++) {
        const key = String(random.below(8));
        const state = new Map(states.at(-1));
        if (random.chance(0.2)) {
          system.store.remove('k', key);
          state.delete(key);
        } else {
          system.store.put('k', key, step);
          state.set(key, step);
        }
        states.push(state);
        const index = states.length - 1;
        const { store } = system;
        store.whenDurable(() => {
          expect(store).toBe(system.store);
          durableFrom = Math.max(durableFrom, index);
        });
        if (random.chance(0.5)) system.scheduler.endTurn();
        for (let count = random.below(4); count > 0; count--) system.disk.step();
        if (!random.chance(0.05)) continue;
        system = open(system.disk.cut());
        const found = new Map(system.store.load().get('k') as ReadonlyMap<string, number> | undefined);
        expect(states.slice(durableFrom).map(textOf), `seed ${seed} step ${step}`).toContain(textOf(found));
        states = [found];
        durableFrom = 0;
      }
    }
  });

  it('cuts a torn tail, says so, and writes a new file before it goes on', () => {
    const first = open(newDisk());
    first.store.put('queue', 'a', 1);
    settle(first);
    first.store.put('queue', 'b', 2);
    settle(first);
    const bytes = first.disk.bytesOf(definitionsFileName);
    bytes[bytes.lastIndexOf('2')] = 0x39;
    const second = open(first.disk.cut());
    expect(second.store.reports).toHaveLength(1);
    expect(second.store.reports[0]).toContain('were cut');
    expect(second.store.load().get('queue')).toEqual(new Map([['a', 1]]));
    second.store.put('queue', 'c', 3);
    settle(second);
    const third = open(second.disk.cut());
    expect(third.store.reports).toEqual([]);
    expect(third.store.load().get('queue')).toEqual(
      new Map([
        ['a', 1],
        ['c', 3],
      ]),
    );
  });

  it('skips a garbled group in the middle and keeps what follows', () => {
    const first = open(newDisk());
    for (const key of ['a', 'b', 'c']) {
      first.store.put('queue', key, key);
      settle(first);
    }
    const bytes = first.disk.bytesOf(definitionsFileName);
    bytes[bytes.indexOf('"b"')] = 0x27;
    const second = open(first.disk.cut());
    expect(second.store.reports[0]).toContain('garbled');
    expect([...(second.store.load().get('queue')?.keys() ?? [])]).toEqual(['a', 'c']);
  });

  it('rewrites itself when it has grown to several times what it says', () => {
    const first = open(newDisk());
    const value = 'x'.repeat(200_000);
    for (let round = 0; round < 60; round++) {
      first.store.put('queue', String(round % 3), value);
      settle(first);
    }
    expect(first.disk.bytesOf(definitionsFileName).length).toBeLessThan(5_000_000);
    expect(open(first.disk.cut()).store.load().get('queue')?.size).toBe(3);
  });

  it('waits for room on a full disk and then goes on', () => {
    const first = open(newDisk());
    first.store.put('queue', 'a', 1);
    settle(first);
    first.disk.faults.capacityBytes = first.disk.usedBytes;
    let isTold = false;
    first.store.put('queue', 'b', 2);
    first.store.whenDurable(() => {
      isTold = true;
    });
    settle(first);
    expect(first.store.refusal).toContain('no space left');
    expect(isTold).toBe(false);
    first.disk.faults.capacityBytes = Number.POSITIVE_INFINITY;
    first.scheduler.advance(1_000);
    settle(first);
    expect(first.store.refusal).toBeNull();
    expect(isTold).toBe(true);
  });

  it('tells at once that there is no room to whoever would rather not wait, and writes all the same later', () => {
    const first = open(newDisk());
    first.store.put('queue', 'a', 1);
    settle(first);
    first.disk.faults.capacityBytes = first.disk.usedBytes;
    const heard: string[] = [];
    const wait = () =>
      first.store.whenDurable(
        () => heard.push('durable'),
        (reason) => heard.push(reason),
      );
    first.store.put('queue', 'b', 2);
    wait();
    settle(first);
    wait();
    expect(heard).toEqual([expect.stringContaining('no space left'), expect.stringContaining('no space left')]);
    first.disk.faults.capacityBytes = Number.POSITIVE_INFINITY;
    first.scheduler.advance(1_000);
    settle(first);
    wait();
    expect(heard.slice(2)).toEqual(['durable']);
    expect(open(first.disk.cut()).store.load().get('queue')?.get('b')).toBe(2);
  });

  it('never confirms after the disk failed', () => {
    const first = open(newDisk());
    first.store.put('queue', 'a', 1);
    settle(first);
    first.disk.faults.failNextWrite = true;
    let isTold = false;
    first.store.put('queue', 'b', 2);
    first.store.whenDurable(() => {
      isTold = true;
    });
    settle(first);
    first.scheduler.advance(10_000);
    settle(first);
    expect(first.store.refusal).toContain('until a restart');
    expect(isTold).toBe(false);
  });

  it('never gives a queue id twice, whatever of it became durable', () => {
    let disk = newDisk();
    const given = new Set<number>();
    for (let run = 0; run < 6; run++) {
      const system = open(disk);
      for (let count = 0; count < 1_500; count++) {
        const id = system.store.nextQueueId();
        expect(given.has(id)).toBe(false);
        given.add(id);
      }
      // An id may be used only once something that names it is durable, so losing all of them with the reservation is fine.
      if (run % 2 === 0) settle(system);
      else for (const id of [...given].slice(-1_500)) given.delete(id);
      disk = system.disk.cut();
    }
  });
});
