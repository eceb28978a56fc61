import type { AuditEntry, AuditOutcome } from '../model/console';
import type { AuditRecord, Prisma, PrismaClient } from './generated/client';

/** A larger value is replaced by its size: the log keeps what changed, it is no second store of definitions. */
const valueBytesMax = 64 * 1024;

export type NewAuditEntry = Omit<AuditEntry, 'id'> & { readonly personId: string | null };
export type AuditFilter = {
  readonly before: string | null; // id of the last entry seen; entries come newest first
  readonly limit: number;
  readonly person: string | null;
  readonly act: string | null;
  readonly outcome: AuditOutcome | null;
  readonly brokerId: string | null;
  readonly text: string | null;
};
export type AuditPage = { readonly entries: readonly AuditEntry[]; readonly next: string | null; readonly totalCount: number };

export class AuditRepository {
  constructor(private readonly prisma: PrismaClient) {}

  /** On disk when it returns. */
  async insert(entry: NewAuditEntry): Promise<string> {
    const { atMs, before, after, ...rest } = entry;
    const row = await this.prisma.auditRecord.create({
      data: { ...rest, at: new Date(atMs), before: encode(before), after: encode(after) },
      select: { id: true },
    });
    return String(row.id);
  }

  async complete(id: string, end: Pick<AuditEntry, 'outcome' | 'reason' | 'before' | 'after'>): Promise<void> {
    await this.prisma.auditRecord.update({
      where: { id: Number(id) },
      data: { outcome: end.outcome, reason: end.reason, before: encode(end.before), after: encode(end.after) },
    });
  }

  async list(filter: AuditFilter): Promise<AuditPage> {
    const where = toWhere(filter);
    const rows = await this.prisma.auditRecord.findMany({
      where: filter.before === null ? where : { AND: [where, { id: { lt: Number(filter.before) } }] },
      orderBy: { id: 'desc' },
      take: filter.limit + 1,
    });
    const entries = rows.slice(0, filter.limit).map(toEntry);
    const next = rows.length > filter.limit ? (entries.at(-1)?.id ?? null) : null;
    return { entries, next, totalCount: await this.prisma.auditRecord.count({ where }) };
  }

  /** Number of entries removed. */
  async prune(olderThanMs: number): Promise<number> {
    return (await this.prisma.auditRecord.deleteMany({ where: { at: { lt: new Date(olderThanMs) } } })).count;
  }
}

function toWhere(filter: AuditFilter): Prisma.AuditRecordWhereInput {
  return {
    ...(filter.person && { OR: [{ personEmail: { contains: filter.person } }, { personName: { contains: filter.person } }] }),
    ...(filter.act && { act: { startsWith: filter.act } }),
    ...(filter.outcome && { outcome: filter.outcome }),
    ...(filter.brokerId && { brokerId: filter.brokerId }),
    ...(filter.text && {
      AND: [
        {
          OR: [
            { subject: { contains: filter.text } },
            { act: { contains: filter.text } },
            { personName: { contains: filter.text } },
            { personEmail: { contains: filter.text } },
            { reason: { contains: filter.text } },
          ],
        },
      ],
    }),
  };
}

function encode(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  return bytes <= valueBytesMax ? text : JSON.stringify({ tooLargeToKeep: true, bytes });
}

const toEntry = (row: AuditRecord): AuditEntry => ({
  id: String(row.id),
  atMs: row.at.getTime(),
  personName: row.personName,
  personEmail: row.personEmail,
  act: row.act,
  outcome: row.outcome as AuditOutcome, // written only by `insert` and `complete`
  brokerId: row.brokerId,
  subject: row.subject,
  reason: row.reason,
  before: row.before === null ? null : JSON.parse(row.before),
  after: row.after === null ? null : JSON.parse(row.after),
});
