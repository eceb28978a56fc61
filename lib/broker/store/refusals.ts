/** Why the store takes no more, if it does not. The gravest reason that holds is the one that is told. */
export class Refusals {
  #failure: string | null = null;
  #full: string | null = null;
  #low: string | null = null;
  #told: string | null = null;
  readonly #listeners: ((refusal: string | null) => void)[] = [];

  get current(): string | null {
    return this.#failure ?? this.#full ?? this.#low;
  }

  listen(listener: (refusal: string | null) => void): void {
    this.#listeners.push(listener);
  }

  /** Never taken back. */
  fail(reason: string): void {
    this.#failure = reason;
    this.#tell();
  }

  setFull(reason: string | null): void {
    if (this.#full === reason) return;
    this.#full = reason;
    this.#tell();
  }

  setLow(reason: string | null): void {
    if (this.#low === reason) return;
    this.#low = reason;
    this.#tell();
  }

  #tell(): void {
    const { current } = this;
    if (current === this.#told) return;
    this.#told = current;
    for (const listener of this.#listeners) listener(current);
  }
}
