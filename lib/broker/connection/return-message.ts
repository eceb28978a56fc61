import { replyCode } from '../../amqp';
import type { Message } from '../message';
import { writeContent } from './content-writer';
import type { Output } from './output';

/** basic.return of a mandatory message that no queue took (AMQP 0-9-1 1.8.3.10). */
export function returnMessage(output: Output, channel: number, frameMaxBytes: number, message: Message): void {
  output.writeMethod(channel, {
    name: 'basic.return',
    replyCode: replyCode.noRoute,
    replyText: 'NO_ROUTE',
    exchange: message.exchange,
    routingKey: message.routingKey,
  });
  writeContent(output, message, channel, frameMaxBytes);
  output.checkFlood();
}
