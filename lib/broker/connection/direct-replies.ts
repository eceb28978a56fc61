import { randomBytes } from 'node:crypto';
import { bodyOf, propertiesOf } from '../../amqp';
import type { TypedTable } from '../../model/field-table';
import { createMessage } from '../create-message';
import type { Message } from '../message';
import type { Channel } from './channel';
import { DeliveryEncoder } from './delivery-encoder';
import { REPLY_ADDRESS_PREFIX, REPLY_TO_NAME } from './reply-address';

/** 16 bytes are 24 characters, the last two of them `=`. */
const TOKEN_BYTES = 16;
const token = (): string => randomBytes(TOKEN_BYTES).toString('base64');
/** A reply for a client that doesn't read is dropped when this much waits for it: replies are at-most-once by contract. */
const PENDING_MAX_BYTES = 16_777_216;

/** The message with its reply-to naming the channel to answer to. */
export function withReplyTo(message: Message, address: string): Message {
  return createMessage(message.exchange, message.routingKey, { ...propertiesOf(message), replyTo: address }, bodyOf(message));
}

/** What a channel consumes replies with. It has no queue: a reply is delivered at once or not at all. */
export class ReplyConsumer {
  readonly queueName = REPLY_TO_NAME;
  readonly noAck = true;
  readonly isExclusive = false;
  readonly isActive = true;
  readonly isSingleActive = false;
  readonly isOfReplies = true;
  readonly prefetchCount = 0;
  /** Unguessable: whoever knows it can answer. Two parts in base64, the second padded, as clients know it from RabbitMQ. */
  readonly address = `${REPLY_ADDRESS_PREFIX}${token()}.${token()}`;
  readonly arguments: TypedTable;
  private readonly encoder: DeliveryEncoder;

  constructor(
    private readonly channel: Channel,
    readonly tag: string,
    consumerArguments: TypedTable,
  ) {
    this.arguments = consumerArguments;
    this.encoder = new DeliveryEncoder(channel.output, channel.number, channel.frameMaxBytes, tag);
  }

  deliver(message: Message): void {
    if (this.channel.output.pendingBytes > PENDING_MAX_BYTES) return;
    this.encoder.encode(message, this.channel.upcomingDeliveryTag, false);
    this.channel.countDelivery(true, false);
  }
}

/** Who waits for replies now, by address. */
export class DirectReplies {
  private readonly consumers = new Map<string, ReplyConsumer>();

  add(consumer: ReplyConsumer): void {
    this.consumers.set(consumer.address, consumer);
  }

  remove(consumer: ReplyConsumer): void {
    this.consumers.delete(consumer.address);
  }

  has(address: string): boolean {
    return this.consumers.has(address);
  }

  /** @returns false when nobody waits there (any more) */
  deliver(address: string, message: Message): boolean {
    const consumer = this.consumers.get(address);
    consumer?.deliver(message);
    return consumer !== undefined;
  }
}
