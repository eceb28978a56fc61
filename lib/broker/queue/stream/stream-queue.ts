import { ChannelError, ConnectionError, replyCode } from '../../../amqp';
import type { QueueSettings } from '../../../model/queue-arguments/effective-settings';
import { type Message, messageFlags } from '../../message';
import { type AppliedPolicies, noPolicies } from '../../policy/applied-policies';
import type { ConsumerPort, RecoveredQueue } from '../../ports';
import { QueueEntry } from '../../queue-entry';
import { MessageCounters } from '../../stats/message-counters';
import { allIndexes } from '../all-indexes';
import type { QueueConsumer } from '../dispatcher';
import { ExpiryTimer } from '../expiry-timer';
import {
  type Admission,
  admission,
  type ConsumeOptions,
  type NewerEntries,
  type PeekedEntry,
  type Queue,
  type QueueIdentity,
} from '../queue';
import type { QueueHost } from '../queue-host';
import { ReadyList } from '../ready-list';
import type { SequenceSource } from '../sequence-source';
import { StreamFilter } from './stream-filter';
import { findStreamOffset, type StreamOffset } from './stream-offset';
import { offsetOf, StreamReader, sequenceOf } from './stream-reader';

/** Messages that a filter may leave out before others get their turn. */
const SKIPPED_MAX = 1_000;
/** Messages that one reader reads from the log at once. */
const READ_AHEAD_MAX = 128;

/**
 * x-queue-type stream: an append-only log that any number of readers read from any place. Reading changes nothing; messages
 * leave at the front only, by max-age and max-length-bytes. Always durable, whatever the publisher's delivery mode.
 *
 *   | oldest … | reader A | … | reader B | … newest |   publish appends, acknowledge only frees the reader's window
 */
export class StreamQueue implements Queue {
  readonly kind = 'queue';
  readonly storesEverything = true;
  readonly counters = new MessageCounters();
  readonly pendingDeadLetterCount = 0;
  visit = 0;
  settings: QueueSettings;
  policies: AppliedPolicies = noPolicies;
  isDeleted = false;
  lastUsedMs: number;
  unacknowledgedCount = 0;
  unacknowledgedBytes = 0;

  private readonly log: ReadyList;
  private readonly readers = new Map<ConsumerPort, StreamReader>();
  private readonly retention = new ExpiryTimer(() => this.retain());
  private nextSequence = 1;

  constructor(
    readonly identity: QueueIdentity,
    private readonly host: QueueHost,
    settings: QueueSettings,
    private readonly sequence: SequenceSource,
  ) {
    this.settings = settings;
    this.log = new ReadyList(identity.id, host.store, host.workingSet, () => {});
    this.lastUsedMs = host.clock.nowMs();
  }

  get name(): string {
    return this.identity.name;
  }
  get readyCount(): number {
    return this.log.length;
  }
  get readyBytes(): number {
    return this.log.bytes;
  }
  get persistentCount(): number {
    return this.log.length;
  }
  get consumerCount(): number {
    return this.readers.size;
  }
  get consumers(): readonly QueueConsumer[] {
    return [...this.readers.values()];
  }
  get headEnqueuedAtMs(): number | null {
    return this.log.length === 0 ? null : this.log.frontEnqueuedAtMs();
  }
  /** Offset of the next message: how many the stream has ever had. */
  get nextOffset(): number {
    return offsetOf(this.nextSequence);
  }

  isActiveConsumer(port: ConsumerPort): boolean {
    return this.readers.has(port);
  }

  applySettings(settings: QueueSettings, policies: AppliedPolicies): void {
    this.settings = settings;
    this.policies = policies;
    this.retain();
  }

  recover(recovered: RecoveredQueue): void {
    this.log.recover(recovered, allIndexes(recovered.count));
    this.nextSequence = (recovered.sequence[recovered.count - 1] ?? 0) + 1;
    this.retain();
  }

  admit(): Admission {
    this.counters.publish += 1;
    return admission.accepted;
  }

