import { ChannelError, replyCode } from '../../amqp';
import type { QueueSettings } from '../../model/queue-arguments/effective-settings';
import type { ConsumerPort } from '../ports';
import type { QueueConsumer } from './dispatcher';
import type { QueueIdentity } from './queue';

/**
 * An exclusive consumer suffers no other, and comes only where there is none; never to a queue with a single active consumer,
 * which is exclusive use of another kind. @throws ChannelError 403
 */
export function checkExclusiveUse(
  queue: QueueIdentity,
  { singleActiveConsumer }: QueueSettings,
  consumers: readonly QueueConsumer[],
  newcomer: ConsumerPort,
): void {
  const isTaken = consumers.some((consumer) => consumer.port.isExclusive);
  if (!isTaken && !(newcomer.isExclusive && (consumers.length > 0 || singleActiveConsumer))) return;
  throw new ChannelError(
    replyCode.accessRefused,
    `ACCESS_REFUSED - queue '${queue.name}' in vhost '${queue.virtualHost}' in exclusive use`,
  );
}
