import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../base/clock';
import type { Connector } from '../../connectors/connector';
import type { Database } from '../../db/database';
import type { LedgerChange, LedgerRecord } from '../../db/ledger-repository';
import type { OperationRecord } from '../../db/operation-repository';
import { comesFromOutside, type Operation } from '../../model/operations';
import type { BrokerDirectory, LiveBroker } from '../context';
import { toServiceError } from '../errors';
import { AtomicMoveStep } from './atomic-move-step';
import { type BrakeFacts, reasonToBrake } from './brake';
import { defaultOptions, describeOperation } from './describe-operation';
import { DiscardStep } from './discard-step';
import { ImportStep } from './import-step';
import type { LedgerCounts } from './operation-counts';
import { operationLimits } from './operation-limits';
import { Pace } from './pace';
import { PublishStep } from './publish-step';
import { openStates, type Step, type StepWorld } from './step';
import { TargetDepths } from './target-depths';

export type RunnerWorld = { readonly database: Database; readonly brokers: BrokerDirectory; readonly clock: Clock };
type Ending = { readonly state: 'completed' | 'braked'; readonly reason: string | null } | null;
type Interruption = 'paused' | 'cancelled' | 'stopped';

/** Takes one operation from where its journal stands to its end, or to where it is interrupted or braked. */
export class OperationRunner {
  private interruption: Interruption | null = null;
  private readonly abort = new AbortController();
  private sentCount = 0;
  /** Nothing is left open up to here. */
  private lastPosition = -1;
  private readonly cameBackAtStart: number;
  private readonly startedAtMs: number;

  constructor(
    private readonly world: RunnerWorld,
    private record: OperationRecord,
    private readonly counts: LedgerCounts,
  ) {
    this.startedAtMs = world.clock.nowMs();
    this.cameBackAtStart = this.cameBackCount;
  }

  get operation(): Operation {
    const seconds = (this.world.clock.nowMs() - this.startedAtMs) / 1_000;
    const perSecond = this.record.state === 'running' && this.sentCount > 0 && seconds > 0.5 ? this.sentCount / seconds : null;
    return describeOperation(this.record, this.counts.toOperationCounts(), perSecond);
  }

  /** Takes effect between two batches. */
  interrupt(how: Interruption): void {
    this.interruption ??= how;
    this.abort.abort();
  }

  async run(): Promise<void> {
    try {
      const connector = await this.connect();
      if (connector === null) return await this.endInterrupted();
      const step = await this.createStep(connector);
      let ending: Ending;
      try {
        ending = await this.loop(step, new TargetDepths(this.record, connector, this.world.clock));
      } finally {
        await step.close();
      }
      // Only now: what the step still had in hand is in the journal.
      if (ending === null) await this.endInterrupted();
      else await this.end(ending.state, ending.reason);
    } catch (error) {
      const sentence =
        toServiceError(error)?.message ?? 'The console failed in the middle of it; see its log. Nothing is lost: resume goes on from here.';
      await this.end('braked', sentence);
      if (toServiceError(error) === null) throw error;
    } finally {
      this.show();
    }
  }

  /** Null when it was interrupted. */
  private async loop(step: Step, targets: TargetDepths): Promise<Ending> {
    const pace = new Pace(
      this.record.options ?? defaultOptions,
      this.world.clock.nowMs(),
      this.counts.toOperationCounts().total - this.counts.of('held'),
    );
    while (this.interruption === null) {
      const paced = pace.next(this.world.clock.nowMs());
      const room = paced < 1 ? 0 : await targets.roomFor(this.operation.options.targetReadyMax);
      if (paced >= 1 && room < 1) return { state: 'braked', reason: reasonToBrake(this.brakeFacts(await targets.queues())) };
      const size = Math.min(paced, room);
      if (size < 1) {
        await step.settle();
        await this.wait(pace.waitMs);
        continue;
      }
      const entries = await this.world.database.ledger.next(this.record.id, openStates, size, this.lastPosition);
      if (entries.length === 0) return { state: 'completed', reason: null };
      await step.take(entries);
      this.lastPosition = entries.at(-1)?.position ?? this.lastPosition;
      pace.taken(entries.length);
      this.sentCount += entries.length;
      targets.noteSent(entries.length);
      this.show();
      if (pace.isAtCanaryStop) await step.settle();
      const reason = await this.look(pace, targets);
      if (reason !== null) return { state: 'braked', reason };
    }
    return null;
  }

