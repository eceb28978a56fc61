import { randomInt } from 'node:crypto';
import {
  close,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsync,
  open,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statfs,
  unlink,
  writev,
} from 'node:fs';
import { join } from 'node:path';
import { type Disk, type DiskCallback, DiskError, type DiskFile, type RandomWord, type Scheduler } from './disk';

const fullCodes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

function diskError(error: unknown): DiskError {
  const cause = error as NodeJS.ErrnoException;
  return new DiskError(cause.message, fullCodes.has(cause.code));
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw diskError(error);
  }
}

class NodeDiskFile implements DiskFile {
  constructor(
    readonly name: string,
    readonly fd: number,
  ) {}

  sizeBytes(): number {
    return attempt(() => fstatSync(this.fd).size);
  }

  read(target: Buffer, targetOffset: number, length: number, position: number): number {
    let total = 0;
    while (total < length) {
      const count = attempt(() => readSync(this.fd, target, targetOffset + total, length - total, position + total));
      if (count === 0) break;
      total += count;
    }
    return total;
  }

  /** O_DSYNC: one trip through the thread pool writes and syncs. */
  write(buffers: readonly Buffer[], position: number, done: DiskCallback): void {
    writev(this.fd, buffers, position, (error, writtenBytes) => {
      if (error) return done(diskError(error));
      const rest = remainder(buffers, writtenBytes);
      if (rest.length === 0) return done(null);
      if (writtenBytes === 0) return done(new DiskError(`${this.name}: nothing could be written`, true));
      this.write(rest, position + writtenBytes, done);
    });
  }

  close(): void {
    attempt(() => closeSync(this.fd));
  }
}

/** What a short write left over. */
function remainder(buffers: readonly Buffer[], writtenBytes: number): Buffer[] {
  const rest: Buffer[] = [];
  let skipBytes = writtenBytes;
  for (const buffer of buffers) {
    if (skipBytes >= buffer.length) skipBytes -= buffer.length;
    else {
      rest.push(buffer.subarray(skipBytes));
      skipBytes = 0;
    }
  }
  return rest;
}

/** One directory of the machine's file system. Files are private to the user who runs the broker. */
export class NodeDisk implements Disk {
  constructor(readonly directory: string) {}

  list(): readonly string[] {
    return attempt(() => readdirSync(this.directory));
  }

  exists(name: string): boolean {
    return existsSync(join(this.directory, name));
  }

  open(name: string, mode: 'existing' | 'create'): DiskFile {
    const flags = constants.O_RDWR | constants.O_DSYNC | (mode === 'create' ? constants.O_CREAT | constants.O_EXCL : 0);
    return new NodeDiskFile(
      name,
      attempt(() => openSync(join(this.directory, name), flags, 0o600)),
    );
  }

  unlink(name: string, done: DiskCallback): void {
    unlink(join(this.directory, name), (error) => done(error ? diskError(error) : null));
  }

  rename(from: string, to: string): void {
    attempt(() => renameSync(join(this.directory, from), join(this.directory, to)));
  }

  syncDirectory(done: DiskCallback): void {
    open(this.directory, constants.O_RDONLY, (openError, fd) => {
      if (openError) return done(diskError(openError));
      fsync(fd, (syncError) => {
        close(fd, () => done(syncError ? diskError(syncError) : null));
      });
    });
  }

  /** Infinity when the file system does not say. */
  freeBytes(done: (bytes: number) => void): void {
    statfs(this.directory, (error, stats) => done(error ? Number.POSITIVE_INFINITY : stats.bavail * stats.bsize));
  }
}

export const nodeScheduler: Scheduler = {
  atEndOfTurn(run) {
    setImmediate(run);
  },
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export const secureRandomWord: RandomWord = () => randomInt(2 ** 32);
