import { closeSync, openSync, readdirSync, readSync, rmSync, statfs, unlink, write } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../base/assert';
import type { SpillFile, SpillHandle } from '../ports';
import { storeLimits } from './store-limits';

type OpenFile = {
  readonly number: number;
  readonly path: string;
  readonly fd: number;
  endBytes: number;
  liveBytes: number;
  pendingCount: number;
};

/** An empty file is written again from its start while it is small, else deleted. */
const reusedBytesMax = storeLimits.spillFileBytesMax / 4;

/**
 * Pages of transient messages, out of memory but not durable. Appended to files of bounded size; a file goes when nothing in
 * it is wanted any more. A page is served from memory until it is written, so write() never waits for the disk.
 */
export class PagedSpillFile implements SpillFile {
  readonly #directory: string;
  readonly #freeBytesMin: number;
  readonly #files = new Map<number, OpenFile>();
  /** Pages on their way, by file and offset. */
  readonly #pending = new Map<string, Buffer>();
  #pendingBytes = 0;
  #current: OpenFile | null = null;
  #lastNumber = 0;
  #freeBytes = Number.POSITIVE_INFINITY;
  /** Writes that the disk refused; tried again when it is looked at next. */
  #refused: (() => void)[] = [];
  #isClosed = false;
  #timer: NodeJS.Timeout | null = null;

  /** Deletes what an earlier run left. */
  constructor(directory: string, freeBytesMin: number) {
    this.#directory = directory;
    this.#freeBytesMin = freeBytesMin;
    for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true, force: true });
    this.#watch();
  }

  get diskBytes(): number {
    let total = 0;
    for (const file of this.#files.values()) total += file.endBytes;
    return total;
  }

  write(bytes: Buffer): SpillHandle | null {
    const isRefused = this.#isClosed || this.#refused.length > 0 || this.#freeBytes - bytes.length < this.#freeBytesMin;
    if (isRefused || this.#pendingBytes + bytes.length > storeLimits.spillPendingBytesMax) return null;
    const file = this.#fileFor(bytes.length);
    if (file === null) return null;
    const handle = { file: file.number, offset: file.endBytes, lengthBytes: bytes.length };
    file.endBytes += bytes.length;
    file.liveBytes += bytes.length;
    this.#freeBytes -= bytes.length;
    this.#send(file, handle, bytes);
    return handle;
  }

  read(handle: SpillHandle): Buffer {
    const pending = this.#pending.get(keyOf(handle));
    if (pending !== undefined) return pending;
    const file = this.#files.get(handle.file);
    assert(file !== undefined, 'a page is read before it is freed');
    const bytes = Buffer.allocUnsafeSlow(handle.lengthBytes);
    let total = 0;
    while (total < bytes.length) {
      const count = readSync(file.fd, bytes, total, bytes.length - total, handle.offset + total);
      assert(count > 0, 'a page that was written is there');
      total += count;
    }
    return bytes;
  }

  free(handle: SpillHandle): void {
    const file = this.#files.get(handle.file);
    assert(file !== undefined && file.liveBytes >= handle.lengthBytes, 'a page is freed once');
    file.liveBytes -= handle.lengthBytes;
    this.#dropIfEmpty(file);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#current = null;
    this.#refused = [];
    for (const file of [...this.#files.values()]) {
      file.liveBytes = 0;
      this.#dropIfEmpty(file);
    }
    return Promise.resolve();
  }

  #fileFor(lengthBytes: number): OpenFile | null {
    const current = this.#current;
    if (current !== null && current.endBytes + lengthBytes <= storeLimits.spillFileBytesMax) return current;
    const number = this.#lastNumber + 1;
    const path = join(this.#directory, `page-${number}`);
    try {
      const opened: OpenFile = { number, path, fd: openSync(path, 'wx+', 0o600), endBytes: 0, liveBytes: 0, pendingCount: 0 };
      this.#lastNumber = number;
      this.#files.set(number, opened);
      this.#current = opened;
      if (current !== null) this.#dropIfEmpty(current);
      return opened;
    } catch {
      // No descriptor or no room: the page stays in memory, as it does when the disk is low.
      return null;
    }
  }

  #send(file: OpenFile, handle: SpillHandle, bytes: Buffer): void {
    this.#pending.set(keyOf(handle), bytes);
    this.#pendingBytes += bytes.length;
    file.pendingCount += 1;
    const put = (from: number): void => {
      write(file.fd, bytes, from, bytes.length - from, handle.offset + from, (error, count) => {
        if (error === null && from + count < bytes.length && count > 0) {
          put(from + count);
          return;
        }
        if (error !== null || count === 0) this.#refused.push(() => put(from));
        else this.#sent(file, handle);
      });
    };
    put(0);
  }

  #sent(file: OpenFile, handle: SpillHandle): void {
    this.#pending.delete(keyOf(handle));
    this.#pendingBytes -= handle.lengthBytes;
    file.pendingCount -= 1;
    this.#dropIfEmpty(file);
  }

  #dropIfEmpty(file: OpenFile): void {
    if (file.liveBytes > 0 || file.pendingCount > 0 || !this.#files.has(file.number)) return;
    if (file === this.#current && file.endBytes < reusedBytesMax) {
      file.endBytes = 0;
      return;
    }
    if (file === this.#current) this.#current = null;
    this.#files.delete(file.number);
    closeSync(file.fd);
    unlink(file.path, () => undefined);
  }

  #watch(): void {
    statfs(this.#directory, (error, stats) => {
      if (this.#isClosed) return;
      this.#freeBytes = error ? Number.POSITIVE_INFINITY : stats.bavail * stats.bsize;
      for (const again of this.#refused.splice(0)) again();
      this.#timer = setTimeout(() => this.#watch(), storeLimits.diskCheckMs);
      this.#timer.unref();
    });
  }
}

const keyOf = (handle: SpillHandle): string => `${handle.file}/${handle.offset}`;
