import { ChannelError, ConnectionError, replyCode } from '../../amqp';
import type { QueueSettings } from '../../model/queue-arguments/effective-settings';
import type { ConsumeOptions, QueueIdentity } from './queue';

/** A shared prefetch window is more than a quorum queue can count. @throws ConnectionError 540 */
export function checkQuorumConsume(queue: QueueIdentity, options: ConsumeOptions): void {
  if (queue.type !== 'quorum' || (options.globalPrefetchCount ?? 0) === 0) return;
  throw new ConnectionError(
    replyCode.notImplemented,
    `NOT_IMPLEMENTED - queue '${queue.name}' in vhost '${queue.virtualHost}' does not support global qos`,
  );
}

/** basic.get would pass the single active consumer by. @throws ChannelError 405 */
export function checkQuorumGet(queue: QueueIdentity, settings: QueueSettings): void {
  if (queue.type !== 'quorum' || !settings.singleActiveConsumer) return;
  throw new ChannelError(
    replyCode.resourceLocked,
    `RESOURCE_LOCKED - cannot obtain access to locked queue '${queue.name}' in vhost '${queue.virtualHost}'. ` +
      'basic.get operations are not supported by quorum queues with single active consumer',
  );
}
