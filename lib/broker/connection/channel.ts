import { ChannelError, ConnectionError, replyCode, type ServerMethod } from '../../amqp';
import { assert } from '../../base/assert';
import { Rotation } from '../../base/rotation';
import type { Message } from '../message';
import { publishResult } from '../ports';
import type { Destination } from '../queue/queue';
import { MessageCounters } from '../stats/message-counters';
import { notFound } from '../vhost/equivalence';
import { noRoom } from '../vhost/resource-room';
import { uncacheableFlags, withoutBlindCopies } from '../vhost/router';
import type { VirtualHost } from '../vhost/virtual-host';
import { requirePermission, requireTopicPermission } from './access';
import { writeAcknowledge } from './acknowledge-frame';
import type { BrokerContext } from './broker-context';
import type { ConfirmLedger, ConfirmListener } from './confirm-ledger';
import type { Connection } from './connection';
import { Consumer } from './consumer';
import { DeliveryAges } from './delivery-ages';
import type { ReplyConsumer } from './direct-replies';
import type { Output } from './output';
import type { PublishTarget } from './publish-target';
import { Publisher } from './publisher';
import { returnMessage } from './return-message';
import { Settlements } from './settlements';
import { type SettlementOutcome, Transaction } from './transaction';
import type { Unacknowledged } from './unacknowledged';

/** Contents a transaction may hold before its commit. */
const TRANSACTION_MAX_BYTES = 268_435_456;

/**
 * One channel of one connection: what its client publishes, consumes and still owes an answer for.
 *
 *   open ── channel.close / ChannelError ──> closing ── close-ok ──> gone
 *                                            (what still arrives is dropped, AMQP 0-9-1 2.2.7)
 */
export class Channel implements ConfirmListener {
  readonly counters = new MessageCounters();
  readonly consumers = new Map<string, Consumer | ReplyConsumer>();
  readonly publisher: Publisher;
  readonly settlements: Settlements;
  readonly output: Output;
  isClosing = false;
  /** channel.flow: false while the client wants no deliveries. */
  isFlowing = true;
  prefetchCount = 0;
  globalPrefetchCount = 0;
  /** Of consumers only: basic.get is not under the prefetch. */
  consumerUnacknowledgedCount = 0;
  /** AMQP 0-9-1 queue.declare: an empty queue name means the one declared last on this channel. */
  lastQueueName = '';
  confirms: ConfirmLedger | null = null;
  transaction: Transaction | null = null;
  replyConsumer: ReplyConsumer | null = null;
  isConfirmScheduled = false;
  /** Changes of the definitions before the method at hand. */
  changesBefore = 0;
  private readonly rotation = new Rotation();
  private lastDeliveryTag = 0;
  private awaitedGroup = 0;
  private deliveryAges: DeliveryAges | null = null;

  constructor(
    readonly connection: Connection,
    readonly number: number,
    readonly broker: BrokerContext,
    readonly virtualHost: VirtualHost,
  ) {
    this.output = connection.output;
    this.publisher = new Publisher(this);
    this.settlements = new Settlements(broker.outstanding);
  }

  get state(): 'running' | 'flow' | 'closing' {
    if (this.isClosing) return 'closing';
    return this.isFlowing ? 'running' : 'flow';
  }

  get isConfirm(): boolean {
    return this.confirms !== null;
  }

  get isTransactional(): boolean {
    return this.transaction !== null;
  }

  get unacknowledged(): Unacknowledged {
    return this.settlements.unacknowledged;
  }

  get unacknowledgedCount(): number {
    return this.unacknowledged.count;
  }

  get unconfirmedCount(): number {
    return this.confirms?.owedCount ?? 0;
  }

  get unfinishedBytes(): number {
    return this.publisher.assemblyBytes + (this.transaction?.contentBytes ?? 0);
  }

  get uncommittedMessageCount(): number {
    return this.transaction?.publishes.length ?? 0;
  }

