import { readdir, readFile, statfs } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

const refreshMs = 5_000;

/** What the process and its disk are at; refreshed beside the traffic, never on a request. Null where the system does not tell. */
export class NodeFigures {
  memoryBytes = process.memoryUsage.rss();
  diskFreeBytes: number | null = null;
  fileDescriptorCount: number | null = null;
  fileDescriptorLimit: number | null = null;
  readonly processorCount = availableParallelism();
  private refreshedAtMs = Number.NEGATIVE_INFINITY;
  private isRefreshing = false;

  constructor(private readonly dataDirectory: string) {}

  /** Called each tick; the dear figures follow every refreshMs. */
  sample(nowMs: number): void {
    this.memoryBytes = process.memoryUsage.rss();
    if (this.isRefreshing || nowMs - this.refreshedAtMs < refreshMs) return;
    this.refreshedAtMs = nowMs;
    this.isRefreshing = true;
    void this.refresh().finally(() => {
      this.isRefreshing = false;
    });
  }

  /** Resolves when all figures have been read once more. */
  async refresh(): Promise<void> {
    const [disk, descriptors, limits] = await Promise.all([
      statfs(this.dataDirectory).catch(() => null),
      readdir('/proc/self/fd').catch(() => null),
      readFile('/proc/self/limits', 'utf8').catch(() => null),
    ]);
    this.diskFreeBytes = disk === null ? null : disk.bavail * disk.bsize;
    this.fileDescriptorCount = descriptors?.length ?? null;
    const limit = limits?.match(/^Max open files\s+(\d+)/m)?.[1];
    this.fileDescriptorLimit = limit === undefined ? null : Number(limit);
  }
}
