import { toPlainTable } from '../../../model/field-table-plain';
import { toUserRecord } from '../../auth/user';
import type { VirtualHost } from '../../vhost/virtual-host';
import { compatibility } from '../compatibility';
import type { JsonObject } from '../http/json-object';
import type { ManagedBroker } from '../managed-broker';
import { parametersOf } from '../parameters';
import { policyRow } from '../policy-body';
import { isStandardExchange } from '../shapes/exchange-row';

/** Everything of the broker that RabbitMQ's definitions hold, in its shape: RabbitMQ can import it. */
export function exportDefinitions(broker: ManagedBroker): JsonObject {
  const virtualHosts = [...broker.virtualHosts.values()];
  const all = virtualHosts.map((virtualHost) => exportVirtualHost(virtualHost, true));
  const merged = (key: keyof VirtualHostDefinitions) => all.flatMap((definitions) => definitions[key]);
  return {
    ...versions(broker),
    users: broker.accounts.listUsers().map(toUserRecord),
    vhosts: virtualHosts.map(({ name, metadata }) => ({
      name,
      description: metadata.description,
      tags: metadata.tags,
      metadata: {
        description: metadata.description,
        tags: metadata.tags,
        ...(metadata.defaultQueueType !== null && { default_queue_type: metadata.defaultQueueType }),
      },
      ...(metadata.defaultQueueType !== null && { default_queue_type: metadata.defaultQueueType }),
    })),
    permissions: broker.accounts.permissions.list(),
    topic_permissions: broker.accounts.topicPermissions.list(),
    parameters: merged('parameters'),
    global_parameters: broker.globalParameters.list(),
    policies: merged('policies'),
    queues: merged('queues'),
    exchanges: merged('exchanges'),
    bindings: merged('bindings'),
  };
}

/** One virtual host's, without its name, so that it can be imported into another. */
export const exportOneVirtualHost = (broker: ManagedBroker, virtualHost: VirtualHost): JsonObject => ({
  ...versions(broker),
  ...exportVirtualHost(virtualHost, false),
});

const versions = (broker: ManagedBroker): JsonObject => ({
  rabbit_version: compatibility.rabbitVersion,
  rabbitmq_version: compatibility.rabbitVersion,
  product_name: compatibility.productName,
  product_version: broker.version,
});

type VirtualHostDefinitions = Readonly<Record<'parameters' | 'policies' | 'queues' | 'exchanges' | 'bindings', readonly JsonObject[]>>;

function exportVirtualHost(virtualHost: VirtualHost, withName: boolean): VirtualHostDefinitions {
  const vhost = withName ? { vhost: virtualHost.name } : {};
  const withoutName = ({ vhost: _, ...rest }: JsonObject): JsonObject => ({ ...rest, ...vhost });
  // Exclusive queues end with their connection: nobody could ever use them again.
  const queues = [...virtualHost.queues.values()].filter(({ identity }) => identity.owner === null);
  const exported = new Set<unknown>(queues);
  return {
    parameters: parametersOf(virtualHost).map(withoutName),
    policies: virtualHost.policies.list('user').map((policy) => withoutName(policyRow(policy))),
    queues: queues.map(({ identity }) => ({
      name: identity.name,
      ...vhost,
      durable: identity.isDurable,
      auto_delete: identity.isAutoDelete,
      arguments: toPlainTable(identity.arguments),
    })),
    exchanges: [...virtualHost.exchanges.values()]
      .filter(({ name }) => !isStandardExchange(name))
      .map(({ identity }) => ({
        name: identity.name,
        ...vhost,
        type: identity.type,
        durable: identity.isDurable,
        auto_delete: identity.isAutoDelete,
        internal: identity.isInternal,
        arguments: toPlainTable(identity.arguments),
      })),
    bindings: [...virtualHost.bindings.list()]
      .filter(({ destination }) => destination.kind === 'exchange' || exported.has(destination))
      .map((binding) => ({
        source: binding.source.name,
        ...vhost,
        destination: binding.destination.name,
        destination_type: binding.destination.kind,
        routing_key: binding.routingKey,
        arguments: toPlainTable(binding.arguments),
      })),
  };
}