  get uncommittedAcknowledgeCount(): number {
    return this.transaction?.settlements.size ?? 0;
  }

  /** What this connection may be sent, overhead included. */
  get frameMaxBytes(): number {
    return this.connection.frameMaxBytes;
  }

  get user(): string {
    return this.connection.user;
  }

  /** @throws ChannelError 406 when its oldest delivery is out for longer than its queue allows, or else `timeoutMs` (0 is no limit) */
  checkDeliveries(nowMs: number, timeoutMs: number): void {
    const oldest = this.isClosing ? null : this.unacknowledged.oldest();
    if (oldest === null) {
      this.deliveryAges = null;
      return;
    }
    this.deliveryAges ??= new DeliveryAges();
    this.deliveryAges.note(this.lastDeliveryTag, oldest.tag, nowMs);
    const allowedMs = oldest.holder.queue.settings.consumerTimeoutMs ?? timeoutMs;
    if (allowedMs === 0 || this.deliveryAges.ageMs(oldest.tag, nowMs) <= allowedMs) return;
    const text =
      `delivery acknowledgement on channel ${this.number} timed out. Timeout value used: ${allowedMs} ms. ` +
      'This timeout value can be configured, see consumers doc guide to learn more';
    throw new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - ${text}`);
  }

  /** Of the next delivery. A reply carries it without using it up, as RabbitMQ's do. */
  get upcomingDeliveryTag(): number {
    return this.lastDeliveryTag + 1;
  }

  nextDeliveryTag(): number {
    this.lastDeliveryTag++;
    return this.lastDeliveryTag;
  }

  countDelivery(noAck: boolean, isRedelivered: boolean): void {
    const { counters } = this;
    const total = this.virtualHost.counters;
    if (noAck) {
      counters.deliverNoAck++;
      total.deliverNoAck++;
    } else {
      counters.deliver++;
      total.deliver++;
    }
    if (isRedelivered) {
      counters.redeliver++;
      total.redeliver++;
    }
  }

  countGet(noAck: boolean, isRedelivered: boolean): void {
    const { counters } = this;
    const total = this.virtualHost.counters;
    if (noAck) {
      counters.getNoAck++;
      total.getNoAck++;
    } else {
      counters.get++;
      total.get++;
    }
    if (isRedelivered) {
      counters.redeliver++;
      total.redeliver++;
    }
  }

  settle(tag: number, multiple: boolean, outcome: SettlementOutcome): void {
    const count = this.settlements.settle(tag, multiple, outcome, this.transaction);
    if (outcome !== 'acknowledge') return;
    this.counters.acknowledge += count;
    this.virtualHost.counters.acknowledge += count;
  }

  write(method: ServerMethod): void {
    this.output.writeMethod(this.number, method);
  }

  /** An answer that had to wait, or what came of the waiting instead. */
  answerLate(method: ServerMethod, error: Error | undefined): void {
    if (this.isClosing) return;
    if (error === undefined) this.write(method);
    else this.connection.failed(error, this.number);
  }

  /** The answer to a method that changes definitions: after they are on disk, and in the order of the methods. */
  writeWhenDefined(method: ServerMethod): void {
    const { definitions } = this.broker;
    // While the disk is full only who changed something waits: others, who declare what is there already, go on.
    const mayGoOn = definitions.refusal !== null && definitions.changeCount === this.changesBefore;
    this.connection.deferReply(this, method, (then) => {
      if (mayGoOn) then();
      else definitions.whenDurable(then, (reason) => then(noRoom(`${reason} Until then the change is in force, but not on disk.`)));
    });
  }

  /** The answer to a tx.commit: after its messages are on disk. */
  writeWhenStored(method: ServerMethod, group: number): void {
    this.connection.deferReply(this, method, (then) => this.broker.store.whenDurable(group, then));
  }

  /** May this user publish there, does the exchange exist? Answered from the last time until topology or accounts change. */
  checkTarget(target: PublishTarget): void {
    const { virtualHost } = this;
    const { accounts } = this.broker;
    if (target.topologyVersion === virtualHost.topologyVersion && target.accountsVersion === accounts.version) return;
    requirePermission(this, 'write', 'exchange', target.exchange);
    const exchange = virtualHost.exchanges.get(target.exchange);
    if (exchange === undefined) throw notFound('exchange', target.exchange, virtualHost.name);
    if (exchange.identity.isInternal) {
      const text = `ACCESS_REFUSED - cannot publish to internal exchange '${target.exchange}' in vhost '${virtualHost.name}'`;
      throw new ChannelError(replyCode.accessRefused, text);
    }
    if (exchange.identity.type === 'topic') requireTopicPermission(this, 'write', target.exchange, target.routingKey);
    target.exchangeFound = exchange;
    target.queues = null;
    target.topologyVersion = virtualHost.topologyVersion;
    target.accountsVersion = accounts.version;
  }

  /** @throws ChannelError 406 unless the user sends under its own name or may send under others' (tag impersonator) */
  checkUserId(userId: string): void {
    if (userId === this.user) return;
    if (this.broker.accounts.findUser(this.user)?.tags.includes('impersonator')) return;
    const text = `PRECONDITION_FAILED - user_id property set to '${userId}' but authenticated user was '${this.user}'`;
    throw new ChannelError(replyCode.preconditionFailed, text);
  }

  /** Where replies to this channel go. @throws ChannelError 406 when nothing consumes them yet */
  replyAddress(): string {
    if (this.replyConsumer !== null) return this.replyConsumer.address;
    throw new ChannelError(replyCode.preconditionFailed, 'PRECONDITION_FAILED - fast reply consumer does not exist');
  }

  publish(target: PublishTarget, message: Message): void {
    this.checkTarget(target);
    this.connection.brake.hasPublished = true;
    this.counters.publish++;
    this.virtualHost.counters.publish++;
    const { transaction } = this;
    if (transaction === null) {
      this.routeAndEnqueue(target, message);
      return;
    }
    transaction.publish(target, message);
    if (transaction.contentBytes > TRANSACTION_MAX_BYTES) {
      throw new ConnectionError(replyCode.resourceError, `RESOURCE_ERROR - transaction holds more than ${TRANSACTION_MAX_BYTES} bytes`);
    }
  }

  /** tx.commit: settlements and messages become durable together. @returns the store group to wait for */
  commit(): number {
    const { transaction } = this;
    assert(transaction !== null, 'only a transactional channel commits');
    this.transaction = new Transaction();
    // All or nothing: an exchange that is gone by now fails the commit before any of it was done.
    for (const { target } of transaction.publishes) this.checkTarget(target);
    return this.broker.store.transaction(() => {
      for (const { target, message } of transaction.publishes) this.routeAndEnqueue(target, message);
      this.settlements.commit(transaction);
    });
  }

  private routeAndEnqueue(target: PublishTarget, message: Message): void {
    const { virtualHost, confirms } = this;
    if (target.isReply) {
      if (!this.broker.directReplies.deliver(target.routingKey, message)) this.unroutable(target, message);
      confirms?.published(0);
    } else {
      const queues = this.queuesOf(target, message);
      this.countRouting(target, queues.length);
      if (virtualHost.firehose !== null)
        virtualHost.firehose.published(
          this,
          message,
          queues.map(({ name }) => name),
        );
      if (queues.length === 0) {
        this.unroutable(target, message);
        confirms?.published(0);
      } else {
        this.connection.brake.note(queues, message.bodySizeBytes);
        const result = virtualHost.publish(message, queues);
        if (confirms !== null) {
          if ((result & publishResult.rejected) !== 0) confirms.refused();
          else confirms.published((result & publishResult.stored) !== 0 ? virtualHost.lastGroup : 0);
        }
      }
    }
    if (confirms !== null) this.connection.confirmLater(this);
  }

  private countRouting(target: PublishTarget, queueCount: number): void {
    const counters = target.exchangeFound?.counters;
    if (counters === undefined) return;
    counters.publishIn++;
    counters.publishOut += queueCount;
  }

  private queuesOf(target: PublishTarget, message: Message): readonly Destination[] {
    const isRoutedAlone = (message.flags & uncacheableFlags) !== 0;
    if (target.queues !== null && !isRoutedAlone) return target.queues;
    assert(target.exchangeFound !== null, 'a checked target has its exchange');
    const route = this.virtualHost.route(target.exchangeFound, message);
    // The answer's list is reused by the next route: a remembered one needs its own.
    if (route.isCacheable && !isRoutedAlone && target.isRemembered) target.queues = [...route.queues];
    return route.queues;
  }

  private unroutable(target: PublishTarget, message: Message): void {
    const { counters } = this.virtualHost;
    if (target.mandatory) {
      this.counters.returnUnroutable++;
      counters.returnUnroutable++;
      returnMessage(
        this.output,
        this.number,
        this.frameMaxBytes,
        (message.flags & uncacheableFlags) === 0 ? message : withoutBlindCopies(message),
      );
    } else {
      this.counters.dropUnroutable++;
      counters.dropUnroutable++;
    }
  }

  /** Sends the confirms that are due, coalesced, and sees to it that the rest follow. Called once a turn. */
  settleConfirms(): void {
    const { confirms } = this;
    if (confirms === null || this.isClosing) return;
    const { store } = this.broker;
    const owedBefore = confirms.owedCount;
    confirms.settle(store.durableGroup, this);
    this.counters.confirm += owedBefore - confirms.owedCount;
    this.virtualHost.counters.confirm += owedBefore - confirms.owedCount;
    const group = confirms.waitsForGroup;
    if (group <= 0 || group === this.awaitedGroup) return;
    this.awaitedGroup = group;
    store.whenDurable(group, this.groupIsDurable);
  }

  private readonly groupIsDurable = (): void => this.connection.confirmLater(this);

  confirmed(sequence: number, multiple: boolean): void {
    writeAcknowledge(this.output, this.number, sequence, multiple);
    this.output.checkFlood();
  }

  refused(sequence: number): void {
    this.write({ name: 'basic.nack', deliveryTag: sequence, multiple: false, requeue: false });
  }

  /** The queue is gone: the consumer too, and clients that can take it are told (RabbitMQ: consumer_cancel_notify). */
  consumerCancelledByBroker(consumer: Consumer): void {
    if (!this.consumers.delete(consumer.tag) || this.isClosing) return;
    if (this.connection.takesConsumerCancel) this.write({ name: 'basic.cancel', consumerTag: consumer.tag, noWait: true });
  }

  removeConsumer(tag: string): void {
    const consumer = this.consumers.get(tag);
    if (consumer === undefined) return;
    this.consumers.delete(tag);
    if (consumer instanceof Consumer) {
      consumer.isOpen = false;
      consumer.queue.cancel(consumer);
    } else {
      this.broker.directReplies.remove(consumer);
      this.replyConsumer = null;
    }
  }

  /** Consumers may take again, in turn: the window opened, flow resumed or a shared prefetch has room. */
  askConsumers(): void {
    for (const consumer of this.rotation.next(this.consumers.values())) if (consumer instanceof Consumer) consumer.askAgain();
  }

  /**
   * Whatever ends it: what is unacknowledged goes back, consumers leave, what is uncommitted never was. Idempotent.
   * In this order, so that a single active consumer that takes over finds what came back in its place.
   */
  release(): void {
    this.isClosing = true;
    this.publisher.abandon();
    this.transaction = this.transaction === null ? null : new Transaction();
    for (const consumer of this.consumers.values()) if (consumer instanceof Consumer) consumer.isOpen = false;
    this.settlements.requeueAll();
    for (const tag of [...this.consumers.keys()]) this.removeConsumer(tag);
  }
}
