import { type ClientMethod, ConnectionError, type Method, replyCode } from '../../../amqp';
import type { Channel } from '../channel';
import { accessHandlers } from './access';
import { basicHandlers } from './basic';
import { channelHandlers } from './channel';
import { confirmHandlers } from './confirm';
import { exchangeHandlers } from './exchange';
import { queueHandlers } from './queue';
import { txHandlers } from './tx';

type Handler = (channel: Channel, method: ClientMethod) => void;

// Each handler takes the method of its own name; looked up by that name, it gets no other.
const handlers = new Map(
  Object.entries({
    ...accessHandlers,
    ...basicHandlers,
    ...channelHandlers,
    ...confirmHandlers,
    ...exchangeHandlers,
    ...queueHandlers,
    ...txHandlers,
  }),
) as ReadonlyMap<string, unknown> as ReadonlyMap<string, Handler>;

/** A method on an open channel, basic.publish excepted. @throws ChannelError, ConnectionError */
export function handleMethod(channel: Channel, method: Method): void {
  const handler = handlers.get(method.name);
  if (handler === undefined)
    throw new ConnectionError(replyCode.commandInvalid, `COMMAND_INVALID - ${method.name} is not for a client to send here`);
  handler(channel, method as ClientMethod);
}
