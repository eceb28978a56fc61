import type { PlainTable } from '../../model/field-table';
import type { BrokerIdentity, QueueAddress } from '../connector';
import { type ManagementClient, managementPath } from './management-client';
import { mapQueue } from './map-rows';
import type { QueueFacts } from './read-plan';
import { queueShape } from './shapes';

/** Asks the broker what decides how this queue may be read. @throws ConnectorError not-found */
export async function readQueueFacts(client: ManagementClient, identity: BrokerIdentity, queue: QueueAddress): Promise<QueueFacts> {
  const row = await client.get(managementPath('queues', queue.virtualHost, queue.name), queueShape);
  const { arguments: own, effectivePolicy: policy, type, isAutoDelete, readyCount, consumerCount } = mapQueue(row);
  return {
    product: identity.product,
    version: identity.version,
    type,
    isAutoDelete,
    isSingleActiveConsumer: own['x-single-active-consumer'] === true,
    consumerCount,
    readyCount,
    hasTimeToLive: lowest(own, 'x-message-ttl', policy, 'message-ttl') !== null,
    lengthMax: lowest(own, 'x-max-length', policy, 'max-length'),
    hasDeadLetterExchange: own['x-dead-letter-exchange'] !== undefined || policy['dead-letter-exchange'] !== undefined,
    deliveryLimit: row.delivery_limit ?? lowest(own, 'x-delivery-limit', policy, 'delivery-limit'),
    isRetryDelayed: ['all', 'returned'].includes(String(own['x-delayed-retry-type'] ?? policy['delayed-retry-type'] ?? '')),
  };
}

/** Where argument and policy both set a number, the lower one holds (RabbitMQ docs/parameters). */
function lowest(own: PlainTable, argument: string, policy: PlainTable, key: string): number | null {
  const values = [own[argument], policy[key]].filter((value) => typeof value === 'number');
  return values.length === 0 ? null : Math.min(...values);
}
