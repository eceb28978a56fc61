import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DiskError, type DiskFile } from './disk';
import { NodeDisk, nodeScheduler } from './node-disk';

let directory: string;
let disk: NodeDisk;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'warren-disk-'));
  disk = new NodeDisk(directory);
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (file: DiskFile, buffers: readonly Buffer[], position: number) =>
  new Promise<DiskError | null>((resolve) => file.write(buffers, position, resolve));

describe('NodeDisk', () => {
  it('writes buffers one after the other and reads what is there', async () => {
    const file = disk.open('a', 'create');
    expect(await write(file, [Buffer.from('one'), Buffer.from('two')], 2)).toBeNull();
    expect(file.sizeBytes()).toBe(8);
    const bytes = Buffer.alloc(10, 0x2e);
    expect(file.read(bytes, 1, 9, 3)).toBe(5);
    expect(bytes.toString()).toBe('.netwo....');
    file.close();
    expect(statSync(join(directory, 'a')).mode & 0o777).toBe(0o600);
  });

  it('tells a missing or present file from a full disk', () => {
    const failure = (work: () => unknown) => {
      try {
        work();
      } catch (error) {
        return error;
      }
      return null;
    };
    disk.open('a', 'create').close();
    expect(failure(() => disk.open('a', 'create'))).toMatchObject({ name: 'DiskError', isFull: false });
    expect(failure(() => disk.open('b', 'existing'))).toMatchObject({ name: 'DiskError', isFull: false });
    expect(disk.list()).toEqual(['a']);
    expect([disk.exists('a'), disk.exists('b')]).toEqual([true, false]);
  });

  it.runIf(existsSync('/dev/full'))('knows a full disk, which passes', async () => {
    const file = new NodeDisk('/dev').open('full', 'existing');
    const error = await write(file, [Buffer.alloc(10)], 0);
    expect(error).toBeInstanceOf(DiskError);
    expect(error?.isFull).toBe(true);
    file.close();
  });

  it('knows a failure, which does not', async () => {
    const file = disk.open('a', 'create');
    file.close();
    expect((await write(file, [Buffer.alloc(10)], 0))?.isFull).toBe(false);
  });

  it('renames, deletes and syncs names', async () => {
    disk.open('a', 'create').close();
    disk.rename('a', 'b');
    const sync = () => new Promise<DiskError | null>((resolve) => disk.syncDirectory(resolve));
    expect(await sync()).toBeNull();
    expect(disk.list()).toEqual(['b']);
    const unlink = () => new Promise<DiskError | null>((resolve) => disk.unlink('b', resolve));
    expect(await unlink()).toBeNull();
    expect(await unlink()).toBeInstanceOf(DiskError);
    expect(disk.list()).toEqual([]);
  });

  it('says how much is free, or that it does not know', async () => {
    const free = (of: NodeDisk) => new Promise<number>((resolve) => of.freeBytes(resolve));
    expect(await free(disk)).toBeGreaterThan(0);
    expect(await free(new NodeDisk(join(directory, 'missing')))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('nodeScheduler', () => {
  it('runs once, after the turn or the delay, unless called off', async () => {
    const ran: string[] = [];
    nodeScheduler.after(1, () => ran.push('called off'))();
    nodeScheduler.atEndOfTurn(() => ran.push('end of turn'));
    expect(ran).toEqual([]);
    await new Promise<void>((resolve) => {
      nodeScheduler.after(5, () => {
        ran.push('later');
        resolve();
      });
      // The scheduler's own timers do not keep a process alive; this one does.
      setTimeout(resolve, 2_000);
    });
    expect(ran).toEqual(['end of turn', 'later']);
  });
});
