import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, linkSync, openSync, readFileSync, realpathSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { hasOpen, isRunning, ownIdentity } from './process-identity';
import { StoreError } from './store-error';

const lockName = 'lock';
const attemptCountMax = 5;

const holderSchema = z.object({
  pid: z.number().int().positive(),
  startTicks: z.string().nullable(),
  bootId: z.string().nullable(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * One process, and one broker in it, owns a data directory. The lock is a file that names its holder and is kept open by it;
 * after a crash nobody has it open, or nobody of that number and start time runs, and it is taken over.
 */
export class DirectoryLock {
  readonly #path: string;
  readonly #token: string;
  readonly #fd: number;

  private constructor(path: string, token: string, fd: number) {
    this.#path = path;
    this.#token = token;
    this.#fd = fd;
  }

  /** Throws StoreError with a sentence that names the holder. */
  static acquire(directory: string): DirectoryLock {
    const path = join(realpathSync(directory), lockName);
    for (let attempt = 0; attempt < attemptCountMax; attempt++) {
      const token = randomUUID();
      if (place(path, { ...ownIdentity(), token })) return DirectoryLock.#held(path, token);
      const holder = readHolder(path);
      if (holder !== null && isAlive(holder, path)) throw new StoreError(inUse(directory, holder));
      removeStale(path, holder);
    }
    throw new StoreError(`The data directory ${directory} is being taken by several processes at once. Start only one.`);
  }

  static #held(path: string, token: string): DirectoryLock {
    const lock = new DirectoryLock(path, token, openSync(path, 'r'));
    if (readHolder(path)?.token === token) return lock;
    lock.release();
    throw new StoreError(`The lock ${path} was taken by another process in the same moment. Start only one.`);
  }

  release(): void {
    closeSync(this.#fd);
    if (readHolder(this.#path)?.token === this.#token) unlinkSync(this.#path);
  }
}

const inUse = (directory: string, holder: Holder): string =>
  `The data directory ${directory} is in use by process ${holder.pid}. Stop that process, or give this one a directory of its own.`;

/** The whole file appears at once or not at all: written beside, then linked to its name, which fails if that is taken. */
function place(path: string, holder: Holder): boolean {
  const draft = `${path}.${holder.token}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/** Null when the file is gone or says nothing. */
function readHolder(path: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(holder: Holder, path: string): boolean {
  return isRunning(holder) && hasOpen(holder.pid, path) !== false;
}

/** By renaming first: of two that find it stale one gets it, and a lock placed in between is put back. */
function removeStale(path: string, stale: Holder | null): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = readHolder(aside);
  if (taken !== null && taken.token !== stale?.token && !existsSync(path)) linkSync(aside, path);
  unlinkSync(aside);
}
