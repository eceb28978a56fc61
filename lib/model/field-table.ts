/**
 * AMQP field-table values as data, with their wire types kept.
 * A console that loses the difference between int32 and int64, or between a timestamp and a long,
 * changes a message by replaying it; so values travel tagged, from the socket to the screen and back.
 * Type letters: AMQP 0-9-1 4.2.5.5 with RabbitMQ's errata (amqp-0-9-1-errata, section 3).
 */
export type TypedValue =
  | { readonly type: 'boolean'; readonly value: boolean } // t
  | { readonly type: 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32'; readonly value: number } // b B s u I i
  | { readonly type: 'int64'; readonly value: string } // l, decimal digits: JSON numbers end at 2^53
  | { readonly type: 'float' | 'double'; readonly value: number | 'NaN' | 'Infinity' | '-Infinity' } // f d
  | { readonly type: 'decimal'; readonly value: { readonly scale: number; readonly digits: number } } // D
  | { readonly type: 'string'; readonly value: string } // S, valid UTF-8
  | { readonly type: 'bytes'; readonly value: string } // x, or an S that is not UTF-8 (then `longString`), base64
  | { readonly type: 'longString'; readonly value: string } // S that is not UTF-8, base64
  | { readonly type: 'timestamp'; readonly value: string } // T, seconds since the epoch, decimal digits
  | { readonly type: 'table'; readonly value: TypedTable } // F
  | { readonly type: 'array'; readonly value: readonly TypedValue[] } // A
  | { readonly type: 'void'; readonly value: null }; // V

/** Entries in wire order; a table may (wrongly, but on the wire) hold one key twice, so it is a list. */
export type TypedTable = readonly { readonly key: string; readonly value: TypedValue }[];

/** Plain JSON view for people and for RabbitMQ's HTTP shapes; loses types on purpose. */
export type PlainValue = boolean | number | string | null | readonly PlainValue[] | { readonly [key: string]: PlainValue };
export type PlainTable = { readonly [key: string]: PlainValue };
