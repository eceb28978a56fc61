import { decodeGroupHead, encodeGroupHead, groupChecksum, groupHeadBytes, groupMagic } from './group-format';

/**
 * The definitions' file is a run of groups as in the message log, without contents; the record heads are
 *
 *   | kind bytes | key bytes | value bytes, or all ones: removed | kind | key | value as JSON | padding to 4 |
 */
export type DefinitionRecord = { readonly kind: string; readonly key: string; readonly json: string | null };

const recordHeadBytes = 12;
const removedWord = 0xffff_ffff;
const utf8BytesMax = 3;
const paddingBytesMax = 3;

export function encodeDefinitionGroup(records: readonly DefinitionRecord[], groupNumber: number, salt: number): Buffer[] {
  let bytesMax = 0;
  for (const { kind, key, json } of records) {
    bytesMax += recordHeadBytes + (kind.length + key.length + (json?.length ?? 0)) * utf8BytesMax + paddingBytesMax;
  }
  const bytes = Buffer.alloc(bytesMax);
  let end = 0;
  for (const record of records) end = encodeRecord(record, bytes, end);
  const heads = bytes.subarray(0, end);
  const head = Buffer.alloc(groupHeadBytes);
  encodeGroupHead(head, { segmentNumber: 0, contentsBytes: 0, headsBytes: heads.length, firstSlot: 0, groupNumber }, heads, salt);
  return [head, heads];
}

function encodeRecord(record: DefinitionRecord, target: Buffer, start: number): number {
  const kindStart = start + recordHeadBytes;
  const keyStart = kindStart + target.write(record.kind, kindStart, 'utf8');
  const valueStart = keyStart + target.write(record.key, keyStart, 'utf8');
  const end = valueStart + target.write(record.json ?? '', valueStart, 'utf8');
  target.writeUInt32LE(keyStart - kindStart, start);
  target.writeUInt32LE(valueStart - keyStart, start + 4);
  target.writeUInt32LE(record.json === null ? removedWord : end - valueStart, start + 8);
  return (end + 3) & ~3;
}

export type ReadDefinitions = {
  readonly records: DefinitionRecord[];
  readonly lastGroupNumber: number;
  /** Where the last group that counts ends. */
  readonly endBytes: number;
  /** What is behind that and not zero: the remains of a write that was not finished. */
  readonly tornBytes: number;
  /** Bytes between groups that count nothing: [from, to) pairs. */
  readonly garbled: readonly { readonly from: number; readonly to: number }[];
};

/** Reads every group that counts; a bad place is skipped, what follows it still counts. */
export function readDefinitionGroups(bytes: Buffer, start: number, salt: number): ReadDefinitions {
  const records: DefinitionRecord[] = [];
  const garbled: { from: number; to: number }[] = [];
  let lastGroupNumber = 0;
  let position = start;
  let group = findGroup(bytes, start, salt, 0);
  while (group !== null) {
    if (group.offset > position) garbled.push({ from: position, to: group.offset });
    readRecords(group.heads, records);
    lastGroupNumber = group.number;
    position = group.offset + groupHeadBytes + group.heads.length;
    group = findGroup(bytes, position, salt, lastGroupNumber);
  }
  return { records, lastGroupNumber, endBytes: position, tornBytes: usedBytes(bytes.subarray(position)), garbled };
}

/** Up to the last byte that is not zero. */
function usedBytes(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return end;
}

type FoundGroup = { readonly offset: number; readonly number: number; readonly heads: Buffer };

function findGroup(bytes: Buffer, from: number, salt: number, lastNumber: number): FoundGroup | null {
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(groupMagic);
  for (let offset = bytes.indexOf(magic, from); offset >= 0; offset = bytes.indexOf(magic, offset + 1)) {
    const head = decodeGroupHead(bytes, offset);
    if (head === null || head.groupNumber <= lastNumber) continue;
    const headsStart = offset + groupHeadBytes;
    const heads = bytes.subarray(headsStart, headsStart + head.headsBytes);
    if (heads.length === head.headsBytes && groupChecksum(bytes, offset, heads, salt) === head.checksum) {
      return { offset, number: head.groupNumber, heads };
    }
  }
  return null;
}

function readRecords(heads: Buffer, into: DefinitionRecord[]): void {
  let position = 0;
  while (position + recordHeadBytes <= heads.length) {
    const kindEnd = position + recordHeadBytes + heads.readUInt32LE(position);
    const keyEnd = kindEnd + heads.readUInt32LE(position + 4);
    const valueBytes = heads.readUInt32LE(position + 8);
    const valueEnd = keyEnd + (valueBytes === removedWord ? 0 : valueBytes);
    into.push({
      kind: heads.toString('utf8', position + recordHeadBytes, kindEnd),
      key: heads.toString('utf8', kindEnd, keyEnd),
      json: valueBytes === removedWord ? null : heads.toString('utf8', keyEnd, valueEnd),
    });
    position = (valueEnd + 3) & ~3;
  }
}
