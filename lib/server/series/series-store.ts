import type { Clock } from '../../base/clock';
import type { StoredPoint } from '../../db/series-points';
import type { SeriesRepository } from '../../db/series-repository';
import {
  type BrokerSnapshot,
  queueSubject,
  type Series,
  type SeriesField,
  type SeriesPoint,
  type SeriesSubject,
  seriesFields,
} from '../../model/live';
import { PointFold } from './point-fold';
import { isActive, pointOfOverview, pointOfQueue } from './points-of-snapshot';
import { SeriesRing } from './series-ring';

const ringPointsMax = 900; // 15 minutes at one a second
export const ringMinutes = 15;
/** Subjects kept for one broker: at 40 kB each about 10 MB. The overview and whatever somebody watches come first. */
const subjectsMax = 256;
/** An idle queue makes room for a busy one after this long. */
const idleKeepMs = 15 * 60_000;

type Track = { readonly ring: SeriesRing; readonly fold: PointFold; activeAtMs: number; latest: SeriesPoint | null };

/** The time series of one broker: every poll for 15 minutes in memory, 10 s points for a day in the database. */
export class SeriesStore {
  readonly #tracks = new Map<SeriesSubject, Track>();
  readonly #watcherCounts = new Map<SeriesSubject, number>();

  constructor(
    private readonly brokerId: string,
    private readonly repository: SeriesRepository,
    private readonly clock: Clock,
  ) {}

  observe(snapshot: BrokerSnapshot, atMs: number): void {
    this.record('overview', atMs, pointOfOverview(snapshot.overview), true);
    for (const queue of snapshot.queues) {
      const subject = queueSubject(queue.virtualHost, queue.name);
      const isBusy = isActive(queue);
      if (isBusy || this.#tracks.has(subject) || this.#watcherCounts.has(subject)) this.record(subject, atMs, pointOfQueue(queue), isBusy);
    }
  }

  latest(subject: SeriesSubject): SeriesPoint | null {
    return this.#tracks.get(subject)?.latest ?? null;
  }

  /** While watched, a subject is recorded even when idle. */
  watch(subject: SeriesSubject): void {
    this.#watcherCounts.set(subject, (this.#watcherCounts.get(subject) ?? 0) + 1);
  }

  unwatch(subject: SeriesSubject): void {
    const count = (this.#watcherCounts.get(subject) ?? 0) - 1;
    if (count > 0) this.#watcherCounts.set(subject, count);
    else this.#watcherCounts.delete(subject);
  }

  /** Up to 15 minutes as polled; beyond, and where memory does not reach back far enough, points of 10 s. */
  async read(subject: SeriesSubject, minutes: number): Promise<Series> {
    const sinceMs = this.clock.nowMs() - minutes * 60_000;
    const track = this.#tracks.get(subject);
    const fine = track && minutes <= ringMinutes ? [...track.ring.since(sinceMs)] : [];
    const fineFromMs = fine[0]?.atMs ?? Number.POSITIVE_INFINITY;
    const stored = await this.repository.read(this.brokerId, subject, sinceMs);
    const coarse = [...stored, ...(track?.fold.pending() ?? [])].filter(({ atMs }) => atMs >= sinceMs && atMs < fineFromMs);
    return toColumns(subject, [...coarse, ...fine]);
  }

  /** Stores what is complete; at the end also what is not. */
  async flush(isEnd: boolean): Promise<void> {
    const batches = [...this.#tracks].flatMap(([subject, track]) => track.fold.take(subject, isEnd));
    if (batches.length > 0) await this.repository.append(this.brokerId, batches);
  }

  private record(subject: SeriesSubject, atMs: number, point: StoredPoint, isBusy: boolean): void {
    const track = this.#tracks.get(subject) ?? this.makeTrack(subject, atMs);
    if (!track) return;
    track.ring.push(atMs, point);
    track.fold.add(atMs, point);
    track.latest = { subject, atMs, values: point };
    if (isBusy) track.activeAtMs = atMs;
  }

  private makeTrack(subject: SeriesSubject, atMs: number): Track | null {
    if (this.#tracks.size >= subjectsMax && !this.makeRoom(atMs, this.#watcherCounts.has(subject))) return null;
    const track = { ring: new SeriesRing(ringPointsMax), fold: new PointFold(), activeAtMs: atMs, latest: null };
    this.#tracks.set(subject, track);
    return track;
  }

  /** Drops the subject that has been idle for longest, if that is long enough or somebody looks at the new one. */
  private makeRoom(nowMs: number, isUrgent: boolean): boolean {
    let idlest: SeriesSubject | null = null;
    let idlestAtMs = isUrgent ? Number.POSITIVE_INFINITY : nowMs - idleKeepMs;
    for (const [subject, track] of this.#tracks) {
      if (subject === 'overview' || this.#watcherCounts.has(subject) || track.activeAtMs >= idlestAtMs) continue;
      idlest = subject;
      idlestAtMs = track.activeAtMs;
    }
    return idlest !== null && this.#tracks.delete(idlest);
  }
}

function toColumns(subject: SeriesSubject, points: readonly { readonly atMs: number; readonly point: StoredPoint }[]): Series {
  const fields = {} as Record<SeriesField, (number | null)[]>;
  for (const field of seriesFields) fields[field] = points.map(({ point }) => point[field]);
  return { subject, timesMs: points.map(({ atMs }) => atMs), fields };
}
