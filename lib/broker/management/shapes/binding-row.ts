import { toPlainTable } from '../../../model/field-table-plain';
import type { Binding } from '../../exchange/exchange';
import type { Queue } from '../../queue/queue';
import type { VirtualHost } from '../../vhost/virtual-host';
import type { JsonObject } from '../http/json-object';
import { propertiesKey } from './properties-key';

export const bindingRow = (binding: Binding, virtualHost: string): JsonObject => ({
  source: binding.source.name,
  vhost: virtualHost,
  destination: binding.destination.name,
  destination_type: binding.destination.kind,
  routing_key: binding.routingKey,
  arguments: toPlainTable(binding.arguments),
  properties_key: propertiesKey(binding.routingKey, binding.arguments),
});

/** RabbitMQ lists the default exchange's bindings too, which nobody made: each queue by its name. */
export const defaultBindingRow = (queue: Queue): JsonObject => ({
  source: '',
  vhost: queue.identity.virtualHost,
  destination: queue.name,
  destination_type: 'queue',
  routing_key: queue.name,
  arguments: {},
  properties_key: propertiesKey(queue.name, []),
});

export type ListedBinding =
  | { readonly kind: 'default'; readonly queue: Queue }
  | { readonly kind: 'explicit'; readonly binding: Binding; readonly virtualHost: string };

export const listedBindingRow = (listed: ListedBinding): JsonObject =>
  listed.kind === 'default' ? defaultBindingRow(listed.queue) : bindingRow(listed.binding, listed.virtualHost);

export const explicit = (binding: Binding, virtualHost: VirtualHost): ListedBinding => ({
  kind: 'explicit',
  binding,
  virtualHost: virtualHost.name,
});

export function* bindingsOf(virtualHost: VirtualHost): Generator<ListedBinding> {
  for (const queue of virtualHost.queues.values()) yield { kind: 'default', queue };
  for (const binding of virtualHost.bindings.list()) yield explicit(binding, virtualHost);
}
