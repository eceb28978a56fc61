import { randomBytes } from 'node:crypto';
import type { QueueDeclare } from '../../../amqp/spec.gen';
import type { TypedTable } from '../../../model/field-table';
import { notFound } from '../../vhost/equivalence';
import { requirePermission, requireTopicPermission } from '../access';
import type { Channel } from '../channel';
import { findQueue, queueNameOf } from '../find-queue';
import { isReplyAddress, REPLY_TO_NAME } from '../reply-address';
import { cleanName, refuseDefaultExchange, refuseReservedName } from '../resource-name';
import type { MethodHandlers, MethodsOf } from './method-handler';

export const queueHandlers: MethodHandlers<MethodsOf<'queue'>> = {
  'queue.declare': (channel, method) => {
    const name = cleanName(method.queue);
    if (name === REPLY_TO_NAME || isReplyAddress(name)) declareReplyAddress(channel, name, method.noWait);
    else if (method.passive) declarePassively(channel, name, method.noWait);
    else declare(channel, name, method);
  },

  'queue.bind': (channel, { queue: queueName, exchange, routingKey, noWait, arguments: table }) => {
    const destination = checkBinding(channel, queueName, exchange, routingKey);
    const key = effectiveRoutingKey(channel, queueName, routingKey);
    channel.virtualHost.bindQueue({ source: exchange, destination, routingKey: key, arguments: table }, channel.connection);
    if (!noWait) channel.writeWhenDefined({ name: 'queue.bind-ok' });
  },

  'queue.unbind': (channel, { queue: queueName, exchange, routingKey, arguments: table }) => {
    const destination = checkBinding(channel, queueName, exchange, routingKey);
    const key = effectiveRoutingKey(channel, queueName, routingKey);
    channel.virtualHost.unbindQueue({ source: exchange, destination, routingKey: key, arguments: table }, channel.connection);
    channel.writeWhenDefined({ name: 'queue.unbind-ok' });
  },

  'queue.purge': (channel, { queue: queueName, noWait }) => {
    const queue = findQueue(channel, queueName);
    requirePermission(channel, 'read', 'queue', queue.name);
    const messageCount = channel.virtualHost.purgeQueue(queue.name, channel.connection);
    if (!noWait) channel.write({ name: 'queue.purge-ok', messageCount });
  },

  'queue.delete': (channel, { queue: queueName, ifUnused, ifEmpty, noWait }) => {
    const name = queueNameOf(channel, queueName);
    requirePermission(channel, 'configure', 'queue', name);
    const messageCount = channel.virtualHost.deleteQueue(name, { ifUnused, ifEmpty }, channel.connection);
    if (!noWait) channel.writeWhenDefined({ name: 'queue.delete-ok', messageCount });
  },
};

function declare(channel: Channel, asked: string, method: QueueDeclare): void {
  const name = asked === '' ? `amq.gen-${randomBytes(16).toString('base64url')}` : asked;
  if (asked !== '') refuseReservedName('queue', asked);
  requirePermission(channel, 'configure', 'queue', name);
  const deadLetterExchange = textArgument(method.arguments, 'x-dead-letter-exchange');
  if (deadLetterExchange !== null) {
    requirePermission(channel, 'read', 'queue', name);
    requirePermission(channel, 'write', 'exchange', deadLetterExchange);
  }
  const { exclusive, autoDelete, arguments: table } = method;
  const durable = method.durable && !exclusive; // as in RabbitMQ: it ends with its connection anyway
  const declaration = { name, passive: false, durable, exclusive, autoDelete, arguments: table, owner: channel.connection };
  const queue = channel.virtualHost.declareQueue(declaration);
  if (exclusive) channel.connection.ownsQueues = true;
  channel.lastQueueName = name;
  if (method.noWait) return;
  channel.writeWhenDefined({ name: 'queue.declare-ok', queue: name, messageCount: queue.readyCount, consumerCount: queue.consumerCount });
}

function declarePassively(channel: Channel, asked: string, noWait: boolean): void {
  const queue = findQueue(channel, asked);
  queue.touch(); // x-expires counts from here, as in RabbitMQ
  channel.lastQueueName = queue.name;
  if (noWait) return;
  channel.writeWhenDefined({
    name: 'queue.declare-ok',
    queue: queue.name,
    messageCount: queue.readyCount,
    consumerCount: queue.consumerCount,
  });
}

/** RabbitMQ: a server may ask in this way whether its client is still there; the name to ask replies for is always. */
function declareReplyAddress(channel: Channel, address: string, noWait: boolean): void {
  if (address !== REPLY_TO_NAME && !channel.broker.directReplies.has(address)) throw notFound('queue', address, channel.virtualHost.name);
  if (!noWait) channel.writeWhenDefined({ name: 'queue.declare-ok', queue: address, messageCount: 0, consumerCount: 1 });
}

/** @returns the queue's name */
function checkBinding(channel: Channel, queueName: string, exchange: string, routingKey: string): string {
  const destination = queueNameOf(channel, cleanName(queueName));
  requirePermission(channel, 'write', 'queue', destination);
  refuseDefaultExchange(exchange);
  requirePermission(channel, 'read', 'exchange', exchange);
  if (channel.virtualHost.exchanges.get(exchange)?.identity.type === 'topic') requireTopicPermission(channel, 'read', exchange, routingKey);
  return destination;
}

/** AMQP 0-9-1 queue.bind: with neither queue nor key given, the key is the name of the queue declared last. */
function effectiveRoutingKey(channel: Channel, queueName: string, routingKey: string): string {
  return queueName === '' && routingKey === '' ? channel.lastQueueName : routingKey;
}

function textArgument(table: TypedTable, key: string): string | null {
  const value = table.find((entry) => entry.key === key)?.value;
  return value?.type === 'string' ? value.value : null;
}
