import { ConnectionError, replyCode } from '../../../amqp';
import type { MethodHandlers, MethodsOf } from './method-handler';

export const channelHandlers: MethodHandlers<MethodsOf<'channel'>> = {
  'channel.open': () => {
    throw new ConnectionError(replyCode.channelError, "CHANNEL_ERROR - second 'channel.open' seen");
  },

  'channel.flow': (channel, { active }) => {
    channel.isFlowing = active;
    channel.write({ name: 'channel.flow-ok', active });
    if (active) channel.askConsumers();
  },

  /** The client's answer to a channel.flow of ours. We pace publishers by TCP and never send one. */
  'channel.flow-ok': () => {},

  'channel.close': (channel) => {
    channel.connection.forgetChannel(channel);
    channel.write({ name: 'channel.close-ok' });
  },

  'channel.close-ok': () => {
    throw new ConnectionError(replyCode.channelError, "CHANNEL_ERROR - 'channel.close-ok' for a channel that is not closing");
  },
};
