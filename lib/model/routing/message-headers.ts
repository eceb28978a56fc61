import type { TypedTable, TypedValue } from '../field-table';

/**
 * Header values as they are compared by a headers exchange: RabbitMQ compares the class of the type and the value, so
 * that int8 5 equals int64 5 but neither equals the string "5".
 */
export function headerValueKey(value: TypedValue): string {
  switch (value.type) {
    case 'boolean':
      return value.value ? 'b:1' : 'b:0';
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
    case 'uint32':
    case 'int64':
      return `i:${value.value}`;
    case 'float':
    case 'double':
      return `f:${value.value}`;
    case 'string':
      return `s:${value.value}`;
    case 'void':
      return 'v:';
    case 'array':
      return `[${value.value.map(headerValueKey).join()}]`;
    case 'table':
      return `{${value.value.map((field) => `${JSON.stringify(field.key)}=${headerValueKey(field.value)}`).join()}}`;
    default:
      return `${value.type}:${JSON.stringify(value.value)}`;
  }
}

/** The headers of one message, indexed when a headers exchange first asks. */
export class MessageHeaders {
  private keys: Map<string, string> | null = null;
  private decoded: TypedTable | null = null;

  /** `decode` runs at most once, and not at all for messages that never meet a headers exchange. */
  constructor(private readonly decode: () => TypedTable) {}

  static of(table: TypedTable): MessageHeaders {
    return new MessageHeaders(() => table);
  }

  get table(): TypedTable {
    this.decoded ??= this.decode();
    return this.decoded;
  }

  /** Comparable form of a header's value, or undefined when the message has no such header. A key held twice: the first counts. */
  valueKey(name: string): string | undefined {
    if (this.keys === null) {
      this.keys = new Map();
      for (const field of this.table) {
        if (!this.keys.has(field.key)) this.keys.set(field.key, headerValueKey(field.value));
      }
    }
    return this.keys.get(name);
  }

  /** Strings of a header that holds a list of long strings, e.g. CC; anything else counts as absent. */
  strings(name: string): readonly string[] {
    const field = this.table.find((candidate) => candidate.key === name);
    if (field === undefined || field.value.type !== 'array') return [];
    return field.value.value.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  }
}

export const noHeaders = MessageHeaders.of([]);
