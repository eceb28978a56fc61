import type { AmqpChannel, Delivery } from '../amqp/amqp-channel';
import { ConnectorError, type QueueAddress, type TakenMessage, type TakenMessages, type TakeSelection } from '../connector';
import { passiveDeclare } from './browse-held';
import { FingerprintCounter, fingerprintOf, fingerprintOfId, toBrowsedMessage } from './browsed-message';
import type { DeliveryReader } from './delivery-reader';
import { errorOfAmqp } from './management-errors';
import { rabbitmqLimits } from './rabbitmq-limits';
import type { ReadPlan } from './read-plan';

/**
 * Messages taken from a queue's head and held unacknowledged until they are settled. Those that are given back, and those
 * walked past on the way to chosen ones, go back when all is over: earlier, the broker would hand them out again.
 */
export class HeldMessages implements TakenMessages {
  /** Delivery tags, in their order; the contents are the reader's to keep. */
  private readonly toGiveBack = new Set<number>();
  private isClosed = false;

  constructor(
    private readonly channel: AmqpChannel,
    private readonly reader: DeliveryReader,
    private readonly options: {
      readonly queue: QueueAddress;
      readonly selection: TakeSelection;
      readonly plan: ReadPlan;
      readonly release: () => void;
    },
  ) {}

  async *[Symbol.asyncIterator](): AsyncIterator<readonly TakenMessage[]> {
    const chosen = new Chosen(this.options.selection);
    const ids = new FingerprintCounter();
    let position = 0;
    while (!chosen.isComplete && !this.isClosed) {
      this.reader.expect?.(chosen.missingCount);
      let delivery = await this.nextDelivery();
      if (delivery === null) return;
      const page: TakenMessage[] = [];
      while (delivery !== null) {
        const taken = this.hold(delivery, position, chosen, ids);
        if (taken !== null) page.push(taken);
        position += 1;
        const goesOn: boolean = !chosen.isComplete && page.length < rabbitmqLimits.takenPageCountMax;
        delivery = goesOn ? (this.reader.nextArrived?.() ?? null) : null;
      }
      if (page.length > 0) yield page;
    }
  }

  /** An acknowledgement has no answer; what is asked on the same channel afterwards is answered after it (4.7). */
  async settle(messages: readonly TakenMessage[], how: 'acknowledge' | 'requeue'): Promise<void> {
    if (how === 'requeue' || messages.length === 0) return;
    try {
      for (const { receipt } of messages) this.toGiveBack.delete(receipt);
      this.acknowledge(messages.map(({ receipt }) => receipt));
      await this.channel.call(passiveDeclare(this.options.queue.name), 'queue.declare-ok');
    } catch (error) {
      throw errorOfAmqp(error, 'Settling the messages');
    }
  }

  /** Gives back in the order taken, and resolves when the broker has dealt with everything that was settled. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    try {
      await this.reader.stop();
      if (this.options.plan.giveBack === 'nack') this.giveBackAll();
    } catch {
      // The channel has ended: with it the broker took everything back.
    } finally {
      await this.channel.close();
      this.options.release();
    }
  }

  /** Nothing else is unacknowledged on the channel: one nack for all, which the broker requeues at once. */
  private giveBackAll(): void {
    const deliveryTag = [...this.toGiveBack].at(-1); // tags only grow
    if (deliveryTag !== undefined) this.channel.send({ name: 'basic.nack', deliveryTag, multiple: true, requeue: true });
  }

  /** One acknowledgement for all below the first message that is still held, one each for those behind it. */
  private acknowledge(deliveryTags: readonly number[]): void {
    const [firstHeld = Number.POSITIVE_INFINITY] = this.toGiveBack; // tags only grow
    const together = deliveryTags.filter((deliveryTag) => deliveryTag < firstHeld);
    const lastTogether = together.reduce((last, deliveryTag) => Math.max(last, deliveryTag), 0);
    if (lastTogether > 0) this.channel.send({ name: 'basic.ack', deliveryTag: lastTogether, multiple: true });
    for (const deliveryTag of deliveryTags)
      if (deliveryTag > firstHeld) this.channel.send({ name: 'basic.ack', deliveryTag, multiple: false });
  }

  /** Null when it is not one of those that are wanted. */
  private hold(delivery: Delivery, position: number, chosen: Chosen, ids: FingerprintCounter): TakenMessage | null {
    this.toGiveBack.add(delivery.deliveryTag);
    // One more than may be held tells a queue of just that many from a longer one.
    if (this.toGiveBack.size > rabbitmqLimits.scanCountMax) throw tooDeep(this.options.queue);
    const fingerprint = fingerprintOf(delivery);
    const id = chosen.choose(fingerprint, () => ids.nextId(fingerprint));
    return id === null ? null : { message: toBrowsedMessage(delivery, position, id), receipt: delivery.deliveryTag };
  }

  private async nextDelivery(): Promise<Delivery | null> {
    try {
      return await this.reader.next();
    } catch (error) {
      throw errorOfAmqp(error, `Taking messages from ${this.options.queue.name}`);
    }
  }
}

const tooDeep = (queue: QueueAddress): ConnectorError =>
  new ConnectorError(
    'not-supported',
    `${queue.name} can be walked through for ${rabbitmqLimits.scanCountMax.toLocaleString('en')} messages at most, because each is held meanwhile. Take the first ones out, or purge.`,
  );

/** Which messages are wanted, and how many are still missing. */
class Chosen {
  private readonly idsByFingerprint = new Map<string, string[]>();
  /** At least so many messages are still to be walked over. */
  missingCount: number;

  constructor(private readonly selection: TakeSelection) {
    this.missingCount = selection.kind === 'ids' ? selection.ids.length : selection.count;
    if (selection.kind !== 'ids') return;
    for (const id of selection.ids) {
      const fingerprint = fingerprintOfId(id);
      this.idsByFingerprint.set(fingerprint, [...(this.idsByFingerprint.get(fingerprint) ?? []), id]);
    }
  }

  get isComplete(): boolean {
    return this.missingCount <= 0;
  }

  /** @returns the id under which this message was asked for, or null when it wasn't */
  choose(fingerprint: string, nextId: () => string): string | null {
    const id = this.selection.kind === 'ids' ? this.idsByFingerprint.get(fingerprint)?.shift() : nextId();
    if (id === undefined) return null;
    this.missingCount -= 1;
    return id;
  }
}
