import { ChannelError, ConnectionError, replyCode } from '../../amqp';
import type { Queue } from '../queue/queue';
import type { QueueEntry } from '../queue-entry';
import { resourceName } from '../vhost/equivalence';
import { Consumer } from './consumer';
import type { OutstandingDeliveries } from './outstanding-deliveries';
import type { SettlementOutcome, Transaction } from './transaction';
import { type DeliveryHolder, Unacknowledged } from './unacknowledged';

const ALL = Number.MAX_SAFE_INTEGER;

/** What becomes of the deliveries of one channel: basic.ack, nack, reject, recover, and the channel's end. */
export class Settlements {
  readonly unacknowledged: Unacknowledged;
  /** Consumers with room again, asked after the whole batch. One in nearly all cases. */
  private readonly touched: Consumer[] = [];
  /** Collected to be requeued together: a queue puts them back where they were in one pass. */
  private readonly returning = new Map<Queue, QueueEntry[]>();

  constructor(outstanding: OutstandingDeliveries) {
    this.unacknowledged = new Unacknowledged(outstanding);
  }

  /** Tag 0 with `multiple` is everything. @returns how many were settled now. @throws ChannelError 406 for a tag that is not (or no longer) outstanding */
  settle(tag: number, multiple: boolean, outcome: SettlementOutcome, transaction: Transaction | null): number {
    if (tag === 0 && !multiple) throw unknownTag(tag);
    if (tag !== 0 && (!this.unacknowledged.has(tag) || transaction?.settlements.has(tag))) throw unknownTag(tag);
    if (transaction === null) return this.apply(tag, multiple, outcome);
    this.hold(tag, multiple, outcome, transaction);
    return 0;
  }

  /** The held ones of a transaction, as of its commit. */
  commit(transaction: Transaction): void {
    for (const [tag, outcome] of transaction.settlements) this.unacknowledged.take(tag, this.visitorOf(outcome));
    this.finish();
  }

  /** basic.recover: all go back to their queues but what a transaction has settled, which waits for its end (RabbitMQ). */
  recover(transaction: Transaction | null): void {
    const held = transaction?.settlements ?? null;
    if (held === null || held.size === 0) {
      this.requeueAll();
      return;
    }
    for (const tag of this.unacknowledged.tagsUpTo(ALL)) if (!held.has(tag)) this.unacknowledged.take(tag, this.returnOne);
    this.finish();
  }

  /** The end of the channel: all go back to their queues. */
  requeueAll(): void {
    this.unacknowledged.takeUpTo(ALL, this.returnOne);
    this.finish();
  }

  private apply(tag: number, multiple: boolean, outcome: SettlementOutcome): number {
    const visit = this.visitorOf(outcome);
    const before = this.unacknowledged.count;
    if (multiple) this.unacknowledged.takeUpTo(tag === 0 ? ALL : tag, visit);
    else this.unacknowledged.take(tag, visit);
    const settled = before - this.unacknowledged.count;
    this.finish();
    return settled;
  }

  private hold(tag: number, multiple: boolean, outcome: SettlementOutcome, transaction: Transaction): void {
    const tags = multiple ? this.unacknowledged.tagsUpTo(tag === 0 ? ALL : tag) : [tag];
    for (const held of tags) if (!transaction.settlements.has(held)) transaction.settlements.set(held, outcome);
  }

  private visitorOf(outcome: SettlementOutcome): (entry: QueueEntry, holder: DeliveryHolder) => void {
    if (outcome === 'acknowledge') return this.acknowledgeOne;
    return outcome === 'requeue' ? this.requeueOne : this.rejectOne;
  }

  private readonly acknowledgeOne = (entry: QueueEntry, holder: DeliveryHolder): void => {
    this.released(holder);
    holder.queue.acknowledge(entry);
  };

  private readonly rejectOne = (entry: QueueEntry, holder: DeliveryHolder): void => {
    refuseForStream(holder.queue);
    this.released(holder);
    holder.queue.reject(entry);
  };

  private readonly requeueOne = (entry: QueueEntry, holder: DeliveryHolder): void => {
    refuseForStream(holder.queue);
    this.returnOne(entry, holder);
  };

  private readonly returnOne = (entry: QueueEntry, holder: DeliveryHolder): void => {
    this.released(holder);
    const entries = this.returning.get(holder.queue);
    if (entries === undefined) this.returning.set(holder.queue, [entry]);
    else entries.push(entry);
  };

  private released(holder: DeliveryHolder): void {
    holder.release();
    if (holder instanceof Consumer && this.touched.at(-1) !== holder) this.touched.push(holder);
  }

  private finish(): void {
    if (this.returning.size > 0) {
      const returning = [...this.returning];
      this.returning.clear();
      for (const [queue, entries] of returning) queue.requeue(entries);
    }
    if (this.touched.length === 0) return;
    // Asking may deliver, and that may settle more: on a copy.
    const touched = this.touched.splice(0);
    const channel = touched[0]?.channel;
    // Room in a window that all consumers of the channel share is room for those of other queues too.
    if (channel !== undefined && channel.globalPrefetchCount > 0) channel.askConsumers();
    else for (const consumer of touched) consumer.askAgain();
  }
}

/** @throws ConnectionError 540: a log takes nothing back */
function refuseForStream({ identity }: Queue): void {
  if (identity.type !== 'stream') return;
  const text = `basic.nack and basic.reject not supported by stream queues ${resourceName('queue', identity.name, identity.virtualHost)}`;
  throw new ConnectionError(replyCode.notImplemented, `NOT_IMPLEMENTED - ${text}`);
}

function unknownTag(tag: number): ChannelError {
  return new ChannelError(replyCode.preconditionFailed, `PRECONDITION_FAILED - unknown delivery tag ${tag}`);
}
