import { bodyOf, propertiesOf } from '../../../amqp';
import type { TypedTable } from '../../../model/field-table';
import { createMessage } from '../../create-message';
import type { ConsumerPort } from '../../ports';
import { QueueEntry } from '../../queue-entry';
import { QueueConsumer } from '../dispatcher';
import type { StreamFilter } from './stream-filter';

const OFFSET_HEADER = 'x-stream-offset';

/** One consumer of a stream: its own place in the log, and what it read ahead. */
export class StreamReader extends QueueConsumer {
  /** Read from the log and not yet delivered, in order. */
  private ahead: QueueEntry[] = [];
  private taken = 0;

  constructor(
    port: ConsumerPort,
    consumerArguments: TypedTable,
    /** Sequence of the next message to deliver. */
    public nextSequence: number,
    readonly filter: StreamFilter | null,
  ) {
    super(port, consumerArguments);
  }

  /** The next entry of those read ahead, or null. */
  takeAhead(): QueueEntry | null {
    const entry = this.ahead[this.taken];
    if (entry === undefined) return null;
    this.taken += 1;
    return entry;
  }

  readAhead(entries: QueueEntry[]): void {
    this.ahead = entries;
    this.taken = 0;
  }

  /** Each reader gets an entry of its own: what it does with it is nothing to the log. */
  deliver(entry: QueueEntry): void {
    const { message } = entry;
    const properties = propertiesOf(message);
    const headers = (properties.headers ?? []).filter((field) => field.key !== OFFSET_HEADER);
    const offset = { key: OFFSET_HEADER, value: { type: 'int64', value: String(offsetOf(entry.sequence)) } } as const;
    const shown = createMessage(message.exchange, message.routingKey, { ...properties, headers: [...headers, offset] }, bodyOf(message));
    this.nextSequence = entry.sequence + 1;
    this.port.deliver(new QueueEntry(shown, entry.sequence, entry.enqueuedAtMs));
  }
}

/** Sequences count from 1, offsets from 0. */
export const offsetOf = (sequence: number): number => sequence - 1;
export const sequenceOf = (offset: number): number => offset + 1;
