import { defaultQueueSettings, type QueueSettings } from '../../model/queue-arguments/effective-settings';
import { type Message, messageFlags } from '../message';
import { type AppliedPolicies, noPolicies } from '../policy/applied-policies';
import type { ConsumerPort, RecoveredQueue } from '../ports';
import { QueueEntry } from '../queue-entry';
import { MessageCounters } from '../stats/message-counters';
import { allIndexes } from './all-indexes';
import { DeadLetterOutbox, isAtLeastOnce } from './dead-letter-outbox';
import { DeduplicationCache } from './deduplication-cache';
import { DeliveryCounter } from './delivery-counter';
import { Dispatcher, QueueConsumer } from './dispatcher';
import { DisuseTimer } from './disuse-timer';
import { checkExclusiveUse } from './exclusive-use';
import { dropOverflow, hasLengthLimit, wouldOverflow } from './length-limit';
import { MessageExpiry } from './message-expiry';
import { findEntry, newerEntries, peekEntries, positionSince } from './peek';
import { PriorityLists, type ReadyEntries } from './priority-lists';
import { type Admission, admission, type ConsumeOptions, type DeathReason, isKept, type PeekedEntry, type QueueIdentity } from './queue';
import type { BurialOutcome, BuryingQueue, QueueHost } from './queue-host';
import { checkQuorumConsume, checkQuorumGet } from './quorum-restrictions';
import { ReadyList } from './ready-list';
import type { SequenceSource } from './sequence-source';
import { UnacknowledgedList } from './unacknowledged-list';

/**
 * Classic queues, and quorum queues, which on one node are classic queues that count deliveries.
 * The parts: ready entries (paged), unacknowledged entries, the dispatcher, timers; this class moves entries between them.
 */
export class ClassicQueue implements BuryingQueue {
  readonly kind = 'queue';
  readonly storesEverything: boolean;
  readonly counters = new MessageCounters();
  visit = 0;
  settings: QueueSettings = defaultQueueSettings;
  policies: AppliedPolicies = noPolicies;
  isDeleted = false;
  persistentCount = 0;

  private readonly ready: ReadyEntries;
  private readonly unacknowledged = new UnacknowledgedList();
  readonly dispatcher: Dispatcher;
  private readonly deliveries: DeliveryCounter | null;
  private readonly duplicates: DeduplicationCache | null;
  private readonly sequence: SequenceSource;
  private readonly expiry: MessageExpiry;
  private readonly disuse: DisuseTimer;
  private outbox: DeadLetterOutbox | null = null;
  /** No TTL, limit or cache: most messages need no second look. */
  private isPlain = true;
  private isDispatching = false;
  private hasNotedDelivering = false;

  constructor(
    readonly identity: QueueIdentity,
    private readonly host: QueueHost,
    settings: QueueSettings,
    sequence: SequenceSource,
  ) {
    this.storesEverything = identity.type === 'quorum';
    const { maxPriority } = settings;
    const createList = (): ReadyList => new ReadyList(identity.id, host.store, host.workingSet, () => this.lost());
    this.ready = maxPriority === null ? createList() : new PriorityLists(maxPriority, createList);
    this.expiry = new MessageExpiry(this.ready, host.clock, (entry) => this.bury(entry, 'expired'));
    this.dispatcher = new Dispatcher(settings.singleActiveConsumer, () => this.dispatch());
    this.deliveries = identity.type === 'quorum' ? new DeliveryCounter() : null;
    this.duplicates = settings.deduplication ? new DeduplicationCache(settings.cacheSize, settings.cacheTtlMs) : null;
    this.sequence = sequence;
    this.disuse = new DisuseTimer(host.clock, {
      isInUse: () => this.consumerCount > 0,
      onUnused: () => this.host.queueUnused(this),
    });
    this.applySettings(settings, noPolicies);
  }

  get name(): string {
    return this.identity.name;
  }
  get readyCount(): number {
    return this.ready.length;
  }
  get readyBytes(): number {
    return this.ready.bytes;
  }
  get unacknowledgedCount(): number {
    return this.unacknowledged.count;
  }
  get unacknowledgedBytes(): number {
    return this.unacknowledged.bytes;
  }
  get pendingDeadLetterCount(): number {
    return this.outbox?.count ?? 0;
  }
  get consumerCount(): number {
    return this.dispatcher.consumers.length;
  }
  get consumers(): readonly QueueConsumer[] {
    return this.dispatcher.consumers;
  }
  get lastUsedMs(): number {
    return this.disuse.lastUsedMs;
  }
  get headEnqueuedAtMs(): number | null {
    return this.ready.length === 0 ? null : this.ready.frontEnqueuedAtMs();
  }

  isActiveConsumer(port: ConsumerPort): boolean {
    const consumer = this.dispatcher.find(port);
    return consumer !== null && this.dispatcher.isActive(consumer);
  }

  applySettings(settings: QueueSettings, policies: AppliedPolicies): void {
    this.settings = settings;
    this.policies = policies;
    this.isPlain = settings.messageTtlMs === null && !hasLengthLimit(settings) && this.duplicates === null;
    this.disuse.setExpiresMs(settings.expiresMs);
    this.trim();
  }

