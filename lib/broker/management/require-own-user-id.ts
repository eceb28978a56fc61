import { ChannelError, replyCode } from '../../amqp/errors';
import type { User } from '../auth/user';

/** RabbitMQ: user-id, when given, must be the publisher's own name, unless tagged `impersonator`. Throws 406. */
export function requireOwnUserId(user: User, userId: string | undefined): void {
  if (userId === undefined || userId === user.name || user.tags.includes('impersonator')) return;
  throw new ChannelError(
    replyCode.preconditionFailed,
    `PRECONDITION_FAILED - user_id property set to '${userId}' but authenticated user was '${user.name}'`,
  );
}
