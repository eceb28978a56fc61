import type { Connector } from '../../connectors/connector';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { OperationRecord } from '../../db/operation-repository';
import type { ReplayTrace } from '../../model/message';
import { comesFromOutside } from '../../model/operations';
import type { EngineWorld } from './engine-world';
import type { KeyedLock } from './keyed-lock';
import type { LedgerCounts } from './operation-counts';
import { operationLimits } from './operation-limits';
import { quarantine } from './quarantine';
import { originOfEntry, replayIdOf } from './replay-origin';

/**
 * Follows what was replayed until a consumer acknowledged it or it came back, and writes that to the ledger.
 * Only for brokers that tell the fate of a replay id.
 */
export class FateWatcher {
  private timer: NodeJS.Timeout | null = null;
  private busy: Promise<void> | null = null;
  private isStopping = false;
  private followed = new Set<string>();
  /** Where the next tick goes on in each ledger, so that a message that nobody consumes does not hide those behind it. */
  private readonly cursors = new Map<string, number>();

  constructor(
    private readonly world: EngineWorld,
    private readonly countsOf: (record: OperationRecord) => Promise<LedgerCounts>,
    private readonly show: (record: OperationRecord) => Promise<void>,
    private readonly lock: KeyedLock,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.tick(), operationLimits.tickMs).unref();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.timer) clearInterval(this.timer);
    await this.busy;
  }

  isFollowing(id: string): boolean {
    return this.followed.has(id);
  }

  private tick(): void {
    this.busy ??= this.followAll()
      .catch((error: unknown) => this.world.onFault(error, 'fates'))
      .finally(() => {
        this.busy = null;
      });
  }

  private async followAll(): Promise<void> {
    const records = await this.world.database.operations.listFollowed(this.world.clock.nowMs() - operationLimits.watchAfterEndMs);
    const recent = records.filter(({ request }) => request.destination !== null && !comesFromOutside(request.kind));
    this.followed = new Set(recent.map(({ id }) => id));
    for (const record of recent) {
      if (this.isStopping || this.lock.isBusy(record.id)) continue; // a recall changes the same entries
      // One broker that is out of order does not keep the others waiting.
      await this.lock.run(record.id, () => this.follow(record)).catch((error: unknown) => this.world.onFault(error, record.id));
    }
  }

  private async follow(record: OperationRecord): Promise<void> {
    const counts = await this.countsOf(record);
    if (followedStates.every((state) => counts.of(state) === 0) && counts.of('came-back') === 0) return;
    const broker = this.world.brokers.list().find(({ id }) => id === record.brokerId);
    if (broker?.freshness.state !== 'live') return;
    const connector = await broker.connect();
    if (!connector.capabilities.has('replay-trace')) return;
    for (const state of followedStates) {
      const entries = counts.of(state) > 0 ? await this.nextIn(record, state) : [];
      await this.book(record, state, await this.changesOf(record, connector, entries));
    }
    if (counts.of('came-back') === 0 || !connector.capabilities.has('atomic-move')) return;
    const { quarantineAtCount, quarantineBatchMax } = operationLimits;
    const failing = await this.world.database.ledger.cameBack(record.id, quarantineAtCount, quarantineBatchMax);
    await this.book(record, 'came-back', await quarantine(connector, record, failing));
  }

  private async book(record: OperationRecord, from: LedgerRecord['state'], changes: readonly LedgerChange[]): Promise<void> {
    if (changes.length === 0) return;
    const changed = await this.world.database.ledger.changeFrom(record.id, from, changes, this.world.clock.nowMs());
    const counts = await this.countsOf(record);
    for (const { position, state } of changes) if (changed.has(position)) counts.change(from, state);
    await this.show(record);
  }

  private async nextIn(record: OperationRecord, state: LedgerRecord['state']): Promise<readonly LedgerRecord[]> {
    const { ledger } = this.world.database;
    const key = `${record.id} ${state}`;
    const after = this.cursors.get(key) ?? -1;
    const countMax = record.state === 'running' ? operationLimits.traceBatchWhileRunningMax : operationLimits.traceBatchMax;
    const entries = await ledger.next(record.id, [state], countMax, after);
    const last = entries.at(-1);
    if (entries.length < countMax || !last) this.cursors.delete(key);
    else this.cursors.set(key, last.position);
    return entries;
  }

  private async changesOf(record: OperationRecord, connector: Connector, entries: readonly LedgerRecord[]): Promise<LedgerChange[]> {
    const traces = await connector.traceReplays(entries.map(({ position }) => replayIdOf(record.id, position)));
    const byId = new Map<string, ReplayTrace[]>();
    for (const trace of traces) byId.set(trace.replayId, [...(byId.get(trace.replayId) ?? []), trace]);
    return entries.flatMap((entry) => changeOf(entry, byId.get(replayIdOf(record.id, entry.position)) ?? [], record.request.queue) ?? []);
  }
}

/** A broker keeps the fates of replays in its memory; the messages themselves are safe. */
const followedStates = ['published', 'unknown'] as const;
const forgotten = 'The broker no longer knows (restarted since, or too many replays later): it waits in the target, or a consumer had it.';
const isUndecided = ({ state }: ReplayTrace): boolean => state !== 'acknowledged' && state !== 'removed';

/** The worst fate of a message's copies decides; while one copy is still on its way, nothing is decided. */
function changeOf(entry: LedgerRecord, traces: readonly ReplayTrace[], source: string): LedgerChange | null {
  const { position } = entry;
  const died = traces.find(({ state }) => state === 'dead-lettered' || state === 'expired' || state === 'dropped');
  const isBack = traces.some((trace) => trace.queue === source && trace.state !== 'acknowledged');
  if (died || isBack) {
    const cameBackCount = (originOfEntry(entry).replayCount ?? 0) + 1;
    return { position, state: 'came-back', cameBackCount, detail: died ? `${died.state} by ${died.queue}` : `It is back in ${source}.` };
  }
  const reached = traces.filter(({ queue }) => queue !== source);
  if (traces.length === 0) return entry.state === 'unknown' ? null : { position, state: 'unknown', detail: forgotten };
  if (entry.state === 'unknown' && reached.some(isUndecided)) return { position, state: 'published', detail: null };
  if (reached.length === 0 || reached.some(isUndecided)) return null;
  const removed = reached.find(({ state }) => state === 'removed');
  if (removed) return { position, state: 'gone', detail: `Somebody moved or removed it from ${removed.queue}.` };
  return { position, state: 'consumed', detail: `Delivered and acknowledged from ${reached.map(({ queue }) => queue).join(', ')}.` };
}