  createEntry(message: Message, nowMs: number): QueueEntry {
    return new QueueEntry(message, this.sequence.next(), nowMs);
  }

  place(entry: QueueEntry): void {
    if ((entry.message.flags & messageFlags.isReplay) !== 0) {
      this.host.replays.record(this.identity.virtualHost, this.name, entry.message, 'enqueued');
    }
    this.nextSequence = entry.sequence + 1;
    this.log.push(entry);
    for (const reader of this.readers.values()) this.serve(reader, entry);
    this.retain();
  }

  /** @throws ChannelError 406 without a prefetch count or with a senseless offset, ConnectionError 540 for noAck */
  consume(port: ConsumerPort, options: ConsumeOptions): void {
    const resource = `queue '${this.name}' in vhost '${this.identity.virtualHost}'`;
    if (options.prefetchCount === 0) {
      throw new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - consumer prefetch count is not set for '${resource}'`);
    }
    if (port.noAck)
      throw new ConnectionError(
        replyCode.notImplemented,
        `NOT_IMPLEMENTED - automatic acknowledgement not supported by stream queues ${resource}`,
      );
    const offset = findStreamOffset(options.arguments, this.host.clock.nowMs());
    if (offset === null)
      throw new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - invalid arg 'x-stream-offset' for ${resource}`);
    const filter = StreamFilter.find(options.arguments);
    if (filter === undefined)
      throw new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - invalid arg 'x-stream-filter' for ${resource}`);
    this.touch();
    const reader = new StreamReader(port, options.arguments, this.startOf(offset), filter);
    this.readers.set(port, reader);
    this.serve(reader, null);
  }

  cancel(port: ConsumerPort): void {
    this.readers.delete(port);
    this.touch();
  }

  consumerReady(port: ConsumerPort): void {
    const reader = this.readers.get(port);
    if (reader !== undefined) this.serve(reader, null);
  }

  /** @throws ConnectionError 540: a stream has no next message for everybody */
  get(): never {
    throw new ConnectionError(
      replyCode.notImplemented,
      `NOT_IMPLEMENTED - basic.get not supported by stream queues queue '${this.name}' in vhost '${this.identity.virtualHost}'`,
    );
  }

  acknowledge(entry: QueueEntry): void {
    this.counters.acknowledge += 1;
    this.settle(entry);
  }

  /** The log keeps the message anyway: each of these only frees the reader's window. */
  requeue(entries: readonly QueueEntry[]): void {
    for (const entry of entries) this.settle(entry);
  }

  reject(entry: QueueEntry): void {
    this.settle(entry);
  }

  /** @throws ConnectionError 540 */
  purge(): never {
    throw new ConnectionError(
      replyCode.notImplemented,
      `NOT_IMPLEMENTED - queue.purge not supported by stream queues queue '${this.name}' in vhost '${this.identity.virtualHost}'`,
    );
  }

  touch(): void {
    this.lastUsedMs = this.host.clock.nowMs();
  }

  stop(): void {
    this.retention.close();
  }

  destroy(): void {
    this.isDeleted = true;
    this.stop();
    this.log.clear();
    this.host.store.dropQueue(this.identity.id, []);
    for (const reader of [...this.readers.values()]) {
      this.readers.delete(reader.port);
      reader.port.cancelledByBroker();
    }
  }

  peek(from: number, limit: number, order: 'oldest' | 'newest'): PeekedEntry[] {
    const end = order === 'oldest' ? Math.min(this.log.length, from + limit) : Math.max(0, this.log.length - from);
    const start = order === 'oldest' ? from : Math.max(0, end - limit);
    const entries = end > start ? this.log.peek(start, end - start) : [];
    const found = entries.map((entry, index) => ({ position: start + index, state: 'ready' as const, entry }));
    return order === 'oldest' ? found : found.reverse();
  }

  find(sequence: number): PeekedEntry | null {
    const entry = this.log.find(sequence);
    return entry === null ? null : { position: this.log.rankOf(sequence), state: 'ready', entry };
  }

  positionAfter(sequence: number): number {
    return this.log.rankOf(sequence + 1);
  }

  positionSince(atMs: number): number {
    return this.log.rankSince(atMs);
  }

  newerThan(sequence: number, limit: number): NewerEntries {
    const { count, entries } = this.log.newerThan(sequence, limit);
    const positioned = entries.map((entry) => ({ position: this.log.rankOf(entry.sequence), state: 'ready' as const, entry }));
    return { count, entries: positioned };
  }

  /** A log is not edited: nothing can be taken out of its middle. */
  removeById(sequences: readonly number[]): boolean[] {
    return sequences.map(() => false);
  }

  /** `newest`: the entry just appended, for readers that are at the end and need not look it up. */
  private serve(reader: StreamReader, newest: QueueEntry | null): void {
    for (let skipped = 0; reader.port.canTake(); ) {
      const entry = this.nextFor(reader, newest);
      if (entry === null) return;
      if (reader.filter !== null && !reader.filter.takes(entry.message)) {
        reader.nextSequence = entry.sequence + 1;
        skipped += 1;
        if (skipped < SKIPPED_MAX) continue;
        setImmediate(() => this.consumerReady(reader.port));
        return;
      }
      this.counters.deliver += 1;
      this.unacknowledgedCount += 1;
      this.unacknowledgedBytes += entry.message.bodySizeBytes;
      reader.deliver(entry);
    }
  }

  private nextFor(reader: StreamReader, newest: QueueEntry | null): QueueEntry | null {
    for (;;) {
      const ahead = reader.takeAhead();
      if (ahead !== null) return ahead;
      if (reader.nextSequence >= this.nextSequence) return null;
      if (newest !== null && reader.nextSequence === newest.sequence) return newest;
      const entries = this.log.peek(this.log.rankOf(reader.nextSequence), READ_AHEAD_MAX);
      // The disk garbled a whole stretch: go on behind it.
      if (entries.length === 0) reader.nextSequence = Math.min(this.nextSequence, reader.nextSequence + READ_AHEAD_MAX);
      reader.readAhead(entries);
    }
  }

  private settle(entry: QueueEntry): void {
    this.unacknowledgedCount -= 1;
    this.unacknowledgedBytes -= entry.message.bodySizeBytes;
  }

  /** Sequence of the first message to read; the log begins somewhere behind sequence 1. */
  private startOf(offset: StreamOffset): number {
    switch (offset.kind) {
      case 'first':
        return 1;
      case 'last':
        return Math.max(1, this.nextSequence - 1);
      case 'next':
        return this.nextSequence;
      case 'offset':
        return sequenceOf(offset.offset);
      case 'time':
        return this.firstSince(offset.sinceMs);
    }
  }

  private firstSince(sinceMs: number): number {
    return this.log.peek(this.log.rankSince(sinceMs), 1)[0]?.sequence ?? this.nextSequence;
  }

  /** max-length-bytes and max-age, at the front. The newest message stays. */
  private retain(): void {
    const { maxLengthBytes, maxAgeMs } = this.settings;
    if (maxLengthBytes === null && maxAgeMs === null) return;
    const nowMs = this.host.clock.nowMs();
    while (this.log.length > 1 && this.isFrontDue(nowMs)) {
      this.host.store.acknowledge(this.identity.id, this.log.discardFront());
    }
    if (maxAgeMs !== null && this.log.length > 1) this.retention.wakeAt(this.log.frontEnqueuedAtMs() + maxAgeMs, nowMs);
  }

  private isFrontDue(nowMs: number): boolean {
    const { maxLengthBytes, maxAgeMs } = this.settings;
    if (maxLengthBytes !== null && this.log.bytes > maxLengthBytes) return true;
    return maxAgeMs !== null && this.log.frontEnqueuedAtMs() + maxAgeMs <= nowMs;
  }
}
