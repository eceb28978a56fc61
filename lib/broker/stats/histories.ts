import { History } from './history';
import type { SampledObject } from './sampled-object';

const recordEveryMs = 5_000;
/** Objects whose history is kept, and for how long after somebody last asked. */
const watchedMax = 200;
const watchedMs = 900_000;

type Watched = { readonly history: History; readonly sampled: SampledObject; askedAtMs: number };

/** Histories of what people look at: recording begins when an object's samples are first asked for, and ends when nobody asks any more. */
export class Histories {
  private readonly watched = new Map<SampledObject, Watched>();
  private recordedAtMs = Number.NEGATIVE_INFINITY;

  /** Kept for good. */
  constructor(private readonly always: SampledObject) {
    this.watch(always, Number.POSITIVE_INFINITY);
  }

  of(sampled: SampledObject, nowMs: number): History {
    const known = this.watched.get(sampled);
    if (known === undefined) return this.watch(sampled, nowMs);
    known.askedAtMs = Math.max(known.askedAtMs, nowMs);
    return known.history;
  }

  /** Called each tick. */
  record(nowMs: number): void {
    if (Math.floor(nowMs / recordEveryMs) === Math.floor(this.recordedAtMs / recordEveryMs)) return;
    this.recordedAtMs = nowMs;
    for (const [key, { history, sampled, askedAtMs }] of this.watched) {
      if (nowMs - askedAtMs > watchedMs) this.watched.delete(key);
      else history.add(nowMs, sampled.window);
    }
  }

  private watch(sampled: SampledObject, nowMs: number): History {
    if (this.watched.size >= watchedMax) this.forgetLeastAsked();
    const history = new History(sampled.window.fieldCount);
    // As of the last tick, so that the first answer has one sample already.
    if (Number.isFinite(this.recordedAtMs)) history.add(this.recordedAtMs, sampled.window);
    this.watched.set(sampled, { history, sampled, askedAtMs: nowMs });
    return history;
  }

  private forgetLeastAsked(): void {
    let least: Watched | null = null;
    for (const watched of this.watched.values())
      if (watched.sampled !== this.always && (least === null || watched.askedAtMs < least.askedAtMs)) least = watched;
    if (least !== null) this.watched.delete(least.sampled);
  }
}