  private async endInterrupted(): Promise<void> {
    if (this.interruption === 'paused') await this.end('paused', null);
    if (this.interruption === 'cancelled') await this.end('cancelled', null);
  }

  /** Asked anew each time: the connection may have been replaced since. */
  private get broker(): LiveBroker {
    return this.world.brokers.get(this.record.brokerId);
  }

  /** After a restart of console and broker the broker may need a while; null when interrupted meanwhile. */
  private async connect(): Promise<Connector | null> {
    const deadline = this.world.clock.nowMs() + operationLimits.connectPatienceMs;
    while (this.interruption === null) {
      try {
        return await this.broker.connect();
      } catch (error) {
        const { code } = toServiceError(error) ?? {};
        const isPassing = code === 'broker-unreachable' || code === 'broker-timeout';
        if (!isPassing || this.world.clock.nowMs() >= deadline) throw error;
      }
      await this.wait(operationLimits.connectRetryMs);
    }
    return null;
  }

  /** Between batches: is anything wrong? At the end of a canary step it waits until outcomes are there. */
  private async look(pace: Pace, targets: TargetDepths): Promise<string | null> {
    const { options, request } = this.operation;
    if (request.destination === null) return null;
    const deadline = this.world.clock.nowMs() + operationLimits.canaryPatienceMs;
    while (pace.isAtCanaryStop && this.interruption === null && this.counts.of('published') > 0 && this.world.clock.nowMs() < deadline) {
      if (reasonToBrake(this.brakeFacts(await targets.queues())) !== null) break;
      await this.wait(100);
    }
    const mustLook = options.canary || options.targetReadyMax !== null || this.cameBackCount > this.cameBackAtStart;
    return mustLook ? reasonToBrake(this.brakeFacts(await targets.queues())) : null;
  }

  private brakeFacts(targets: BrakeFacts['targets']): BrakeFacts {
    return { operation: this.operation, sentCount: this.sentCount, cameBackCount: this.cameBackCount - this.cameBackAtStart, targets };
  }

  /** What was put into quarantine had come back as well. */
  private get cameBackCount(): number {
    return this.counts.of('came-back') + this.counts.of('quarantined');
  }

  private async createStep(connector: Connector): Promise<Step> {
    const world: StepWorld = {
      ...this.world,
      connector,
      record: this.record,
      markUnderWay: (entries) => this.world.database.ledger.markUnderWay(this.record.id, entries),
      journal: (entries, changes) => this.journal(entries, changes),
    };
    const { kind } = this.record.request;
    if (comesFromOutside(kind)) return new ImportStep(world);
    const isRemoval = kind === 'discard' || kind === 'purge';
    if (!isRemoval && kind !== 'copy' && connector.capabilities.has('atomic-move')) return new AtomicMoveStep(world);
    const byId = isRemoval && connector.capabilities.has('settle-by-id');
    const ids = byId ? [] : await this.openIds();
    return isRemoval ? new DiscardStep(world, ids) : new PublishStep(world, ids, kind === 'copy');
  }

  private async openIds(): Promise<readonly string[]> {
    const open = await this.world.database.ledger.next(this.record.id, openStates, operationLimits.planMessagesMax);
    return open.map(({ messageId }) => messageId);
  }

  /** `entries` carry the state that each message had before. */
  private async journal(entries: readonly LedgerRecord[], changes: readonly LedgerChange[]): Promise<void> {
    if (changes.length === 0) return;
    await this.world.database.ledger.change(this.record.id, changes, this.world.clock.nowMs());
    for (const [index, change] of changes.entries()) this.counts.change(entries[index]?.state ?? 'held', change.state);
  }

  private async end(state: 'completed' | 'paused' | 'cancelled' | 'braked', reason: string | null): Promise<void> {
    const endedAtMs = state === 'completed' || state === 'cancelled' ? this.world.clock.nowMs() : null;
    await this.world.database.operations.change(this.record.id, ['running'], { state, stateReason: reason, endedAtMs });
    this.record = { ...this.record, state, stateReason: reason, endedAtMs };
  }

  private show(): void {
    this.broker.showRow('operations', this.record.id, this.operation);
  }

  private async wait(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.abort.signal }).catch(() => undefined);
  }
}
