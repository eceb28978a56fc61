import { ConnectionError, replyCode } from './errors';
import { FIELD_TABLE_DEPTH_MAX } from './field-table';

/**
 * Walks a field table without decoding it: proves that it is one (so that nothing later trips over it) and tells its
 * caller where each top-level key begins. No allocation, because every published message with headers passes here.
 */
export type KeyVisitor = (buffer: Buffer, keyStart: number, keyEnd: number) => void;

/** Bytes after the letter for the types of fixed size; -1: size4 + bytes; -2: size4 + nested. */
const valueSizeBytes = new Int8Array(256).fill(-3);
for (const [letters, size] of [
  ['V', 0],
  ['tbB', 1],
  ['su', 2],
  ['Iif', 4],
  ['D', 5],
  ['ldT', 8],
  ['Sx', -1],
  ['FA', -2],
] as const) {
  for (const letter of letters) valueSizeBytes[letter.charCodeAt(0)] = size;
}
const LETTER_TABLE = 'F'.charCodeAt(0);

/** @param start where the table's size4 is. @returns the end of the table. @throws ConnectionError 502 */
export function scanTable(buffer: Buffer, start: number, end: number, onKey: KeyVisitor | null): number {
  return scanNested(buffer, start, end, true, 1, onKey);
}

function scanNested(buffer: Buffer, start: number, end: number, hasKeys: boolean, depth: number, onKey: KeyVisitor | null): number {
  if (depth > FIELD_TABLE_DEPTH_MAX) throw malformed(`is nested deeper than ${FIELD_TABLE_DEPTH_MAX}`);
  let at = start + 4;
  if (at > end) throw malformed('is cut');
  const tableEnd = at + buffer.readUInt32BE(start);
  if (tableEnd > end) throw malformed('is longer than its frame');
  while (at < tableEnd) {
    if (hasKeys) {
      const keyStart = at + 1;
      at = keyStart + buffer.readUInt8(at);
      if (at >= tableEnd) throw malformed('is cut inside a key');
      if (onKey !== null) onKey(buffer, keyStart, at);
    }
    at = scanValue(buffer, at, tableEnd, depth);
  }
  if (at !== tableEnd) throw malformed('is cut inside a value');
  return at;
}

function scanValue(buffer: Buffer, at: number, tableEnd: number, depth: number): number {
  const letter = buffer.readUInt8(at);
  const size = valueSizeBytes[letter] ?? -3;
  if (size >= 0) return at + 1 + size;
  if (size === -3) throw malformed('holds a value of unknown type');
  if (size === -2) return scanNested(buffer, at + 1, tableEnd, letter === LETTER_TABLE, depth + 1, null);
  if (at + 5 > tableEnd) throw malformed('is cut inside a value');
  return at + 5 + buffer.readUInt32BE(at + 1);
}

function malformed(what: string): ConnectionError {
  return new ConnectionError(replyCode.syntaxError, `SYNTAX_ERROR - field table ${what}`);
}
