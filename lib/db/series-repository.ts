import type { SeriesSubject } from '../model/live';
import type { PrismaClient } from './generated/client';
import { decodePoints, encodePoints, pointIntervalMs, type StoredPoint } from './series-points';

export type SeriesBatch = { readonly subject: SeriesSubject; readonly startMs: number; readonly points: readonly StoredPoint[] };

/** Rows of one INSERT: one commit for many subjects, and far below SQLite's bound on parameters. */
const insertRowsMax = 200;

export class SeriesRepository {
  constructor(private readonly prisma: PrismaClient) {}

  async append(brokerId: string, batches: readonly SeriesBatch[]): Promise<void> {
    for (let start = 0; start < batches.length; start += insertRowsMax) {
      const rows = batches.slice(start, start + insertRowsMax);
      await this.prisma.seriesBatch.createMany({
        data: rows.map(({ subject, startMs, points }) => ({ brokerId, subject, startMs: BigInt(startMs), points: encodePoints(points) })),
      });
    }
  }

  /** Points at or after `sinceMs`, oldest first. */
  async read(brokerId: string, subject: SeriesSubject, sinceMs: number): Promise<{ atMs: number; point: StoredPoint }[]> {
    const batchSpanMs = 120_000; // longer than any batch, so that one that began before `sinceMs` is not missed
    const rows = await this.prisma.seriesBatch.findMany({
      where: { brokerId, subject, startMs: { gte: BigInt(sinceMs - batchSpanMs) } },
      orderBy: { startMs: 'asc' },
    });
    return rows
      .flatMap((row) => decodePoints(row.points).map((point, index) => ({ atMs: Number(row.startMs) + index * pointIntervalMs, point })))
      .filter(({ atMs }) => atMs >= sinceMs);
  }

  async prune(olderThanMs: number): Promise<void> {
    await this.prisma.seriesBatch.deleteMany({ where: { startMs: { lt: BigInt(olderThanMs) } } });
  }
}
