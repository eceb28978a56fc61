import type { DefinitionStore } from '../ports';

const storeKind = 'global-parameter';
const clusterNameKey = 'cluster_name';

/** Named values of the whole broker: the cluster's name, and whatever tools keep here. Durable. */
export class GlobalParameters {
  private readonly values = new Map<string, unknown>();

  constructor(
    private readonly store: DefinitionStore,
    loaded: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
    private readonly defaultClusterName: string,
  ) {
    for (const [name, value] of loaded.get(storeKind) ?? []) this.values.set(name, value);
  }

  get clusterName(): string {
    const name = this.values.get(clusterNameKey);
    return typeof name === 'string' ? name : this.defaultClusterName;
  }

  setClusterName(name: string): void {
    this.set(clusterNameKey, name);
  }

  list(): { name: string; value: unknown }[] {
    return [...this.values].map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): { name: string; value: unknown } | null {
    return this.values.has(name) ? { name, value: this.values.get(name) } : null;
  }

  /** Returns whether it is new. */
  set(name: string, value: unknown): boolean {
    const isNew = !this.values.has(name);
    this.values.set(name, value);
    this.store.put(storeKind, name, value);
    return isNew;
  }

  delete(name: string): boolean {
    if (!this.values.delete(name)) return false;
    this.store.remove(storeKind, name);
    return true;
  }
}
