import { ChannelError, replyCode } from '../../amqp';
import type { ConsumerPort } from '../ports';
import type { QueueConsumer } from './dispatcher';
import type { QueueIdentity } from './queue';

/** An exclusive consumer suffers no other, and comes only where there is none. @throws ChannelError 403 */
export function checkExclusiveUse(queue: QueueIdentity, consumers: readonly QueueConsumer[], newcomer: ConsumerPort): void {
  const isTaken = consumers.some((consumer) => consumer.port.isExclusive);
  if (!isTaken && !(newcomer.isExclusive && consumers.length > 0)) return;
  throw new ChannelError(
    replyCode.accessRefused,
    `ACCESS_REFUSED - queue '${queue.name}' in vhost '${queue.virtualHost}' in exclusive use`,
  );
}
