import { isUtf8 } from 'node:buffer';
import { unreachable } from '../base/assert';
import type { TypedTable, TypedValue } from '../model/field-table';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { ConnectionError, replyCode } from './errors';

/**
 * Field tables, AMQP 0-9-1 4.2.5.5 with the type letters that RabbitMQ and its clients use (the published errata):
 *
 *   table = | size4 | key1 … | letter | value | key1 … | letter | value | …      key1: size byte + UTF-8
 *   array = | size4 | letter | value | letter | value | …
 */
export const FIELD_TABLE_DEPTH_MAX = 100;

/** The table at buffer[start …), which begins with its size. @throws ConnectionError 502 when it isn't one within `end`. */
export function decodeTable(buffer: Buffer, start: number, end: number): TypedTable {
  return readTable(new ByteReader(buffer).over(buffer, start, end));
}

export function encodeTable(table: TypedTable): Buffer {
  const writer = new ByteWriter();
  writeTable(writer, table);
  return writer.bytes();
}

export function readTable(reader: ByteReader): TypedTable {
  const { memo, position } = reader;
  if (memo === null) return readNested(reader, 1);
  const sizeBytes = reader.long();
  const end = reader.take(sizeBytes) + sizeBytes;
  const known = memo.find(reader.buffer, position, end);
  if (known !== null) return known;
  reader.position = position;
  const table = readNested(reader, 1);
  memo.keep(reader.buffer.subarray(position, end), table);
  return table;
}

function readNested(reader: ByteReader, depth: number): TypedTable {
  const outerEnd = enter(reader, depth);
  const entries: { key: string; value: TypedValue }[] = [];
  while (reader.position < reader.end) {
    const key = reader.lenientShortString();
    entries.push({ key, value: readValue(reader, depth) });
  }
  reader.end = outerEnd;
  return entries;
}

function readArray(reader: ByteReader, depth: number): readonly TypedValue[] {
  const outerEnd = enter(reader, depth);
  const values: TypedValue[] = [];
  while (reader.position < reader.end) values.push(readValue(reader, depth));
  reader.end = outerEnd;
  return values;
}

/** Narrows the reader to the nested bytes and returns the end to restore. */
function enter(reader: ByteReader, depth: number): number {
  if (depth > FIELD_TABLE_DEPTH_MAX) {
    throw new ConnectionError(replyCode.syntaxError, `SYNTAX_ERROR - field table is nested deeper than ${FIELD_TABLE_DEPTH_MAX}`);
  }
  const sizeBytes = reader.long();
  const at = reader.take(sizeBytes);
  const outerEnd = reader.end;
  reader.position = at;
  reader.end = at + sizeBytes;
  return outerEnd;
}

function readValue(reader: ByteReader, depth: number): TypedValue {
  const letter = String.fromCharCode(reader.octet());
  const buffer = reader.buffer;
  switch (letter) {
    case 't':
      return { type: 'boolean', value: reader.octet() !== 0 };
    case 'b':
      return { type: 'int8', value: buffer.readInt8(reader.take(1)) };
    case 'B':
      return { type: 'uint8', value: reader.octet() };
    case 's':
      return { type: 'int16', value: buffer.readInt16BE(reader.take(2)) };
    case 'u':
      return { type: 'uint16', value: reader.short() };
    case 'I':
      return { type: 'int32', value: buffer.readInt32BE(reader.take(4)) };
    case 'i':
      return { type: 'uint32', value: reader.long() };
    case 'l':
      return { type: 'int64', value: buffer.readBigInt64BE(reader.take(8)).toString() };
    case 'T':
      return { type: 'timestamp', value: reader.timestamp() };
    case 'V':
      return { type: 'void', value: null };
    default:
      return readCompound(reader, letter, depth);
  }
}

