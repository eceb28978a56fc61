import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryLock } from './directory-lock';
import { ownIdentity } from './process-identity';
import { StoreError } from './store-error';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'warren-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const lockPath = () => join(directory, 'lock');
const writeHolder = (holder: object) => writeFileSync(lockPath(), JSON.stringify({ ...ownIdentity(), token: 'other', ...holder }));

describe('DirectoryLock', () => {
  it('lets one in and tells the second who is there', () => {
    const lock = DirectoryLock.acquire(directory);
    expect(() => DirectoryLock.acquire(directory)).toThrow(StoreError);
    expect(() => DirectoryLock.acquire(directory)).toThrow(`in use by process ${process.pid}`);
    lock.release();
    DirectoryLock.acquire(directory).release();
  });

  it('refuses while another living process has the lock open', () => {
    const lock = DirectoryLock.acquire(directory);
    const program = `const { DirectoryLock } = await import(${JSON.stringify(new URL('./directory-lock.ts', import.meta.url).href)});
      try { DirectoryLock.acquire(${JSON.stringify(directory)}); console.log('taken'); } catch (error) { console.log(error.message); }`;
    const other = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(other.stdout).toContain(`in use by process ${process.pid}`);
    lock.release();
  });

  it.each([
    ['a process that ended', { pid: 2 ** 22 - 1 }],
    ['a process number that was reused', { startTicks: '1' }],
    ['an earlier boot', { bootId: 'another' }],
    ['a worker thread that died in this process', {}],
  ])('takes over from %s', (_, holder) => {
    writeHolder(holder);
    const lock = DirectoryLock.acquire(directory);
    expect(JSON.parse(readFileSync(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid });
    lock.release();
  });

  it('takes over a lock file that says nothing', () => {
    writeFileSync(lockPath(), 'rubbish');
    DirectoryLock.acquire(directory).release();
  });

  it('leaves a lock alone that is no longer its own', () => {
    const lock = DirectoryLock.acquire(directory);
    writeHolder({});
    lock.release();
    expect(JSON.parse(readFileSync(lockPath(), 'utf8')).token).toBe('other');
  });
});
