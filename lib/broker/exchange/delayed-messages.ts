import { bodyOf, propertiesOf } from '../../amqp';
import type { Clock } from '../../base/clock';
import { integerOf } from '../../model/queue-arguments/argument-fault';
import { createMessage } from '../create-message';
import { type Message, messageFlags } from '../message';
import type { MessageStore, RecoveredQueue } from '../ports';
import { ExpiryTimer } from '../queue/expiry-timer';
import { ownContent } from '../queue/own-content';
import { type Admission, admission, type Destination, type QueueIdentity } from '../queue/queue';
import { SequenceSource } from '../queue/sequence-source';
import type { WorkingSet } from '../queue/working-set';
import { QueueEntry } from '../queue-entry';
import { DueHeap, type DueItem } from './due-heap';

const HEADER = 'x-delay';
/** RabbitMQ's plug-in: 2^32-1 ms, about 49 days. */
const DELAY_MAX_MS = 4_294_967_295;
/** What one that waits takes, measured with ten million of them: its content in the store, or in memory beside it. */
const STORED_ITEM_BYTES = 120;
const HELD_ITEM_BYTES = 350;
/** Due messages that one timer may publish before others get their turn. */
const DUE_BATCH_MAX = 1_000;

/** Only transient ones are in memory with their contents. */
const residentBytesOf = ({ message }: DueItem): number =>
  message === null ? STORED_ITEM_BYTES : HELD_ITEM_BYTES + message.end - message.start;

/** Delay in ms that the message asks for; 0 when it asks for none or for nonsense. */
export function delayOf(message: Message): number {
  if ((message.flags & messageFlags.hasDelay) === 0) return 0;
  const field = propertiesOf(message).headers?.find((candidate) => candidate.key === HEADER);
  const delayMs = field === undefined ? null : integerOf(field.value);
  return delayMs === null || delayMs <= 0 ? 0 : Math.min(delayMs, DELAY_MAX_MS);
}

/** As RabbitMQ's plug-in does, so that a second delaying exchange on the way does not delay again. */
function withDelaySpent(message: Message): Message {
  const properties = propertiesOf(message);
  const headers = (properties.headers ?? []).map((field) => {
    const delayMs = field.key === HEADER ? integerOf(field.value) : null;
    return delayMs === null ? field : { key: HEADER, value: { type: 'int64', value: String(-delayMs) } as const };
  });
  return createMessage(message.exchange, message.routingKey, { ...properties, headers }, bodyOf(message));
}

/**
 * Where an x-delayed-message exchange keeps messages until they are due: a destination like a queue, ordered by due time.
 * Persistent ones are in the store under an id of its own and survive a restart; a deleted or cancelled one is never published.
 */
export class DelayedMessages implements Destination {
  readonly kind = 'queue';
  readonly storesEverything = false;
  visit = 0;
  private readonly heap = new DueHeap();
  private readonly timer = new ExpiryTimer(() => this.publishDue());
  private readonly sequence: SequenceSource;

  constructor(
    readonly identity: QueueIdentity,
    private readonly store: MessageStore,
    private readonly clock: Clock,
    private readonly workingSet: WorkingSet,
    /** Routes it on as if it were published now. */
    private readonly publish: (message: Message) => void,
  ) {
    this.sequence = new SequenceSource(identity.id, null);
  }

  get name(): string {
    return this.identity.name;
  }

  get count(): number {
    return this.heap.size;
  }

  admit(): Admission {
    return admission.accepted;
  }

  createEntry(message: Message, nowMs: number): QueueEntry {
    const entry = new QueueEntry(message, this.sequence.next(), nowMs);
    entry.expiresAtMs = nowMs + delayOf(message);
    return entry;
  }

  place(entry: QueueEntry): void {
    const isStored = entry.segment >= 0;
    if (!isStored) ownContent(entry.message);
    this.keep({
      dueMs: entry.expiresAtMs,
      sequence: entry.sequence,
      segment: entry.segment,
      slot: entry.slot,
      message: isStored ? null : entry.message,
    });
    this.arm();
  }

  recover(recovered: RecoveredQueue): void {
    for (let index = 0; index < recovered.count; index += 1) {
      const sequence = this.sequence.next();
      const segment = recovered.segment[index] ?? -1;
      this.keep({ dueMs: recovered.expiresAtMs[index] ?? 0, sequence, segment, slot: recovered.slot[index] ?? -1, message: null });
    }
    this.arm();
  }

  /** What waits, soonest first, at most `limit`, and no more once `bytesMax` of bodies were read. A message is null when the disk garbled it. */
  list(limit: number, bytesMax: number): { readonly sequence: number; readonly dueMs: number; readonly message: Message | null }[] {
    const listed: ReturnType<DelayedMessages['list']> = [];
    let bytes = 0;
    for (const item of this.heap.soonest(limit)) {
      if (bytes >= bytesMax) break;
      const message = this.contentOf(item);
      bytes += message?.bodySizeBytes ?? 0;
      listed.push({ sequence: item.sequence, dueMs: item.dueMs, message });
    }
    return listed;
  }

  /** @returns whether it was still waiting */
  cancel(sequence: number): boolean {
    const item = this.heap.remove(sequence);
    if (item !== null) this.settle(item);
    return item !== null;
  }

  /** The broker stops: what waits stays. */
  stop(): void {
    this.timer.close();
  }

  /** The exchange is deleted: nothing of it is published any more. */
  destroy(): void {
    this.timer.close();
    for (const item of this.heap.all()) this.release(item);
    this.heap.clear();
    if (this.identity.isDurable) this.store.dropQueue(this.identity.id, []);
  }

  private publishDue(): void {
    const nowMs = this.clock.nowMs();
    for (let count = 0; count < DUE_BATCH_MAX; count += 1) {
      const item = this.heap.popDue(nowMs);
      if (item === null) break;
      const message = this.contentOf(item);
      if (message !== null) this.publish(withDelaySpent(message));
      this.settle(item);
    }
    this.arm();
  }

  private contentOf(item: DueItem): Message | null {
    return item.message ?? this.store.load(this.identity.id, item);
  }

  private settle(item: DueItem): void {
    this.release(item);
    if (item.segment >= 0) this.store.acknowledge(this.identity.id, item);
  }

  private keep(item: DueItem): void {
    this.heap.push(item);
    this.workingSet.add(residentBytesOf(item));
  }

  private release(item: DueItem): void {
    this.workingSet.subtract(residentBytesOf(item));
  }

  private arm(): void {
    const dueMs = this.heap.soonestMs();
    if (dueMs !== null) this.timer.wakeAt(dueMs, this.clock.nowMs());
  }
}
