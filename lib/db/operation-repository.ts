import type { OperationState, Plan, PlanRequest, RunOptions } from '../model/operations';
import type { Operation, PrismaClient } from './generated/client';

/** A plan until it is started; then an operation with the same id. */
export type OperationRecord = {
  readonly id: string;
  readonly brokerId: string;
  readonly request: PlanRequest;
  readonly plan: Plan;
  /** Of the topology that the plan was made for. */
  readonly topologyFingerprint: string;
  readonly state: 'planned' | OperationState;
  readonly stateReason: string | null;
  readonly options: RunOptions | null;
  readonly personId: string;
  readonly personName: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
};

export type OperationChange = Partial<Pick<OperationRecord, 'state' | 'stateReason' | 'options' | 'startedAtMs' | 'endedAtMs'>>;

export class OperationRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async insert(record: OperationRecord): Promise<void> {
    const { request, plan, options, createdAtMs, expiresAtMs, startedAtMs, endedAtMs, ...plain } = record;
    await this.prisma.operation.create({
      data: {
        ...plain,
        virtualHost: request.virtualHost,
        queue: request.queue,
        kind: request.kind,
        request: JSON.stringify(request),
        plan: JSON.stringify(plan),
        options: options && JSON.stringify(options),
        createdAtMs: BigInt(createdAtMs),
        expiresAtMs: BigInt(expiresAtMs),
        startedAtMs: toBigInt(startedAtMs),
        endedAtMs: toBigInt(endedAtMs),
      },
    });
  }

  async find(id: string): Promise<OperationRecord | null> {
    const row = await this.prisma.operation.findUnique({ where: { id } });
    return row && toRecord(row);
  }

  /** Started ones of a broker, newest first; plans are not listed. */
  async list(brokerId: string, limit: number): Promise<OperationRecord[]> {
    const rows = await this.prisma.operation.findMany({
      where: { brokerId, state: { not: 'planned' } },
      orderBy: { createdAtMs: 'desc' },
      take: limit,
    });
    return rows.map(toRecord);
  }

  async listByState(states: readonly OperationRecord['state'][]): Promise<OperationRecord[]> {
    const rows = await this.prisma.operation.findMany({ where: { state: { in: [...states] } }, orderBy: { createdAtMs: 'asc' } });
    return rows.map(toRecord);
  }

  /** Started ones that have not ended, or not before `sinceMs`: those whose messages are still followed. */
  async listFollowed(sinceMs: number): Promise<OperationRecord[]> {
    const rows = await this.prisma.operation.findMany({
      where: { state: { not: 'planned' }, OR: [{ endedAtMs: null }, { endedAtMs: { gt: BigInt(sinceMs) } }] },
      orderBy: { createdAtMs: 'asc' },
    });
    return rows.map(toRecord);
  }

  /** Changes it only while it is in one of the states `from`; false when somebody was faster. */
  async change(id: string, from: readonly OperationRecord['state'][], change: OperationChange): Promise<boolean> {
    const { options, startedAtMs, endedAtMs, ...plain } = change;
    const { count } = await this.prisma.operation.updateMany({
      where: { id, state: { in: [...from] } },
      data: {
        ...plain,
        ...(options !== undefined && { options: options && JSON.stringify(options) }),
        ...(startedAtMs !== undefined && { startedAtMs: toBigInt(startedAtMs) }),
        ...(endedAtMs !== undefined && { endedAtMs: toBigInt(endedAtMs) }),
      },
    });
    return count === 1;
  }

  /** Plans that nobody started go, with their frozen membership. */
  async removeExpiredPlans(nowMs: number): Promise<void> {
    const expired = await this.prisma.operation.findMany({
      where: { state: 'planned', expiresAtMs: { lt: BigInt(nowMs) } },
      select: { id: true },
    });
    const ids = expired.map(({ id }) => id);
    await this.prisma.$transaction([
      this.prisma.ledgerPage.deleteMany({ where: { operationId: { in: ids } } }),
      this.prisma.ledgerFate.deleteMany({ where: { operationId: { in: ids } } }),
      this.prisma.operation.deleteMany({ where: { id: { in: ids } } }),
    ]);
  }
}

const toBigInt = (value: number | null): bigint | null => (value === null ? null : BigInt(value));
const toNumber = (value: bigint | null): number | null => (value === null ? null : Number(value));

// JSON columns and states are written only by this file.
const toRecord = (row: Operation): OperationRecord => ({
  id: row.id,
  brokerId: row.brokerId,
  request: JSON.parse(row.request) as PlanRequest,
  plan: JSON.parse(row.plan) as Plan,
  topologyFingerprint: row.topologyFingerprint,
  state: row.state as OperationRecord['state'],
  stateReason: row.stateReason,
  options: row.options === null ? null : (JSON.parse(row.options) as RunOptions),
  personId: row.personId,
  personName: row.personName,
  createdAtMs: Number(row.createdAtMs),
  expiresAtMs: Number(row.expiresAtMs),
  startedAtMs: toNumber(row.startedAtMs),
  endedAtMs: toNumber(row.endedAtMs),
});
