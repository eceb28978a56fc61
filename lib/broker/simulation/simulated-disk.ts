import { assert } from '../../base/assert';
import type { SeededRandom } from '../../base/seeded-random';
import { type Disk, type DiskCallback, DiskError, type DiskFile } from '../store/disk';

const sectorBytes = 512;

/** What a platter holds: the bytes that survive a power cut, and those that are on their way. */
class Inode {
  durable = Buffer.alloc(0);

  put(buffers: readonly Buffer[], position: number): void {
    const bytes = Buffer.concat(buffers);
    this.#reserve(position + bytes.length);
    bytes.copy(this.durable, position);
  }

  /** Some sectors of the write, in no order; the rest keeps what it had. */
  tear(buffers: readonly Buffer[], position: number, random: SeededRandom): void {
    const bytes = Buffer.concat(buffers);
    const keepShare = random.pick([0, 0.2, 0.5, 0.9, 1]);
    const end = position + bytes.length;
    for (let start = position - (position % sectorBytes); start < end; start += sectorBytes) {
      if (!random.chance(keepShare)) continue;
      const from = Math.max(start, position);
      const to = Math.min(start + sectorBytes, end);
      this.#reserve(to);
      bytes.copy(this.durable, from, from - position, to - position);
    }
  }

  copyTo(target: Buffer, targetOffset: number, length: number, position: number): number {
    if (position >= this.durable.length) return 0;
    return this.durable.copy(target, targetOffset, position, Math.min(position + length, this.durable.length));
  }

  #reserve(length: number): void {
    if (length > this.durable.length) this.durable = Buffer.concat([this.durable, Buffer.alloc(length - this.durable.length)]);
  }
}

type PendingWrite = { readonly kind: 'write'; readonly inode: Inode; readonly buffers: readonly Buffer[]; readonly position: number };
type PendingOperation = (PendingWrite | { readonly kind: 'directory' } | { readonly kind: 'other' }) & { readonly done: () => void };
type DirectoryChange = (names: Map<string, Inode>) => void;

export type DiskFaults = {
  /** Bytes of all files together; a write or create beyond fails as on a full disk. */
  capacityBytes: number;
  /** The next write fails for good. */
  failNextWrite: boolean;
  /** A liar: says done before the bytes are safe. */
  forgetsSynced: boolean;
};

/**
 * A disk in memory whose completions happen when the simulation says, in an order it draws. A power cut tears what is in
 * flight, sector by sector, and undoes directory changes that were not synced.
 */
export class SimulatedDisk implements Disk {
  readonly faults: DiskFaults = { capacityBytes: Number.POSITIVE_INFINITY, failNextWrite: false, forgetsSynced: false };
  completedCount = 0;
  readonly #random: SeededRandom;
  #names: Map<string, Inode>;
  #durableNames: Map<string, Inode>;
  readonly #directoryChanges: DirectoryChange[] = [];
  #changeCount = 0;
  #pending: PendingOperation[] = [];

  constructor(random: SeededRandom, survived: ReadonlyMap<string, Inode> = new Map()) {
    this.#random = random;
    this.#names = new Map(survived);
    this.#durableNames = new Map(survived);
  }

  get pendingCount(): number {
    return this.#pending.length;
  }

  get usedBytes(): number {
    let total = 0;
    for (const inode of this.#names.values()) total += inode.durable.length;
    return total;
  }

  /** The bytes of a file, to be garbled by a test. */
  bytesOf(name: string): Buffer {
    const inode = this.#names.get(name);
    assert(inode !== undefined, 'the file is there');
    return inode.durable;
  }

  list(): readonly string[] {
    return [...this.#names.keys()];
  }

  exists(name: string): boolean {
    return this.#names.has(name);
  }

  open(name: string, mode: 'existing' | 'create'): DiskFile {
    const existing = this.#names.get(name);
    if (mode === 'create') {
      if (existing !== undefined) throw new DiskError(`${name} exists`, false);
      if (this.usedBytes >= this.faults.capacityBytes) throw new DiskError('no space left on device', true);
      const created = new Inode();
      this.#change((names) => names.set(name, created));
      return this.#file(name, created);
    }
    if (existing === undefined) throw new DiskError(`${name} is not there`, false);
    return this.#file(name, existing);
  }

  unlink(name: string, done: DiskCallback): void {
    this.#change((names) => names.delete(name));
    this.#pending.push({ kind: 'other', done: () => done(null) });
  }

  rename(from: string, to: string): void {
    this.#change((names) => {
      const inode = names.get(from);
      assert(inode !== undefined, 'what is renamed is there');
      names.delete(from);
      names.set(to, inode);
    });
  }

  syncDirectory(done: DiskCallback): void {
    const upTo = this.#changeCount;
    const sync = () => {
      const syncedCount = Math.max(0, upTo - (this.#changeCount - this.#directoryChanges.length));
      for (const change of this.#directoryChanges.splice(0, syncedCount)) change(this.#durableNames);
      done(null);
    };
    this.#pending.push({ kind: 'directory', done: sync });
  }

  freeBytes(done: (bytes: number) => void): void {
    this.#pending.push({ kind: 'other', done: () => done(this.faults.capacityBytes - this.usedBytes) });
  }

  /** Completes one operation that is in flight. */
  step(): void {
    if (this.#pending.length === 0) return;
    const [operation] = this.#pending.splice(this.#random.below(this.#pending.length), 1);
    this.completedCount += 1;
    operation?.done();
  }

  /** The power goes. What comes back is a new disk; nothing of this one calls back any more. */
  cut(): SimulatedDisk {
    for (const operation of this.#pending) {
      if (operation.kind === 'write') operation.inode.tear(operation.buffers, operation.position, this.#random);
    }
    this.#pending = [];
    // Directory changes reach the disk in their order; some of the last do not.
    const keptCount = this.#random.below(this.#directoryChanges.length + 1);
    for (const change of this.#directoryChanges.slice(0, keptCount)) change(this.#durableNames);
    return new SimulatedDisk(this.#random, this.#durableNames);
  }

  #change(change: DirectoryChange): void {
    change(this.#names);
    this.#directoryChanges.push(change);
    this.#changeCount += 1;
  }

  #file(name: string, inode: Inode): DiskFile {
    return {
      name,
      sizeBytes: () => inode.durable.length,
      read: (target, targetOffset, length, position) => inode.copyTo(target, targetOffset, length, position),
      write: (buffers, position, done) => this.#write(inode, buffers, position, done),
      close: () => undefined,
    };
  }

  #write(inode: Inode, buffers: readonly Buffer[], position: number, done: DiskCallback): void {
    const growthBytes = position + buffers.reduce((sum, buffer) => sum + buffer.length, 0) - inode.durable.length;
    if (this.faults.failNextWrite) {
      this.faults.failNextWrite = false;
      this.#pending.push({ kind: 'other', done: () => done(new DiskError('input/output error', false)) });
      return;
    }
    if (growthBytes > 0 && this.usedBytes + growthBytes > this.faults.capacityBytes) {
      this.#pending.push({ kind: 'other', done: () => done(new DiskError('no space left on device', true)) });
      return;
    }
    // The caller may reuse its buffers only once it is told; a copy here would hide it if it did so sooner.
    const finish = () => {
      if (!this.faults.forgetsSynced) inode.put(buffers, position);
      done(null);
    };
    this.#pending.push({ kind: 'write', inode, buffers, position, done: finish });
  }
}
