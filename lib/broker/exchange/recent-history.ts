import { bodyOf, ChannelError, propertiesOf, replyCode } from '../../amqp';
import type { TypedTable } from '../../model/field-table';
import { integerOf } from '../../model/queue-arguments/argument-fault';
import { createMessage } from '../create-message';
import { type Message, messageFlags } from '../message';

const LENGTH = 'x-recent-history-length';
const LENGTH_DEFAULT = 20;
const NO_STORE = 'x-recent-history-no-store';
/** Beyond this the oldest are forgotten, whatever the length. */
const BYTES_MAX = 16_777_216;

/** What an exchange of type x-recent-history remembers for those that are bound to it later. In memory only, as in RabbitMQ's plug-in. */
export class RecentHistory {
  private readonly kept: Message[] = [];
  private bytes = 0;

  private constructor(private readonly length: number) {}

  /** @throws ChannelError 406 when x-recent-history-length is no positive integer */
  static of(exchangeArguments: TypedTable): RecentHistory {
    const value = exchangeArguments.find((field) => field.key === LENGTH)?.value;
    const length = value === undefined ? LENGTH_DEFAULT : integerOf(value);
    if (length !== null && length > 0) return new RecentHistory(length);
    const text = `Invalid argument, '${LENGTH}' must be a positive integer`;
    throw new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - ${text}`);
  }

  /** Oldest first. */
  get messages(): readonly Message[] {
    return this.kept;
  }

  /** A message with the header x-recent-history-no-store is passed on only. */
  remember(message: Message): void {
    const properties = propertiesOf(message);
    const isLeftOut = (message.flags & messageFlags.hasHeaders) !== 0 && isMarked(properties.headers ?? []);
    if (isLeftOut) return;
    this.kept.push(createMessage(message.exchange, message.routingKey, properties, bodyOf(message)));
    this.bytes += message.bodySizeBytes;
    while (this.kept.length > this.length || this.bytes > BYTES_MAX) this.bytes -= this.kept.shift()?.bodySizeBytes ?? 0;
  }
}

const isMarked = (headers: TypedTable): boolean =>
  headers.some(({ key, value }) => key === NO_STORE && value.type === 'boolean' && value.value);
