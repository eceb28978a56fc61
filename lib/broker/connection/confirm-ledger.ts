/** What the ledger says when sequences are settled. */
export interface ConfirmListener {
  confirmed(sequence: number, multiple: boolean): void;
  refused(sequence: number): void;
}

const REFUSED = -1;

/**
 * Publisher confirms of one channel that are still owed, in publish order, as runs:
 *
 *   (last sequence of the run, store group it waits for)   group 0: nothing to wait for;  REFUSED: basic.nack
 *
 * A run is settled when its group is durable and all runs before it are settled, so that a basic.ack may always be
 * `multiple`; a transient message behind a persistent one waits for it.
 */
export class ConfirmLedger {
  /** Sequence of the last publish. */
  lastSequence = 0;
  private settledUpTo = 0;
  private readonly ends: number[] = [];
  private readonly groups: number[] = [];
  private head = 0;

  get owedCount(): number {
    return this.lastSequence - this.settledUpTo;
  }

  /** @param group store group of this publish, 0 when nothing was stored */
  published(group: number): void {
    this.append(group);
  }

  refused(): void {
    this.append(REFUSED);
  }

  /** The group that the oldest run waits for; 0 when it can be settled now, -1 when nothing is owed. */
  get waitsForGroup(): number {
    if (this.head === this.ends.length) return -1;
    return Math.max(this.groups[this.head] as number, 0);
  }

  /** Tells the listener all that is settled by `durableGroup`, coalesced. */
  settle(durableGroup: number, listener: ConfirmListener): void {
    let from = this.settledUpTo;
    let upTo = from;
    while (this.head < this.ends.length) {
      const group = this.groups[this.head] as number;
      if (group > durableGroup) break;
      const end = this.ends[this.head] as number;
      this.head++;
      if (group !== REFUSED) {
        upTo = end;
        continue;
      }
      if (upTo > from) listener.confirmed(upTo, upTo - from > 1);
      for (let sequence = upTo + 1; sequence <= end; sequence++) listener.refused(sequence);
      from = end;
      upTo = end;
    }
    if (upTo > from) listener.confirmed(upTo, upTo - from > 1);
    this.settledUpTo = upTo;
    this.compact();
  }

  private append(group: number): void {
    this.lastSequence++;
    const last = this.ends.length - 1;
    // A later publish never waits for an earlier group; it may join the run before it when that waits at least as long.
    if (last >= this.head && joins(this.groups[last] as number, group)) {
      this.ends[last] = this.lastSequence;
      return;
    }
    this.ends.push(this.lastSequence);
    this.groups.push(group);
  }

  private compact(): void {
    if (this.head < this.ends.length) {
      if (this.head < 64) return;
      this.ends.splice(0, this.head);
      this.groups.splice(0, this.head);
    } else {
      this.ends.length = 0;
      this.groups.length = 0;
    }
    this.head = 0;
  }
}

function joins(runGroup: number, group: number): boolean {
  if (runGroup === REFUSED || group === REFUSED) return runGroup === group;
  return group <= runGroup;
}
