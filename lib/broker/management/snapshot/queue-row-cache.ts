import type { Queue } from '../../queue/queue';
import type { Statistics } from '../../stats/statistics';
import type { ManagedBroker } from '../managed-broker';
import { queueRow } from '../shapes/queue-row';

/** Deletions remembered; a reader who comes back later than that gets everything. */
const removalsMax = 20_000;

export type CachedRow = { json: string; revision: number; fingerprint: readonly unknown[] };
export type Removal = { readonly revision: number; readonly virtualHost: string; readonly name: string };

/**
 * The rows of queues as JSON, written anew only for those that changed: ten thousand quiet queues cost a comparison each.
 * Revisions number the rewrites, so that a reader can ask for what changed since its last look.
 */
export class QueueRowCache {
  private readonly rows = new Map<Queue, CachedRow>();
  private removals: Removal[] = [];
  private forgottenRevision = 0;
  revision = 0;

  constructor(
    private readonly broker: ManagedBroker,
    private readonly statistics: Statistics,
  ) {}

  /** Brings the row up to date. */
  refresh(queue: Queue): CachedRow {
    const fingerprint = fingerprintOf(queue, this.statistics);
    const known = this.rows.get(queue);
    if (known?.fingerprint.every((value, index) => value === fingerprint[index])) return known;
    const json = JSON.stringify(queueRow(queue, this.broker, this.statistics));
    const row = known ?? { json, revision: 0, fingerprint };
    row.json = json;
    row.fingerprint = fingerprint;
    this.revision++;
    row.revision = this.revision;
    if (known === undefined) this.rows.set(queue, row);
    return row;
  }

  /** Forgets what was deleted, and remembers that it was. */
  sweep(): void {
    for (const queue of this.rows.keys()) {
      if (!queue.isDeleted) continue;
      this.rows.delete(queue);
      this.revision++;
      this.removals.push({ revision: this.revision, virtualHost: queue.identity.virtualHost, name: queue.name });
    }
    const surplus = this.removals.length - removalsMax;
    if (surplus <= 0) return;
    this.forgottenRevision = this.removals[surplus - 1]?.revision ?? this.forgottenRevision;
    this.removals = this.removals.slice(surplus);
  }

  /** Null when not all deletions since then are known any more. */
  removalsSince(revision: number): readonly Removal[] | null {
    if (revision < this.forgottenRevision || revision > this.revision) return null;
    return this.removals.filter((removal) => removal.revision > revision);
  }
}

/** Whatever a row is made of, in figures that are cheap to look at. Rates come with the sample's revision. */
function fingerprintOf(queue: Queue, statistics: Statistics): readonly unknown[] {
  const { counters } = queue;
  return [
    statistics.of(queue)?.revision ?? 0,
    queue.readyCount,
    queue.unacknowledgedCount,
    queue.consumerCount,
    queue.lastUsedMs,
    queue.policies,
    counters.publish + counters.acknowledge + counters.redeliver,
    counters.deliver + counters.deliverNoAck + counters.get + counters.getNoAck + counters.getEmpty,
  ];
}
