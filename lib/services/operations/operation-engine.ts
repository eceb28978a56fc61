import type { OperationRecord } from '../../db/operation-repository';
import type { Operation } from '../../model/operations';
import type { Operations } from '../context';
import { ServiceError } from '../errors';
import { describeOperation } from './describe-operation';
import type { EngineWorld } from './engine-world';
import { FateWatcher } from './fate-watcher';
import { KeyedLock } from './keyed-lock';
import { LedgerCounts } from './operation-counts';
import { operationLimits } from './operation-limits';
import { OperationRunner } from './operation-runner';

/** Runs operations in the console's process, whoever looks. What was running when the process died goes on by itself. */
export class OperationEngine implements Operations {
  private readonly runners = new Map<string, { runner: OperationRunner; ended: Promise<void> }>();
  /** Counts of operations that run or whose messages are still followed; shared with their runner. */
  private readonly counts = new Map<string, LedgerCounts>();
  private readonly watcher: FateWatcher;
  private readonly lock = new KeyedLock();
  private isStopping = false;

  constructor(private readonly world: EngineWorld) {
    this.watcher = new FateWatcher(
      world,
      (record) => this.countsOf(record.id),
      (record) => this.show(record),
      this.lock,
    );
  }

  /** Operations that were running when the last process ended, in the order in which they were made. */
  async resumeInterrupted(): Promise<void> {
    const isKnown = (record: OperationRecord) => this.world.brokers.list().some(({ id }) => id === record.brokerId);
    for (const record of await this.world.database.operations.listByState(['running'])) if (isKnown(record)) await this.launch(record);
    this.watcher.start();
  }

  exclusively<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    return this.lock.run(key, work);
  }

  /** The record must be in state `running` on disk already. */
  async launch(record: OperationRecord): Promise<Operation> {
    await this.runners.get(record.id)?.ended; // it may still be giving back what it held
    const runner = new OperationRunner(this.world, record, await this.countsOf(record.id));
    const ended = runner
      .run()
      .catch((error: unknown) => this.world.onFault(error, record.id))
      .finally(() => this.runners.delete(record.id));
    this.runners.set(record.id, { runner, ended });
    return runner.operation;
  }

  /** Resolves when the batch under way is done and the new state is on disk. */
  async interrupt(id: string, how: 'paused' | 'cancelled'): Promise<void> {
    const running = this.runners.get(id);
    running?.runner.interrupt(how);
    await running?.ended;
  }

  runningCount(brokerId: string): number {
    return [...this.runners.values()].filter(({ runner }) => runner.operation.brokerId === brokerId).length;
  }

  async describe(record: OperationRecord): Promise<Operation> {
    const running = this.runners.get(record.id);
    if (running) return running.runner.operation;
    return describeOperation(record, (await this.countsOf(record.id)).toOperationCounts(), null);
  }

  /** Counts kept in memory are those of the journal; anything that changes the journal beside a runner changes them too. */
  async countsOf(id: string): Promise<LedgerCounts> {
    const known = this.counts.get(id);
    if (known) return known;
    const counts = new LedgerCounts(await this.world.database.ledger.countByState(id));
    // Two may have asked at once: the first one that was kept stays the one.
    const kept = this.counts.get(id) ?? counts;
    this.counts.set(id, kept);
    if (this.counts.size > operationLimits.listMax * 4) this.forgetIdle();
    return kept;
  }

  async show(record: OperationRecord): Promise<void> {
    this.world.brokers.get(record.brokerId).showRow('operations', record.id, await this.describe(record));
  }

  async find(brokerId: string, id: string): Promise<OperationRecord> {
    const record = await this.world.database.operations.find(id);
    if (record?.brokerId !== brokerId || record.state === 'planned')
      throw new ServiceError('not-found', `There is no operation ${id} on this broker.`);
    return record;
  }

  /** Ends between two batches; what runs stays `running` on disk and goes on at the next start. */
  async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    await this.watcher.stop();
    for (const { runner } of this.runners.values()) runner.interrupt('stopped');
    await Promise.all([...this.runners.values()].map(({ ended }) => ended));
  }

  private forgetIdle(): void {
    for (const id of this.counts.keys()) if (!this.runners.has(id) && !this.watcher.isFollowing(id)) this.counts.delete(id);
  }
}
