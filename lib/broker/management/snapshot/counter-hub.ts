import type { Queue } from '../../queue/queue';
import type { Statistics } from '../../stats/statistics';
import type { VirtualHost } from '../../vhost/virtual-host';

/** What one reader of the counter stream has not been told yet. */
export class CounterBacklog {
  readonly changed = new Set<Queue>();
  readonly removed: Queue[] = [];
}

/** Looks once a tick which queues moved, for all readers together. Works only while somebody reads. */
export class CounterHub {
  private readonly readers = new Map<CounterBacklog, () => void>();
  private readonly known = new Map<Queue, number>();
  private stop: (() => void) | null = null;

  constructor(
    private readonly virtualHosts: () => Iterable<VirtualHost>,
    private readonly statistics: Statistics,
  ) {}

  get readerCount(): number {
    return this.readers.size;
  }

  /** `wake` is called after each tick. The new reader's backlog holds every queue. */
  join(wake: () => void): CounterBacklog {
    const backlog = new CounterBacklog();
    for (const queue of this.queues()) backlog.changed.add(queue);
    this.readers.set(backlog, wake);
    this.stop ??= this.statistics.onTick(() => this.tick());
    return backlog;
  }

  leave(backlog: CounterBacklog): void {
    this.readers.delete(backlog);
    if (this.readers.size > 0) return;
    this.stop?.();
    this.stop = null;
    this.known.clear();
  }

  private tick(): void {
    for (const queue of this.queues()) {
      const revision = this.statistics.of(queue)?.revision ?? 0;
      if (this.known.get(queue) === revision) continue;
      this.known.set(queue, revision);
      for (const backlog of this.readers.keys()) backlog.changed.add(queue);
    }
    for (const queue of this.known.keys()) {
      if (!queue.isDeleted) continue;
      this.known.delete(queue);
      for (const backlog of this.readers.keys()) {
        backlog.changed.delete(queue);
        backlog.removed.push(queue);
      }
    }
    for (const wake of this.readers.values()) wake();
  }

  private *queues(): Generator<Queue> {
    for (const virtualHost of this.virtualHosts()) yield* virtualHost.queues.values();
  }
}
