/**
 * The two ways AMQP 0-9-1 says no (4.10.2 and the constants of the spec, RabbitMQ's codes included).
 * The core throws them, lib/broker/connection/ turns them into close frames, in one place.
 */
export const replyCode = {
  success: 200,
  contentTooLarge: 311,
  noRoute: 312,
  noConsumers: 313,
  connectionForced: 320,
  invalidPath: 402,
  accessRefused: 403,
  notFound: 404,
  resourceLocked: 405,
  preconditionFailed: 406,
  frameError: 501,
  syntaxError: 502,
  commandInvalid: 503,
  channelError: 504,
  unexpectedFrame: 505,
  resourceError: 506,
  notAllowed: 530,
  notImplemented: 540,
  internalError: 541,
} as const;
export type ReplyCode = (typeof replyCode)[keyof typeof replyCode];

/** Soft: closes the channel, the connection lives on. The text goes to the client, e.g. `NOT_FOUND - no queue 'a' in vhost '/'`. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  constructor(
    readonly code: ReplyCode,
    text: string,
  ) {
    super(text);
  }
}

/** Hard: closes the connection. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  constructor(
    readonly code: ReplyCode,
    text: string,
  ) {
    super(text);
  }
}
