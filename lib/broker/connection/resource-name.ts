import { ChannelError, replyCode } from '../../amqp';

/** RabbitMQ drops line breaks from names: they are typing errors, and would garble logs. */
export const cleanName = (name: string): string => (name.includes('\n') || name.includes('\r') ? name.replace(/[\r\n]/g, '') : name);

/** @throws ChannelError 403: names that begin with `amq.` are the broker's (AMQP 0-9-1 queue.declare, exchange.declare) */
export function refuseReservedName(kind: 'queue' | 'exchange', name: string): void {
  if (!name.startsWith('amq.')) return;
  throw new ChannelError(replyCode.accessRefused, `ACCESS_REFUSED - ${kind} name '${name}' contains reserved prefix 'amq.*'`);
}

/** @throws ChannelError 403 */
export function refuseDefaultExchange(name: string): void {
  if (name !== '') return;
  throw new ChannelError(replyCode.accessRefused, 'ACCESS_REFUSED - operation not permitted on the default exchange');
}
