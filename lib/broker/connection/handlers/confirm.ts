import { ChannelError, replyCode } from '../../../amqp';
import { ConfirmLedger } from '../confirm-ledger';
import type { MethodHandlers, MethodsOf } from './method-handler';

export const confirmHandlers: MethodHandlers<MethodsOf<'confirm'>> = {
  'confirm.select': (channel, { noWait }) => {
    if (channel.isTransactional) {
      throw new ChannelError(replyCode.preconditionFailed, 'PRECONDITION_FAILED - cannot switch from tx to confirm mode');
    }
    channel.confirms ??= new ConfirmLedger();
    if (!noWait) channel.write({ name: 'confirm.select-ok' });
  },
};
