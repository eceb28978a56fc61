import type { Binding } from '../../model/resources';
import {
  type BindingDeclaration,
  ConnectorError,
  type ExchangeAddress,
  type ExchangeDeclaration,
  type QueueAddress,
  type QueueDeclaration,
} from '../connector';
import { exchangeSegment, type ManagementClient, managementPath } from './management-client';
import { mapBinding } from './map-rows';
import { rabbitmqLimits } from './rabbitmq-limits';
import { bindingShape } from './shapes';

/** Changes to exchanges, queues and bindings through the management API, one function a verb. */
export async function declareQueue(client: ManagementClient, queue: QueueDeclaration): Promise<void> {
  requireName(queue.name, 'A queue');
  const typed = queue.type === 'classic' ? queue.arguments : { ...queue.arguments, 'x-queue-type': queue.type };
  const body = { durable: queue.isDurable, auto_delete: queue.isAutoDelete, arguments: typed };
  await client.send(managementPath('queues', queue.virtualHost, queue.name), { method: 'PUT', body });
}

export async function deleteQueue(
  client: ManagementClient,
  queue: QueueAddress,
  guard: { ifEmpty: boolean; ifUnused: boolean },
): Promise<void> {
  const conditions = [guard.ifEmpty ? 'if-empty=true' : '', guard.ifUnused ? 'if-unused=true' : ''].filter((part) => part !== '');
  const query = conditions.length === 0 ? '' : `?${conditions.join('&')}`;
  await client.send(managementPath('queues', queue.virtualHost, queue.name) + query, { method: 'DELETE' });
}

export async function purgeQueue(client: ManagementClient, queue: QueueAddress): Promise<void> {
  await client.send(managementPath('queues', queue.virtualHost, queue.name, 'contents'), { method: 'DELETE' });
}

export async function declareExchange(client: ManagementClient, exchange: ExchangeDeclaration): Promise<void> {
  requireName(exchange.name, 'An exchange');
  const body = {
    type: exchange.type,
    durable: exchange.isDurable,
    auto_delete: exchange.isAutoDelete,
    internal: exchange.isInternal,
    arguments: exchange.arguments,
  };
  await client.send(managementPath('exchanges', exchange.virtualHost, exchange.name), { method: 'PUT', body });
}

export async function deleteExchange(client: ManagementClient, exchange: ExchangeAddress, guard: { ifUnused: boolean }): Promise<void> {
  const query = guard.ifUnused ? '?if-unused=true' : '';
  const path = managementPath('exchanges', exchange.virtualHost, exchangeSegment(exchange.name)) + query;
  await client.send(path, { method: 'DELETE' });
}

export async function bind(client: ManagementClient, binding: BindingDeclaration): Promise<Binding> {
  requireShort(binding.routingKey, 'A routing key');
  if (binding.routingKey.includes('~') && Object.keys(binding.arguments).length > 0) {
    // It would be accepted, and from then on the list of all bindings answers 500 (see list-bindings.ts).
    throw new ConnectorError(
      'not-supported',
      "A routing key with '~' together with arguments breaks RabbitMQ's list of bindings. Leave out one of the two.",
    );
  }
  const path = pairPath(binding);
  const answer = await client.send(path, { method: 'POST', body: { routing_key: binding.routingKey, arguments: binding.arguments } });
  const propertiesKey = propertiesKeyOf(answer.headers.location);
  const found = propertiesKey === null ? null : await client.get(`${path}/${encodeURIComponent(propertiesKey)}`, bindingShape);
  if (found === null) throw new ConnectorError('broker-fault', 'The broker made the binding but did not say under which name.');
  return mapBinding(found);
}

export async function unbind(client: ManagementClient, binding: Binding): Promise<void> {
  await client.send(`${pairPath(binding)}/${encodeURIComponent(binding.propertiesKey)}`, { method: 'DELETE' });
}

/** @param reason is sent in a header and shown to the client: what latin1 does not have becomes '?' */
export async function closeConnection(client: ManagementClient, name: string, reason: string): Promise<void> {
  const printable = reason.replace(/[^\x20-\x7e\xa0-\xff]/g, '?').slice(0, rabbitmqLimits.shortStringBytesMax / 2);
  await client.send(managementPath('connections', name), { method: 'DELETE', headers: { 'x-reason': printable } });
}

const pairPath = (binding: Omit<BindingDeclaration, 'routingKey' | 'arguments'>): string =>
  managementPath(
    'bindings',
    binding.virtualHost,
    'e',
    exchangeSegment(binding.source),
    binding.destinationType === 'queue' ? 'q' : 'e',
    binding.destination,
  );

/** The last segment of Location is the properties key, encoded once more. */
function propertiesKeyOf(location: string | undefined): string | null {
  const segment = location?.split('/').at(-1);
  return segment === undefined ? null : decodeURIComponent(segment);
}

function requireName(name: string, what: string): void {
  if (name === '') throw new ConnectorError('invalid', `${what} needs a name.`);
  requireShort(name, `${what}'s name`);
}

export function requireShort(value: string, what: string): void {
  if (Buffer.byteLength(value, 'utf8') <= rabbitmqLimits.shortStringBytesMax) return;
  throw new ConnectorError('invalid', `${what} is longer than the ${rabbitmqLimits.shortStringBytesMax} bytes that AMQP allows.`);
}
