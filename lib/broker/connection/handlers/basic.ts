import { randomBytes } from 'node:crypto';
import { ChannelError, ConnectionError, replyCode } from '../../../amqp';
import type { BasicConsume } from '../../../amqp/spec.gen';
import type { TypedTable } from '../../../model/field-table';
import { noRoom } from '../../vhost/resource-room';
import { requirePermission } from '../access';
import type { Channel } from '../channel';
import { Consumer } from '../consumer';
import { writeContent } from '../content-writer';
import { ReplyConsumer } from '../direct-replies';
import { findQueue } from '../find-queue';
import { REPLY_TO_NAME } from '../reply-address';
import type { MethodHandlers, MethodsOf } from './method-handler';

/** basic.publish has a path of its own: publisher.ts. */
type BasicName = Exclude<MethodsOf<'basic'>, 'basic.publish'>;

export const basicHandlers: MethodHandlers<BasicName> = {
  'basic.qos': (channel, { prefetchSize, prefetchCount, global }) => {
    if (prefetchSize !== 0) throw new ConnectionError(replyCode.notImplemented, `NOT_IMPLEMENTED - prefetch_size!=0 (${prefetchSize})`);
    // RabbitMQ: global=true is one window for the channel; global=false is the default of each consumer to come, and ends that window.
    if (!global) channel.prefetchCount = prefetchCount;
    channel.globalPrefetchCount = global ? prefetchCount : 0;
    channel.write({ name: 'basic.qos-ok' });
    channel.askConsumers();
  },

  'basic.consume': (channel, method) => {
    const tag = method.consumerTag === '' ? `amq.ctag-${randomBytes(16).toString('base64url')}` : method.consumerTag;
    const holder = channel.consumers.get(tag);
    const isReplies = method.queue === REPLY_TO_NAME;
    // A second consumer of replies is refused for what it is, whatever its tag.
    if (holder !== undefined && (!isReplies || holder instanceof Consumer))
      throw new ConnectionError(replyCode.notAllowed, `NOT_ALLOWED - attempt to reuse consumer tag '${tag}'`);
    if (isReplies) consumeReplies(channel, method, tag);
    else consumeQueue(channel, method, tag);
  },

  'basic.cancel': (channel, { consumerTag, noWait }) => {
    channel.removeConsumer(consumerTag);
    if (!noWait) channel.write({ name: 'basic.cancel-ok', consumerTag });
  },

  /** The client's answer to our consumer cancel notification. */
  'basic.cancel-ok': () => {},

  'basic.get': (channel, { queue: name, noAck }) => {
    const queue = findQueue(channel, name);
    requirePermission(channel, 'read', 'queue', queue.identity.name);
    if (!noAck && channel.unacknowledged.isOverShare)
      throw noRoom('the broker holds too many unacknowledged messages: acknowledge some first');
    const entry = queue.get(noAck);
    if (entry === null) {
      channel.counters.getEmpty++;
      channel.virtualHost.counters.getEmpty++;
      channel.write({ name: 'basic.get-empty' });
      return;
    }
    const { message, isRedelivered } = entry;
    const deliveryTag = channel.nextDeliveryTag();
    const { exchange, routingKey } = message;
    channel.write({ name: 'basic.get-ok', deliveryTag, redelivered: isRedelivered, exchange, routingKey, messageCount: queue.readyCount });
    writeContent(channel.output, message, channel.number, channel.frameMaxBytes);
    channel.output.checkFlood();
    channel.countGet(noAck, isRedelivered);
    channel.virtualHost.firehose?.delivered(channel, message, queue.name, isRedelivered);
    if (noAck) return;
    message.retain();
    channel.unacknowledged.add(deliveryTag, entry, { queue, release: () => {} });
  },

  'basic.ack': (channel, { deliveryTag, multiple }) => channel.settle(deliveryTag, multiple, 'acknowledge'),

  'basic.nack': (channel, { deliveryTag, multiple, requeue }) => channel.settle(deliveryTag, multiple, requeue ? 'requeue' : 'reject'),

  'basic.reject': (channel, { deliveryTag, requeue }) => channel.settle(deliveryTag, false, requeue ? 'requeue' : 'reject'),

  'basic.recover': (channel, { requeue }) => {
    recover(channel, requeue);
    channel.write({ name: 'basic.recover-ok' });
  },

  'basic.recover-async': (channel, { requeue }) => recover(channel, requeue),
};

function consumeQueue(channel: Channel, method: BasicConsume, tag: string): void {
  const queue = findQueue(channel, method.queue);
  requirePermission(channel, 'read', 'queue', queue.identity.name);
  channel.broker.room.require(false);
  const consumer = new Consumer(channel, queue, {
    tag,
    noAck: method.noAck,
    isExclusive: method.exclusive,
    priority: priorityOf(method.arguments),
    prefetchCount: channel.prefetchCount,
    arguments: method.arguments,
  });
  const { prefetchCount } = consumer;
  queue.consume(consumer, { arguments: method.arguments, prefetchCount, globalPrefetchCount: channel.globalPrefetchCount });
  channel.consumers.set(tag, consumer);
  if (!method.noWait) channel.write({ name: 'basic.consume-ok', consumerTag: tag });
  // Only now: no delivery may come before consume-ok.
  consumer.isOpen = true;
  consumer.askAgain();
}

function consumeReplies(channel: Channel, method: BasicConsume, tag: string): void {
  if (!method.noAck) throw new ChannelError(replyCode.preconditionFailed, 'PRECONDITION_FAILED - reply consumer cannot acknowledge');
  if (channel.replyConsumer !== null)
    throw new ChannelError(replyCode.preconditionFailed, 'PRECONDITION_FAILED - reply consumer already set');
  const consumer = new ReplyConsumer(channel, tag, method.arguments);
  channel.replyConsumer = consumer;
  channel.consumers.set(tag, consumer);
  channel.broker.directReplies.add(consumer);
  if (!method.noWait) channel.write({ name: 'basic.consume-ok', consumerTag: tag });
}

/** x-priority of a consumer, an integer of whatever width, 0 without one. @throws ChannelError 406 for anything else */
function priorityOf(table: TypedTable): number {
  const value = table.find((entry) => entry.key === 'x-priority')?.value;
  if (value === undefined) return 0;
  const number = typeof value.value === 'number' || value.type === 'int64' ? Number(value.value) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - invalid arg 'x-priority' for consumer: not an integer`);
}

function recover(channel: Channel, requeue: boolean): void {
  // Redelivery to the same consumer only: RabbitMQ does not have it either.
  if (!requeue) throw new ConnectionError(replyCode.notImplemented, 'NOT_IMPLEMENTED - requeue=false');
  channel.settlements.recover(channel.transaction);
}
