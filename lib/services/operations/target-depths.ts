import type { Clock } from '../../base/clock';
import type { Connector } from '../../connectors/connector';
import type { OperationRecord } from '../../db/operation-repository';
import type { Queue } from '../../model/resources';
import { operationLimits } from './operation-limits';

/**
 * How full the targets of an operation are. Read from the broker itself, because the console's own picture may be seconds
 * old while nobody looks, and a replay sends thousands in that time.
 */
export class TargetDepths {
  private known: readonly Queue[] = [];
  private readAtMs = Number.NEGATIVE_INFINITY;
  private sentSince = 0;

  constructor(
    private readonly record: OperationRecord,
    private readonly connector: Connector,
    private readonly clock: Clock,
  ) {}

  /** At most `depthAgeMaxMs` old. */
  async queues(): Promise<readonly Queue[]> {
    if (this.clock.nowMs() - this.readAtMs > operationLimits.depthAgeMaxMs) await this.read();
    return this.known;
  }

  /** Messages that may still be sent before a target reaches its bound. */
  async roomFor(readyMax: number | null): Promise<number> {
    if (readyMax === null) return Number.POSITIVE_INFINITY;
    await this.queues();
    if (this.roomUnder(readyMax) < 1) await this.read(); // consumers may have made room since
    return this.roomUnder(readyMax);
  }

  noteSent(count: number): void {
    this.sentSince += count;
  }

  private roomUnder(readyMax: number): number {
    return readyMax - this.sentSince - Math.max(0, ...this.known.map(({ readyCount }) => readyCount ?? 0));
  }

  private async read(): Promise<void> {
    const { request, plan } = this.record;
    const names = new Set(plan.targets.map(({ queue }) => queue));
    const { queues } = await this.connector.readSnapshot({ withTopology: false });
    this.known = queues.filter(({ virtualHost, name }) => virtualHost === request.virtualHost && names.has(name));
    this.readAtMs = this.clock.nowMs();
    this.sentSince = 0;
  }
}