  recover(recovered: RecoveredQueue): void {
    this.ready.recover(recovered, allIndexes(recovered.count));
    this.persistentCount = recovered.count;
    this.expiry.arm();
  }

  admit(message: Message): Admission {
    this.counters.publish += 1;
    if (this.isPlain) return admission.accepted;
    const { settings, ready } = this;
    if (settings.overflow !== 'drop-head' && wouldOverflow(settings, ready, message.bodySizeBytes)) {
      if (settings.overflow === 'reject-publish-dlx')
        this.host.deadLetter(this, this.createEntry(message, this.host.clock.nowMs()), 'maxlen');
      return admission.rejected;
    }
    if (this.duplicates?.isDuplicate(message, this.host.clock.nowMs())) return admission.dropped;
    return admission.accepted;
  }

  createEntry(message: Message, nowMs: number): QueueEntry {
    const entry = new QueueEntry(message, this.sequence.next(), nowMs);
    const { messageTtlMs } = this.settings;
    if (messageTtlMs === null && message.expirationMs < 0) return entry;
    const expirationMs = message.expirationMs < 0 ? Number.POSITIVE_INFINITY : message.expirationMs;
    entry.expiresAtMs = nowMs + Math.min(expirationMs, messageTtlMs ?? Number.POSITIVE_INFINITY);
    return entry;
  }

  place(entry: QueueEntry): void {
    if (entry.segment >= 0) this.persistentCount += 1;
    this.record(entry, 'enqueued');
    if (this.ready.length === 0 && !this.isDispatching) {
      const consumer = this.dispatcher.next();
      if (consumer !== null) {
        this.deliver(consumer, entry);
        return;
      }
    }
    this.ready.push(entry);
    if (!this.isPlain) this.trim();
    if (entry.expiresAtMs !== 0) this.expiry.arm();
  }

  consume(port: ConsumerPort, options: ConsumeOptions): void {
    checkQuorumConsume(this.identity, options);
    checkExclusiveUse(this.identity, this.settings, this.dispatcher.consumers, port);
    this.touch();
    this.dispatcher.add(new QueueConsumer(port, options.arguments));
    this.dispatch();
  }

  cancel(port: ConsumerPort): void {
    const consumer = this.dispatcher.find(port);
    if (consumer === null) return;
    this.dispatcher.remove(consumer);
    this.touch();
    if (this.consumerCount === 0 && this.identity.isAutoDelete) this.host.queueUnused(this);
    else this.dispatch(); // a single active consumer may have been replaced
  }

  consumerReady(port: ConsumerPort): void {
    const consumer = this.dispatcher.find(port);
    if (consumer === null) return;
    this.dispatcher.ready(consumer);
    if (this.ready.length > 0) this.dispatch();
  }

  get(noAck: boolean): QueueEntry | null {
    checkQuorumGet(this.identity, this.settings);
    this.touch();
    const entry = this.expiry.takeFront();
    if (entry === null) {
      this.counters.getEmpty += 1;
      return null;
    }
    if (noAck) this.counters.getNoAck += 1;
    else this.counters.get += 1;
    this.deliveries?.show(entry);
    this.handOut(entry, noAck);
    if (noAck) this.forget(entry);
    this.expiry.expireDue(); // the answer counts what waits behind it
    return entry;
  }

  acknowledge(entry: QueueEntry): void {
    this.settle(entry);
    this.counters.acknowledge += 1;
    this.record(entry, 'acknowledged');
    this.forget(entry);
  }

  requeue(entries: readonly QueueEntry[]): void {
    const returned = entries.filter((entry) => this.takeBack(entry));
    // Youngest first: each goes to the front of those before it, however many come back at once.
    if (returned.length > 1) returned.sort((left, right) => right.sequence - left.sequence);
    for (const entry of returned) this.ready.insert(entry);
    this.trim(); // before anybody is served, as in RabbitMQ
    this.expiry.expireDue();
    this.dispatch();
  }

  reject(entry: QueueEntry): void {
    this.settle(entry);
    if (!this.isDeleted) this.bury(entry, 'rejected');
  }

  buried(entry: QueueEntry, reason: DeathReason, outcome: BurialOutcome): void {
    if (outcome === 'unroutable' && !this.isDeleted && isAtLeastOnce(this.identity.type, this.settings)) {
      this.outbox ??= this.createOutbox();
      this.outbox.add(entry, reason);
      return;
    }
    this.record(entry, outcome === 'taken' ? 'dead-lettered' : reason === 'expired' ? 'expired' : 'dropped');
    this.forget(entry);
  }

  purge(): number {
    this.touch();
    const count = this.ready.length;
    this.ready.clear();
    this.outbox?.clear();
    this.expiry.stop();
    this.dropStored();
    return count;
  }

  stop(): void {
    this.expiry.close();
    this.disuse.close();
    this.outbox?.close();
  }

