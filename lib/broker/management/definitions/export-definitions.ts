import { toPlainTable } from '../../../model/field-table-plain';
import { toUserRecord } from '../../auth/user';
import type { Binding, Exchange } from '../../exchange/exchange';
import type { Queue } from '../../queue/queue';
import type { VirtualHost } from '../../vhost/virtual-host';
import { compatibility } from '../compatibility';
import { jsonList } from '../http/json-list';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import { parametersOf } from '../parameters';
import { policyRow } from '../policy-body';
import { isStandardExchange } from '../shapes/exchange-row';

/** A JSON object in the making: plain fields, then lists whose rows are made while they are written. */
export type Definitions = { readonly head: JsonObject; readonly lists: Readonly<Record<string, Iterable<JsonObject>>> };

/** Everything of the broker that RabbitMQ's definitions hold, in its shape: RabbitMQ can import it. */
export function exportDefinitions(broker: ManagedBroker): Definitions {
  const hosts = [...broker.virtualHosts.values()];
  const each = (list: keyof typeof listsOf) => concat(hosts, (host) => withHost(host, listsOf[list](host)));
  return {
    head: versions(broker),
    lists: {
      users: broker.accounts.listUsers().map(toUserRecord),
      vhosts: hosts.map(virtualHostRecord),
      permissions: broker.accounts.permissions.list(),
      topic_permissions: broker.accounts.topicPermissions.list(),
      parameters: each('parameters'),
      global_parameters: broker.globalParameters.list(),
      policies: each('policies'),
      queues: each('queues'),
      exchanges: each('exchanges'),
      bindings: each('bindings'),
    },
  };
}

/** One virtual host's, without its name, so that it can be imported into another. */
export const exportOneVirtualHost = (broker: ManagedBroker, virtualHost: VirtualHost): Definitions => ({
  head: versions(broker),
  lists: {
    parameters: listsOf.parameters(virtualHost),
    policies: listsOf.policies(virtualHost),
    queues: listsOf.queues(virtualHost),
    exchanges: listsOf.exchanges(virtualHost),
    bindings: listsOf.bindings(virtualHost),
  },
});

const versions = (broker: ManagedBroker): JsonObject => ({
  rabbit_version: compatibility.rabbitVersion,
  rabbitmq_version: compatibility.rabbitVersion,
  product_name: compatibility.productName,
  product_version: broker.version,
});

function virtualHostRecord({ name, metadata: { description, tags, defaultQueueType } }: VirtualHost): JsonObject {
  const queueType = defaultQueueType === null ? {} : { default_queue_type: defaultQueueType };
  return { name, description, tags, metadata: { description, tags, ...queueType }, ...queueType };
}

function* concat<Item>(items: Iterable<Item>, rows: (item: Item) => Iterable<JsonObject>): Generator<JsonObject> {
  for (const item of items) yield* rows(item);
}

function* withHost({ name }: VirtualHost, rows: Iterable<JsonObject>): Generator<JsonObject> {
  for (const row of rows) yield { ...row, vhost: name };
}

const withoutHost = ({ vhost: _, ...rest }: JsonObject): JsonObject => rest;

/** Exclusive queues end with their connection: nobody could ever use them again. */
const isExported = (queue: Pick<Queue, 'identity'>): boolean => queue.identity.owner === null;

const listsOf = {
  parameters: (host) => parametersOf(host).map(withoutHost),
  policies: (host) => host.policies.list('user').map((policy) => withoutHost(policyRow(policy))),
  *queues(host) {
    for (const queue of host.queues.values()) if (isExported(queue)) yield queueRecord(queue);
  },
  *exchanges(host) {
    for (const exchange of host.exchanges.values()) if (!isStandardExchange(exchange.name)) yield exchangeRecord(exchange);
  },
  *bindings(host) {
    for (const binding of host.bindings.list())
      if (binding.destination.kind === 'exchange' || isExported(binding.destination)) yield bindingRecord(binding);
  },
} as const satisfies Record<string, (host: VirtualHost) => Iterable<JsonObject>>;

const queueRecord = ({ identity }: Queue): JsonObject => ({
  name: identity.name,
  durable: identity.isDurable,
  auto_delete: identity.isAutoDelete,
  arguments: toPlainTable(identity.arguments),
});

const exchangeRecord = ({ identity }: Exchange): JsonObject => ({
  name: identity.name,
  type: identity.type,
  durable: identity.isDurable,
  auto_delete: identity.isAutoDelete,
  internal: identity.isInternal,
  arguments: toPlainTable(identity.arguments),
});

const bindingRecord = (binding: Binding): JsonObject => ({
  source: binding.source.name,
  destination: binding.destination.name,
  destination_type: binding.destination.kind,
  routing_key: binding.routingKey,
  arguments: toPlainTable(binding.arguments),
});

/** The JSON text in pieces. */
export function* definitionPieces({ head, lists }: Definitions): Generator<string> {
  yield JSON.stringify(head).slice(0, -1);
  for (const [name, rows] of Object.entries(lists)) yield* jsonList(name, rows, (row) => JSON.stringify(row));
  yield '}';
}
