import { propertiesOf } from '../../../amqp';
import type { TypedTable, TypedValue } from '../../../model/field-table';
import { type Message, messageFlags } from '../../message';

const VALUE_HEADER = 'x-stream-filter-value';
const FILTER = 'x-stream-filter';
const MATCH_UNFILTERED = 'x-stream-match-unfiltered';

/**
 * RabbitMQ 3.13's stream filters: a reader that names values in x-stream-filter gets messages whose header x-stream-filter-value is
 * one of them, and with x-stream-match-unfiltered those without that header too. Each message is looked at: RabbitMQ leaves out whole
 * chunks only, and lets its clients do the rest.
 */
export class StreamFilter {
  private constructor(
    private readonly values: ReadonlySet<string>,
    private readonly takesUnfiltered: boolean,
  ) {}

  /** null when the reader wants everything. `undefined` when the argument makes no sense. */
  static find(consumerArguments: TypedTable): StreamFilter | null | undefined {
    const value = (key: string): TypedValue | undefined => consumerArguments.find((field) => field.key === key)?.value;
    const filter = value(FILTER);
    const unfiltered = value(MATCH_UNFILTERED);
    if (filter === undefined) return null;
    const items = filter.type === 'array' ? filter.value : [filter];
    const values = items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
    if (values.length !== items.length || (unfiltered !== undefined && unfiltered.type !== 'boolean')) return undefined;
    return new StreamFilter(new Set(values), unfiltered?.value === true);
  }

  takes(message: Message): boolean {
    if ((message.flags & messageFlags.hasHeaders) === 0) return this.takesUnfiltered;
    const value = propertiesOf(message).headers?.find((field) => field.key === VALUE_HEADER)?.value;
    return value?.type === 'string' ? this.values.has(value.value) : this.takesUnfiltered;
  }
}
