import type { TypedTable } from '../model/field-table';
import type { MessageProperties } from '../model/message';
import { ByteWriter } from './byte-writer';
import { ConnectionError, replyCode } from './errors';
import { encodeTable } from './field-table';
import { scanTable } from './field-table-scan';
import { propertyFlag } from './spec.gen';

/** What changes in the properties of a message that goes on elsewhere. */
export type HeaderRewrite = {
  readonly removeHeaders: ReadonlySet<string>;
  /** Put behind those that stay; one of the same name is replaced. */
  readonly setHeaders: TypedTable;
  readonly dropProperties: readonly (keyof MessageProperties)[];
};

/** Bytes of a property on the wire by its domain; a short string and a table tell theirs (spec.xml, class basic). */
const fixedSizeBytes: Partial<Record<keyof typeof propertyFlag, number>> = { deliveryMode: 1, priority: 1, timestamp: 8 };
const FLAGS_AT = 12; // class 2, weight 2, body size 8
const PROPERTIES_AT = 14;

/**
 * The payload of a content header with some headers off, others on, and without some properties. Everything else is copied
 * as it lies there: it is neither decoded nor encoded again, so a message keeps what no client of ours would have written.
 *
 *   payload = | 00 3C class | 00 00 weight | body size 8 | flags 2 | properties present, in order |
 *
 * @throws ConnectionError 502 when the payload is malformed
 */
export function rewriteContentHeader(payload: Buffer, rewrite: HeaderRewrite): Buffer {
  if (payload.length < PROPERTIES_AT) throw cut();
  const flags = payload.readUInt16BE(FLAGS_AT);
  const dropped = new Set<string>(rewrite.dropProperties);
  const writer = new ByteWriter();
  writer.raw(payload.subarray(0, PROPERTIES_AT));
  let flagsAfter = 0;
  let at = PROPERTIES_AT;
  for (const [name, flag] of propertiesInOrder) {
    const end = (flags & flag) === 0 ? at : endOf(payload, name, at);
    if (name === 'headers') {
      if (writeHeaders(writer, payload.subarray(at, end), rewrite)) flagsAfter |= flag;
    } else if (end > at && !dropped.has(name)) {
      writer.raw(payload.subarray(at, end));
      flagsAfter |= flag;
    }
    at = end;
  }
  writer.buffer.writeUInt16BE(flagsAfter, FLAGS_AT);
  return writer.bytes();
}

/** The order of the flags is that of the properties: the highest bit comes first (4.2.6.1). */
const propertiesInOrder = (Object.entries(propertyFlag) as [keyof typeof propertyFlag, number][]).sort(([, a], [, b]) => b - a);

function endOf(payload: Buffer, name: keyof typeof propertyFlag, at: number): number {
  if (name === 'headers') return scanTable(payload, at, payload.length, null);
  if (at >= payload.length) throw cut();
  const end = at + (fixedSizeBytes[name] ?? 1 + payload.readUInt8(at));
  if (end > payload.length) throw cut();
  return end;
}

/** @param table its size and entries; empty when the message has none. @returns whether there are headers now */
function writeHeaders(writer: ByteWriter, table: Buffer, { removeHeaders, setHeaders }: HeaderRewrite): boolean {
  const sizeAt = writer.reserve(4);
  const isReplaced = (name: string): boolean => removeHeaders.has(name) || setHeaders.some(({ key }) => key === name);
  let keptFrom = 4;
  const keepTo = (end: number): void => {
    if (end > keptFrom) writer.raw(table.subarray(keptFrom, end));
  };
  if (table.length > 0) {
    let removedFrom = -1;
    scanTable(table, 0, table.length, (buffer, keyStart, keyEnd) => {
      const entryAt = keyStart - 1;
      if (removedFrom >= 0) keptFrom = entryAt;
      removedFrom = isReplaced(buffer.toString('utf8', keyStart, keyEnd)) ? entryAt : -1;
      if (removedFrom >= 0) keepTo(entryAt);
    });
    if (removedFrom < 0) keepTo(table.length);
  }
  if (setHeaders.length > 0) writer.raw(encodeTable(setHeaders).subarray(4));
  const sizeBytes = writer.position - sizeAt - 4;
  if (sizeBytes === 0) writer.position = sizeAt;
  else writer.buffer.writeUInt32BE(sizeBytes, sizeAt);
  return sizeBytes > 0;
}

function cut(): ConnectionError {
  return new ConnectionError(replyCode.syntaxError, 'SYNTAX_ERROR - content header ends inside a property');
}
