import type { TypedTable } from '../../model/field-table';
import { headerValueKey } from '../../model/routing/message-headers';
import type { Binding, Exchange } from '../exchange/exchange';
import type { DefinitionStore } from '../ports';
import { isKept, type Queue } from '../queue/queue';
import { definitionKey, definitionKinds } from './stored-definitions';

const argumentsKey = (table: TypedTable): string =>
  [...table]
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map((field) => `${JSON.stringify(field.key)}=${headerValueKey(field.value)}`)
    .join();

const isDurable = (end: Exchange | Queue): boolean => (end.kind === 'queue' ? isKept(end.identity) : end.identity.isDurable);

/** Kept over a restart, as both its ends are. */
export const isDurableBinding = ({ source, destination }: Binding): boolean => isDurable(source) && isDurable(destination);

/** All explicit bindings of a virtual host. A binding is its four parts: the same twice is one. */
export class BindingTable {
  private readonly byKey = new Map<string, Binding>();
  private readonly byDestination = new Map<Exchange | Queue, Set<Binding>>();

  constructor(
    private readonly virtualHost: string,
    private readonly definitions: DefinitionStore,
  ) {}

  get size(): number {
    return this.byKey.size;
  }

  /** @returns false when there was the same one already */
  add(binding: Binding): boolean {
    const key = this.keyOf(binding);
    if (this.byKey.has(key)) return false;
    this.byKey.set(key, binding);
    const incoming = this.byDestination.get(binding.destination) ?? new Set();
    incoming.add(binding);
    this.byDestination.set(binding.destination, incoming);
    binding.source.add(binding);
    if (isDurableBinding(binding)) this.keep(key, binding);
    return true;
  }

  find(parts: Binding): Binding | null {
    return this.byKey.get(this.keyOf(parts)) ?? null;
  }

  remove(binding: Binding): void {
    const key = this.keyOf(binding);
    if (!this.byKey.delete(key)) return;
    const incoming = this.byDestination.get(binding.destination);
    incoming?.delete(binding);
    if (incoming?.size === 0) this.byDestination.delete(binding.destination);
    binding.source.remove(binding);
    if (isDurableBinding(binding)) this.definitions.remove(definitionKinds.binding, key);
  }

  to(destination: Exchange | Queue): Binding[] {
    return [...(this.byDestination.get(destination) ?? [])];
  }

  list(): IterableIterator<Binding> {
    return this.byKey.values();
  }

  private keyOf({ source, destination, routingKey, arguments: table }: Binding): string {
    return definitionKey(this.virtualHost, source.name, destination.kind, destination.name, routingKey, argumentsKey(table));
  }

  private keep(key: string, { source, destination, routingKey, arguments: table }: Binding): void {
    this.definitions.put(definitionKinds.binding, key, {
      virtualHost: this.virtualHost,
      source: source.name,
      destination: destination.name,
      destinationType: destination.kind,
      routingKey,
      arguments: table,
    });
  }
}
