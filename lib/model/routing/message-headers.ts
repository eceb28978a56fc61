import type { TypedTable, TypedValue } from '../field-table';

/** Values as arguments are compared: by the class of the type and the value, so that int8 5 equals int64 5 but neither equals the string "5". */
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

/**
 * Header values as a headers exchange compares them: by the value alone, as RabbitMQ does, which compares Erlang's terms. All
 * numbers and timestamps of one value are equal, and bytes equal the string that they spell. Within lists and tables types count.
 */
export function headerMatchKey(value: TypedValue): string {
  switch (value.type) {
    case 'float':
    case 'double':
      return Number.isInteger(value.value) ? `i:${BigInt(value.value)}` : headerValueKey(value);
    case 'timestamp':
      return `i:${value.value}`;
    case 'bytes':
      return spelledOut(value.value) ?? `x:${value.value}`;
    case 'longString':
      return `x:${value.value}`;
    case 'array':
    case 'table':
      return JSON.stringify(value);
    default:
      return headerValueKey(value);
  }
}

/** The key of the string that these bytes spell in UTF-8, or null. */
function spelledOut(base64: string): string | null {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  try {
    return `s:${new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)}`;
  } catch {
    return null;
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

  /** Comparable form of a header's value (headerMatchKey), or undefined when the message has no such header. A key held twice: the first counts. */
  valueKey(name: string): string | undefined {
    if (this.keys === null) {
      this.keys = new Map();
      for (const field of this.table) {
        if (!this.keys.has(field.key)) this.keys.set(field.key, headerMatchKey(field.value));
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
