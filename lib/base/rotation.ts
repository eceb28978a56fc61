/** Lets each of a changing list go first in turn, so that what is shared does not always go to the same one. */
export class Rotation {
  private first = 0;

  /** @returns all of them, beginning one further on than the last time */
  next<T>(items: Iterable<T>): T[] {
    const all = [...items];
    if (all.length < 2) return all;
    this.first = (this.first + 1) % all.length;
    return [...all.slice(this.first), ...all.slice(0, this.first)];
  }
}
