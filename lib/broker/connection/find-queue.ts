import { ChannelError, replyCode } from '../../amqp';
import type { Queue } from '../queue/queue';
import type { Channel } from './channel';

/** '' is the queue declared last on this channel (AMQP 0-9-1 queue.declare). @throws ChannelError 404 */
export function queueNameOf(channel: Channel, name: string): string {
  if (name !== '') return name;
  if (channel.lastQueueName !== '') return channel.lastQueueName;
  throw new ChannelError(replyCode.notFound, 'NOT_FOUND - no previously declared queue');
}

/** @throws ChannelError 404, or 405 when it is exclusive to another connection */
export function findQueue(channel: Channel, name: string): Queue {
  return channel.virtualHost.getQueue(queueNameOf(channel, name), channel.connection);
}
