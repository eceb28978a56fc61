/**
 * Why a channel or connection is no more, or never was.
 *   refused     the broker closed the connection during the handshake (wrong password, no such virtual host)
 *   channel     the broker closed the channel; the connection lives on
 *   connection  the broker closed the connection
 *   socket      the network failed, or nobody listens
 *   timeout     no answer in time
 *   closed      we closed it ourselves
 */
export type AmqpFaultScope = 'refused' | 'channel' | 'connection' | 'socket' | 'timeout' | 'closed';

export class AmqpFault extends Error {
  override readonly name = 'AmqpFault';
  constructor(
    readonly scope: AmqpFaultScope,
    message: string,
    /** AMQP's reply code where the broker gave one, e.g. 404. */
    readonly replyCode: number | null = null,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