function readCompound(reader: ByteReader, letter: string, depth: number): TypedValue {
  const buffer = reader.buffer;
  switch (letter) {
    case 'f':
      return { type: 'float', value: nameNonFinite(buffer.readFloatBE(reader.take(4))) };
    case 'd':
      return { type: 'double', value: nameNonFinite(buffer.readDoubleBE(reader.take(8))) };
    case 'D':
      return { type: 'decimal', value: { scale: reader.octet(), digits: reader.long() } };
    case 'S': {
      const bytes = reader.longString();
      return isUtf8(bytes) ? { type: 'string', value: bytes.toString('utf8') } : { type: 'longString', value: bytes.toString('base64') };
    }
    case 'x':
      return { type: 'bytes', value: reader.longString().toString('base64') };
    case 'F':
      return { type: 'table', value: readNested(reader, depth + 1) };
    case 'A':
      return { type: 'array', value: readArray(reader, depth + 1) };
    default:
      throw new ConnectionError(replyCode.syntaxError, 'SYNTAX_ERROR - field table holds a value of unknown type');
  }
}

type NonFinite = 'NaN' | 'Infinity' | '-Infinity';

/** JSON has no such numbers, so they travel by name. */
function nameNonFinite(value: number): number | NonFinite {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

export function writeTable(writer: ByteWriter, table: TypedTable): void {
  const sizeAt = writer.reserve(4);
  for (const { key, value } of table) {
    writer.shortString(key);
    writeValue(writer, value);
  }
  writer.buffer.writeUInt32BE(writer.position - sizeAt - 4, sizeAt);
}

function writeArray(writer: ByteWriter, values: readonly TypedValue[]): void {
  const sizeAt = writer.reserve(4);
  for (const value of values) writeValue(writer, value);
  writer.buffer.writeUInt32BE(writer.position - sizeAt - 4, sizeAt);
}

const letterOf = {
  boolean: 't',
  int8: 'b',
  uint8: 'B',
  int16: 's',
  uint16: 'u',
  int32: 'I',
  uint32: 'i',
  int64: 'l',
  float: 'f',
  double: 'd',
  decimal: 'D',
  string: 'S',
  longString: 'S',
  bytes: 'x',
  timestamp: 'T',
  table: 'F',
  array: 'A',
  void: 'V',
} as const satisfies Record<TypedValue['type'], string>;

function writeValue(writer: ByteWriter, typed: TypedValue): void {
  writer.octet(letterOf[typed.type].charCodeAt(0));
  switch (typed.type) {
    case 'boolean':
      writer.octet(typed.value ? 1 : 0);
      break;
    case 'int8':
    case 'uint8':
      writer.octet(typed.value & 0xff);
      break;
    case 'int16':
    case 'uint16':
      writer.short(typed.value & 0xffff);
      break;
    case 'int32':
    case 'uint32':
      writer.long(typed.value >>> 0);
      break;
    case 'int64':
      writer.timestamp(BigInt.asUintN(64, BigInt(typed.value)).toString());
      break;
    case 'timestamp':
      writer.timestamp(typed.value);
      break;
    case 'table':
      writeTable(writer, typed.value);
      break;
    case 'array':
      writeArray(writer, typed.value);
      break;
    case 'void':
      break;
    default:
      writeWide(writer, typed);
      break;
  }
}

type WideValue = Extract<TypedValue, { type: 'float' | 'double' | 'decimal' | 'string' | 'longString' | 'bytes' }>;

function writeWide(writer: ByteWriter, typed: WideValue): void {
  switch (typed.type) {
    case 'float': {
      const at = writer.reserve(4);
      writer.buffer.writeFloatBE(Number(typed.value), at);
      return;
    }
    case 'double': {
      const at = writer.reserve(8);
      writer.buffer.writeDoubleBE(Number(typed.value), at);
      return;
    }
    case 'decimal':
      writer.octet(typed.value.scale);
      writer.long(typed.value.digits);
      break;
    case 'string':
      writer.longString(Buffer.from(typed.value, 'utf8'));
      break;
    case 'longString':
    case 'bytes':
      writer.longString(Buffer.from(typed.value, 'base64'));
      break;
    default:
      unreachable(typed);
  }
}
