import type { Group } from './group';
import type { LogWriter } from './log-writer';
import { endlessSequence, high, recordType } from './record-format';
import { storeLimits } from './store-limits';

const completeFlag = 1 << 8;
const endlessWord = 0xffff_ffff;

/**
 * Which queues deliver, so that their survivors are flagged redelivered after a crash. A queue carried over from a crash is
 * marked up to the last sequence it had; one that delivers in this run has no end. The whole set is stated at the head of
 * each segment, so no segment is kept for its markers.
 */
export class DeliveryMarkers {
  /** Queue id -> sequence up to which survivors may have been delivered. */
  readonly #upTo: Map<number, number>;
  readonly #carried: ReadonlyMap<number, number>;
  /** Dropped whole, so there is nothing to flag; marked again with the next message, for its consumers may still be there. */
  readonly #dormant = new Set<number>();

  constructor(
    readonly log: LogWriter,
    carried: ReadonlyMap<number, number>,
  ) {
    this.#carried = carried;
    this.#upTo = new Map(carried);
  }

  note(queueId: number): void {
    if (this.#upTo.get(queueId) === endlessSequence) return;
    this.#upTo.set(queueId, endlessSequence);
    this.#dormant.delete(queueId);
    writeMarkers(this.log.begin(16), new Map([[queueId, endlessSequence]]), 0);
    // Not lazily: the delivery that is about to happen can't wait for it, so it should follow at once.
    this.log.hurry();
  }

  /** True when it was marked: its end must then be written. */
  forget(queueId: number): boolean {
    if (this.#upTo.get(queueId) === endlessSequence && this.#dormant.size < storeLimits.dormantMarkerCountMax) this.#dormant.add(queueId);
    return this.#upTo.delete(queueId);
  }

  /** An empty queue got a message. */
  wake(queueId: number): void {
    if (this.#dormant.size > 0 && this.#dormant.has(queueId)) this.note(queueId);
  }

  writeAll(group: Group): void {
    writeMarkers(group, this.#upTo, completeFlag);
  }

  /** A clean stop: what was returned is recorded one by one, only what an earlier crash left in doubt stays marked. */
  writeClean(group: Group): void {
    const stillCarried = new Map([...this.#carried].filter(([queueId]) => this.#upTo.has(queueId)));
    writeMarkers(group, stillCarried, completeFlag);
  }
}

function writeMarkers(group: Group, markers: ReadonlyMap<number, number>, flag: number): void {
  group.push(recordType.delivering | flag);
  group.push(markers.size);
  for (const [queueId, upTo] of markers) {
    group.push(queueId);
    group.push(upTo === endlessSequence ? endlessWord : upTo % 2 ** 32);
    group.push(upTo === endlessSequence ? endlessWord : high(upTo));
  }
}

/** Applies a delivering record at words[at]. */
export function readMarkers(words: Uint32Array, at: number, markers: Map<number, number>): void {
  const count = words[at + 1] ?? 0;
  if (((words[at] ?? 0) & completeFlag) !== 0) markers.clear();
  const end = at + 2 + count * 3;
  for (let index = at + 2; index < end; index += 3) {
    const highWord = words[index + 2] ?? 0;
    const upTo = highWord === endlessWord ? endlessSequence : (words[index + 1] ?? 0) + highWord * 2 ** 32;
    markers.set(words[index] ?? 0, upTo);
  }
}
