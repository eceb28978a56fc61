import { ChannelError, replyCode } from '../../../amqp';
import type { Channel } from '../channel';
import { Transaction } from '../transaction';
import type { MethodHandlers, MethodsOf } from './method-handler';

export const txHandlers: MethodHandlers<MethodsOf<'tx'>> = {
  'tx.select': (channel) => {
    if (channel.isConfirm)
      throw new ChannelError(replyCode.preconditionFailed, 'PRECONDITION_FAILED - cannot switch from confirm to tx mode');
    channel.transaction ??= new Transaction();
    channel.write({ name: 'tx.select-ok' });
  },

  'tx.commit': (channel) => {
    requireTransaction(channel);
    channel.writeWhenStored({ name: 'tx.commit-ok' }, channel.commit());
  },

  'tx.rollback': (channel) => {
    requireTransaction(channel);
    channel.transaction = new Transaction();
    channel.write({ name: 'tx.rollback-ok' });
  },
};

function requireTransaction(channel: Channel): void {
  if (!channel.isTransactional) throw new ChannelError(replyCode.preconditionFailed, 'PRECONDITION_FAILED - channel is not transactional');
}
