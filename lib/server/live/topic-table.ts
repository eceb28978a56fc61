import { rowsEqual } from './rows-equal';

export type TableChange = { readonly upsert: readonly object[]; readonly remove: readonly string[] };

/** The rows of one topic by key, and what changed since they were last set. */
export class TopicTable {
  #rows = new Map<string, object>();

  get rows(): readonly object[] {
    return [...this.#rows.values()];
  }

  get entries(): readonly (readonly [string, object])[] {
    return [...this.#rows];
  }

  /** Replaces all rows; null when nothing changed. */
  replace(rows: readonly object[], keyOf: (row: never) => string): TableChange | null {
    const next = new Map<string, object>();
    const upsert: object[] = [];
    for (const row of rows) {
      const key = keyOf(row as never); // each topic's key function reads the rows of that topic
      const known = this.#rows.get(key);
      const isSame = known !== undefined && rowsEqual(known, row);
      next.set(key, isSame ? known : row);
      if (!isSame) upsert.push(row);
    }
    const remove = [...this.#rows.keys()].filter((key) => !next.has(key));
    this.#rows = next;
    return upsert.length === 0 && remove.length === 0 ? null : { upsert, remove };
  }

  set(key: string, row: object): void {
    this.#rows.set(key, row);
  }

  delete(key: string): void {
    this.#rows.delete(key);
  }
}
