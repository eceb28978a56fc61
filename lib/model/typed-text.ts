import type { TypedTable, TypedValue } from './field-table';
import type { JsonNode } from './json-tree';
import { bytesFromBase64 } from './message-body';

/** What people read for a wire type; the letter is AMQP's (4.2.5.5 with RabbitMQ's errata). */
export const typeWords: Readonly<Record<TypedValue['type'], { word: string; letter: string }>> = {
  boolean: { word: 'boolean', letter: 't' },
  int8: { word: 'int8', letter: 'b' },
  uint8: { word: 'uint8', letter: 'B' },
  int16: { word: 'int16', letter: 's' },
  uint16: { word: 'uint16', letter: 'u' },
  int32: { word: 'int32', letter: 'I' },
  uint32: { word: 'uint32', letter: 'i' },
  int64: { word: 'int64', letter: 'l' },
  float: { word: 'float', letter: 'f' },
  double: { word: 'double', letter: 'd' },
  decimal: { word: 'decimal', letter: 'D' },
  string: { word: 'string', letter: 'S' },
  bytes: { word: 'bytes', letter: 'x' },
  longString: { word: 'string, not UTF-8', letter: 'S' },
  timestamp: { word: 'timestamp', letter: 'T' },
  table: { word: 'table', letter: 'F' },
  array: { word: 'array', letter: 'A' },
  void: { word: 'void', letter: 'V' },
};

const secondsMax = 8_640_000_000_000; // the last second that Date knows

/** ISO time of seconds since the epoch in decimal digits, or the digits when they are no possible time. */
export function timestampText(seconds: string): string {
  const value = Number(seconds);
  return Number.isFinite(value) && Math.abs(value) <= secondsMax ? new Date(value * 1000).toISOString().replace('.000Z', 'Z') : seconds;
}

const bytesShownMax = 32;

function bytesText(base64: string): string {
  const bytes = bytesFromBase64(base64);
  const hex = Array.from(bytes.subarray(0, bytesShownMax), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > bytesShownMax ? `${hex} … (${bytes.length} bytes)` : hex;
}

/** One value on one line, for cells and copies; tables and arrays as compact JSON-like text. */
export function typedText(value: TypedValue): string {
  switch (value.type) {
    case 'string':
    case 'int64':
      return value.value;
    case 'timestamp':
      return timestampText(value.value);
    case 'bytes':
    case 'longString':
      return bytesText(value.value);
    case 'decimal':
      return decimalText(value.value.digits, value.value.scale);
    case 'table':
      return `{ ${value.value.map((entry) => `${entry.key}: ${typedText(entry.value)}`).join(', ')} }`;
    case 'array':
      return `[ ${value.value.map(typedText).join(', ')} ]`;
    case 'void':
      return 'void';
    default:
      return String(value.value);
  }
}

function decimalText(digits: number, scale: number): string {
  const text = String(Math.abs(digits)).padStart(scale + 1, '0');
  const sign = digits < 0 ? '-' : '';
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** A table as a tree, for the same folding view that shows bodies. */
export function treeOfTable(table: TypedTable): JsonNode {
  return { kind: 'object', entries: table.map((entry) => ({ key: entry.key, value: treeOfValue(entry.value) })) };
}

function treeOfValue(value: TypedValue): JsonNode {
  switch (value.type) {
    case 'string':
      return { kind: 'string', value: value.value };
    case 'boolean':
      return { kind: 'boolean', value: value.value };
    case 'void':
      return { kind: 'null' };
    case 'table':
      return treeOfTable(value.value);
    case 'array':
      return { kind: 'array', items: value.value.map(treeOfValue) };
    default:
      return { kind: 'other', text: typedText(value), note: typeWords[value.type].word };
  }
}