  destroy(): void {
    this.isDeleted = true;
    this.stop();
    this.ready.clear();
    this.outbox?.clear();
    this.persistentCount = 0;
    if (isKept(this.identity)) this.host.store.dropQueue(this.identity.id, []);
    for (const consumer of [...this.dispatcher.consumers]) {
      this.dispatcher.remove(consumer);
      consumer.port.cancelledByBroker();
    }
  }

  peek(from: number, limit: number, order: 'oldest' | 'newest'): PeekedEntry[] {
    return peekEntries(this.unacknowledged, this.ready, from, limit, order);
  }

  find(sequence: number): PeekedEntry | null {
    return findEntry(this.unacknowledged, this.ready, sequence);
  }

  positionAfter(sequence: number): number {
    return this.unacknowledged.count + this.ready.rankOf(sequence + 1);
  }

  positionSince(atMs: number): number {
    return positionSince(this.unacknowledged, this.ready, atMs);
  }

  newerThan(sequence: number, limit: number) {
    return newerEntries(this.unacknowledged, this.ready, sequence, limit);
  }

  removeById(sequences: readonly number[]): boolean[] {
    return sequences.map((sequence) => {
      const entry = this.ready.remove(sequence);
      if (entry === null) return false;
      this.record(entry, 'removed');
      this.forget(entry);
      return true;
    });
  }

  touch(): void {
    this.disuse.touch();
  }

  private dispatch(): void {
    if (this.isDispatching) return;
    this.isDispatching = true;
    try {
      while (this.ready.length > 0) {
        const consumer = this.dispatcher.next();
        if (consumer === null) break;
        const entry = this.expiry.takeFront();
        if (entry === null) break;
        this.deliver(consumer, entry);
      }
    } finally {
      this.isDispatching = false;
    }
    this.expiry.arm();
  }

  private deliver(consumer: QueueConsumer, entry: QueueEntry): void {
    const { port } = consumer;
    if (port.noAck) this.counters.deliverNoAck += 1;
    else this.counters.deliver += 1;
    if (entry.deliveryCount > 0) this.deliveries?.show(entry);
    this.handOut(entry, port.noAck);
    port.deliver(entry);
    if (port.noAck) this.forget(entry);
    else entry.message.retain();
  }

  private handOut(entry: QueueEntry, noAck: boolean): void {
    if (entry.isRedelivered) this.counters.redeliver += 1;
    this.record(entry, noAck ? 'acknowledged' : 'delivered');
    if (noAck) return;
    this.unacknowledged.add(entry);
    this.host.workingSet.add(entry.message.bodySizeBytes);
    if (entry.segment >= 0 && !this.hasNotedDelivering) {
      this.hasNotedDelivering = true;
      this.host.store.noteDelivering(this.identity.id);
    }
  }

  /** False when it does not go back to the ready ones: its queue is gone, or it was returned too often. */
  private takeBack(entry: QueueEntry): boolean {
    this.settle(entry);
    if (this.isDeleted) return false;
    this.deliveries?.hide(entry);
    entry.isRedelivered = true;
    entry.deliveryCount += 1;
    const { deliveryLimit } = this.settings;
    if (this.deliveries !== null && deliveryLimit !== null && entry.deliveryCount > deliveryLimit) {
      this.bury(entry, 'delivery_limit');
      return false;
    }
    if (entry.segment >= 0) this.host.store.noteReturned(this.identity.id, entry);
    this.record(entry, 'requeued');
    return true;
  }

  private settle(entry: QueueEntry): void {
    this.unacknowledged.remove(entry);
    this.host.workingSet.subtract(entry.message.bodySizeBytes);
  }

  /** Whoever was behind a dropped head is at the front now, and may expire there. */
  private trim(): void {
    if (dropOverflow(this.settings, this.ready, this.buryOverflow)) this.expiry.arm();
  }

  private readonly buryOverflow = (entry: QueueEntry): void => this.bury(entry, 'maxlen');

  private bury(entry: QueueEntry, reason: DeathReason): void {
    this.deliveries?.hide(entry);
    this.host.deadLetter(this, entry, reason);
  }

  private createOutbox(): DeadLetterOutbox {
    const deadLetter = (entry: QueueEntry, reason: DeathReason): void => this.host.deadLetter(this, entry, reason);
    return new DeadLetterOutbox(this.identity.id, this.host, deadLetter, () => this.lost());
  }

  private lost(): void {
    this.persistentCount -= 1;
  }

  /** Gone for good. */
  private forget(entry: QueueEntry): void {
    if (entry.segment < 0 || this.isDeleted) return;
    this.persistentCount -= 1;
    this.host.store.acknowledge(this.identity.id, entry);
  }

  /** After the ready entries went: the store forgets them in one record. */
  private dropStored(): void {
    if (this.persistentCount === 0) return;
    const keep = [...this.unacknowledged].filter((entry) => entry.segment >= 0);
    this.host.store.dropQueue(this.identity.id, keep);
    this.persistentCount = keep.length;
  }

  private record(entry: QueueEntry, state: Parameters<QueueHost['replays']['record']>[3]): void {
    if ((entry.message.flags & messageFlags.isReplay) === 0) return;
    this.host.replays.record(this.identity.virtualHost, this.name, entry.message, state);
  }
}
