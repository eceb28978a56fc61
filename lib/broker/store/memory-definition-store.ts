import type { DefinitionStore } from '../ports';

/** The definition store's twin without a disk: the same contract, nothing survives the object. */
export class MemoryDefinitionStore implements DefinitionStore {
  readonly #kinds = new Map<string, Map<string, string>>();
  refusal: string | null = null;
  changeCount = 0;
  #waiting: (() => void)[] = [];
  #lastQueueId = 0;

  put(kind: string, key: string, value: unknown): void {
    this.changeCount++;
    const entries = this.#kinds.get(kind) ?? new Map<string, string>();
    this.#kinds.set(kind, entries);
    // As JSON, so that a value which would not survive a real restart does not survive here either.
    entries.set(key, JSON.stringify(value));
  }

  remove(kind: string, key: string): void {
    this.changeCount++;
    this.#kinds.get(kind)?.delete(key);
  }

  whenDurable(then: () => void): void {
    this.#waiting.push(then);
    if (this.#waiting.length === 1) setImmediate(() => this.#flush());
  }

  load(): ReadonlyMap<string, ReadonlyMap<string, unknown>> {
    const parsed = new Map<string, ReadonlyMap<string, unknown>>();
    for (const [kind, entries] of this.#kinds) {
      const values = new Map<string, unknown>();
      for (const [key, json] of entries) values.set(key, JSON.parse(json));
      parsed.set(kind, values);
    }
    return parsed;
  }

  nextQueueId(): number {
    this.#lastQueueId += 1;
    return this.#lastQueueId;
  }

  close(): Promise<void> {
    this.#flush();
    return Promise.resolve();
  }

  #flush(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const then of due) then();
  }
}
