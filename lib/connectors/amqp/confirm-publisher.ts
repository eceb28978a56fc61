import { encodeContentHeader } from '../../amqp';
import type { MessageDraft, PublishOutcome } from '../../model/message';
import type { AmqpChannel, Returned } from './amqp-channel';
import type { AmqpConnection } from './amqp-connection';
import { AmqpFault } from './amqp-fault';
import { amqpLimits } from './amqp-limits';

type Unconfirmed = {
  readonly exchange: string;
  readonly routingKey: string;
  readonly headerPayload: Buffer;
  readonly body: Buffer;
  returned: Returned | null;
  readonly onOutcome: OnOutcome;
};
/** Called once for each message: what became of it, or the fault that ended the channel before anybody knew. */
type OnOutcome = (outcome: PublishOutcome | AmqpFault) => void;

/**
 * Publishes with confirm and mandatory on a channel of its own. A returned message gets its basic.return before its
 * confirm (RabbitMQ docs/confirms), so when the confirm comes the outcome is known.
 */
export class ConfirmPublisher {
  private readonly unconfirmed = new Map<number, Unconfirmed>();
  private unconfirmedBytes = 0;
  private sequence = 0;
  private roomListeners: (() => void)[] = [];

  private constructor(
    private readonly connection: AmqpConnection,
    private readonly channel: AmqpChannel,
  ) {
    channel.events = {
      onReturn: (returned) => this.accept(returned),
      onConfirm: (tag, isMultiple, isAcknowledged) => this.confirm(tag, isMultiple, isAcknowledged),
      onClosed: (fault) => this.fail(fault),
    };
  }

  static async open(connection: AmqpConnection): Promise<ConfirmPublisher> {
    const channel = await connection.openChannel();
    await channel.call({ name: 'confirm.select', noWait: false }, 'confirm.select-ok');
    return new ConfirmPublisher(connection, channel);
  }

  get isOpen(): boolean {
    return this.channel.isOpen;
  }

  /** Writes the message; there must be room. */
  publish(draft: MessageDraft, onOutcome: OnOutcome): void {
    const { exchange, routingKey } = draft;
    const body = Buffer.from(draft.bodyBase64, 'base64');
    const headerPayload = encodeContentHeader(draft.properties, body.length);
    this.sequence += 1; // confirm sequence numbers count from 1
    this.unconfirmed.set(this.sequence, { exchange, routingKey, headerPayload, body, returned: null, onOutcome });
    this.unconfirmedBytes += body.length;
    try {
      this.channel.publish(exchange, routingKey, headerPayload, body);
    } catch (error) {
      this.fail(error instanceof AmqpFault ? error : new AmqpFault('closed', 'The message could not be written.', null, { cause: error }));
    }
  }

  /** Waits until every message published so far has its outcome, good or bad. */
  settled(): Promise<void> {
    return this.until(() => this.unconfirmed.size === 0);
  }

  /** Waits for what can only become true by outcomes. */
  async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) await this.nextChange();
  }

  async close(): Promise<void> {
    await this.channel.close();
  }

  /** Whether a message of this size may be written now. */
  hasRoom(bodyBytes: number): boolean {
    return this.connection.isWritable && !this.isFull(bodyBytes);
  }

  /** Resolves when there is room, or when the channel has ended. */
  async whenRoom(bodyBytes: number): Promise<void> {
    await this.connection.whenWritable();
    while (this.channel.isOpen && this.isFull(bodyBytes)) await this.nextChange();
  }

  private isFull(bodyBytes: number): boolean {
    if (this.unconfirmed.size >= amqpLimits.unconfirmedCountMax) return true;
    return this.unconfirmed.size > 0 && this.unconfirmedBytes + bodyBytes > amqpLimits.unconfirmedBytesMax;
  }

  /** Resolves at the next confirm or at the end of the channel; ends the channel when neither comes. */
  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.channel.end(this.tooSlow()), amqpLimits.confirmTimeoutMs);
      this.roomListeners.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private tooSlow(): AmqpFault {
    const blocked = this.connection.blockedReason;
    const why = blocked === null ? '' : ` The broker takes no messages now: ${blocked}.`;
    return new AmqpFault('timeout', `The broker did not confirm within ${amqpLimits.confirmTimeoutMs / 1000} s.${why}`);
  }

  /** A return names no sequence number: it belongs to the first message like it. Two that are equal are interchangeable. */
  private accept(returned: Returned): void {
    let fallback: Unconfirmed | null = null;
    for (const entry of this.unconfirmed.values()) {
      if (entry.returned !== null || entry.exchange !== returned.exchange || entry.routingKey !== returned.routingKey) continue;
      if (!entry.body.equals(returned.content.body)) continue;
      if (entry.headerPayload.equals(returned.content.headerPayload)) {
        entry.returned = returned;
        return;
      }
      fallback ??= entry; // the broker wrote the same properties in other bytes
    }
    if (fallback !== null) fallback.returned = returned;
  }

  private confirm(tag: number, isMultiple: boolean, isAcknowledged: boolean): void {
    if (!isMultiple) this.resolve(tag, isAcknowledged);
    else
      for (const sequence of this.unconfirmed.keys()) {
        if (sequence > tag) break; // a Map keeps the order of publishing
        this.resolve(sequence, isAcknowledged);
      }
    this.changed();
  }

  private resolve(sequence: number, isAcknowledged: boolean): void {
    const entry = this.unconfirmed.get(sequence);
    if (entry === undefined) return;
    this.unconfirmed.delete(sequence);
    this.unconfirmedBytes -= entry.body.length;
    if (entry.returned !== null) {
      entry.onOutcome({ outcome: 'returned', replyCode: entry.returned.replyCode, replyText: entry.returned.replyText });
    } else if (isAcknowledged) entry.onOutcome({ outcome: 'confirmed' });
    else
      entry.onOutcome({
        outcome: 'refused',
        reason: 'The broker refused the message (basic.nack): a queue that it goes to takes no more.',
      });
  }

  private fail(fault: AmqpFault): void {
    for (const entry of this.unconfirmed.values()) entry.onOutcome(fault);
    this.unconfirmed.clear();
    this.unconfirmedBytes = 0;
    this.changed();
  }

  private changed(): void {
    const listeners = this.roomListeners;
    this.roomListeners = [];
    for (const listener of listeners) listener();
  }
}
