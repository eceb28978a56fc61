import type { TypedTable } from '../../model/field-table';
import type { ConsumerPort } from '../ports';
import type { Queue } from '../queue/queue';
import type { QueueEntry } from '../queue-entry';
import type { Channel } from './channel';
import { DeliveryEncoder } from './delivery-encoder';
import type { DeliveryHolder } from './unacknowledged';

export type ConsumerSettings = {
  readonly tag: string;
  readonly noAck: boolean;
  readonly isExclusive: boolean;
  readonly priority: number;
  /** 0 is unlimited. Without effect where nothing is acknowledged. */
  readonly prefetchCount: number;
  readonly arguments: TypedTable;
};

/** One basic.consume: what its queue hands over is encoded at once, and unless noAck kept under its delivery tag. */
export class Consumer implements ConsumerPort, DeliveryHolder {
  readonly tag: string;
  readonly noAck: boolean;
  readonly isExclusive: boolean;
  readonly priority: number;
  readonly prefetchCount: number;
  readonly arguments: TypedTable;
  readonly isOfReplies = false;
  unacknowledgedCount = 0;
  /** False until consume-ok was sent and after the cancel: deliveries must not overtake the one or follow the other. */
  isOpen = false;
  private readonly encoder: DeliveryEncoder;

  constructor(
    readonly channel: Channel,
    readonly queue: Queue,
    settings: ConsumerSettings,
  ) {
    this.tag = settings.tag;
    this.noAck = settings.noAck;
    this.isExclusive = settings.isExclusive;
    this.priority = settings.priority;
    this.prefetchCount = settings.prefetchCount;
    this.arguments = settings.arguments;
    this.encoder = new DeliveryEncoder(channel.output, channel.number, channel.frameMaxBytes, settings.tag);
  }

  get queueName(): string {
    return this.queue.identity.name;
  }

  get isSingleActive(): boolean {
    return this.queue.settings.singleActiveConsumer && this.isActive;
  }

  /** False for the waiting ones of a single-active-consumer queue. */
  get isActive(): boolean {
    return this.queue.isActiveConsumer(this);
  }

  canTake(): boolean {
    if (!this.isOpen || this.channel.output.isFull || !this.channel.isFlowing) return false;
    if (!this.noAck && this.prefetchCount !== 0 && this.unacknowledgedCount >= this.prefetchCount) return false;
    if (!this.noAck && this.channel.unacknowledged.isOverShare) return false;
    // A full window of the channel holds up those as well that fill no window (RabbitMQ's limiter asks only whether it is full).
    const { globalPrefetchCount } = this.channel;
    return globalPrefetchCount === 0 || this.channel.consumerUnacknowledgedCount < globalPrefetchCount;
  }

  deliver(entry: QueueEntry): void {
    const { channel } = this;
    const deliveryTag = channel.nextDeliveryTag();
    this.encoder.encode(entry.message, deliveryTag, entry.isRedelivered);
    channel.countDelivery(this.noAck, entry.isRedelivered);
    channel.virtualHost.firehose?.delivered(channel, entry.message, this.queueName, entry.isRedelivered);
    if (this.noAck) return;
    entry.message.retain();
    this.unacknowledgedCount++;
    channel.consumerUnacknowledgedCount++;
    channel.unacknowledged.add(deliveryTag, entry, this);
  }

  release(): void {
    this.unacknowledgedCount--;
    this.channel.consumerUnacknowledgedCount--;
  }

  /** The settled deliveries may have made room. */
  askAgain(): void {
    if (this.isOpen) this.queue.consumerReady(this);
  }

  cancelledByBroker(): void {
    this.isOpen = false;
    this.channel.consumerCancelledByBroker(this);
  }
}
