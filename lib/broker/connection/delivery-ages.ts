/** A channel that is asked every half a minute needs this many to cover eight hours; later deliveries then count as younger than they are. */
const SAMPLES_MAX = 1_000;

type Sample = { readonly tag: number; readonly atMs: number };

/**
 * How long deliveries have been out, without a clock on each of them: delivery tags only grow, so that a note of the last tag at
 * each check says since when at the latest all up to it are out.
 */
export class DeliveryAges {
  private samples: Sample[] = [];

  /** `lastTag` was delivered by now; those before `oldestTag` are settled. */
  note(lastTag: number, oldestTag: number, nowMs: number): void {
    this.samples = this.samples.filter((sample) => sample.tag >= oldestTag);
    const isNew = (this.samples.at(-1)?.tag ?? 0) < lastTag;
    if (isNew && this.samples.length < SAMPLES_MAX) this.samples.push({ tag: lastTag, atMs: nowMs });
  }

  /** Never more than it really is; less by up to the time between two checks. */
  ageMs(tag: number, nowMs: number): number {
    const sample = this.samples.find((candidate) => candidate.tag >= tag);
    return sample === undefined ? 0 : nowMs - sample.atMs;
  }
}
