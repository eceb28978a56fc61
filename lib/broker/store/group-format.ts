import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';
import { assert } from '../../base/assert';

/**
 * Bytes of segment heads and groups; docs/STORE_FORMAT.md has the pictures. All integers are little-endian 32-bit words, as
 * every machine that Node runs on stores them.
 */
assert(endianness() === 'LE', 'the store writes words as the machine holds them, little-endian');

export const formatVersion = 1;
export const segmentHeadBytes = 64;
export const groupHeadBytes = 32;
export const blockHeadBytes = 8;

const segmentMagic = Buffer.from('WARRENSG', 'latin1');
export const groupMagic = 0x50_52_47_57; // 'WGRP'
const segmentHeadUsedBytes = 32;

export type SegmentHead = { readonly number: number; readonly salt: number; readonly capacityBytes: number };

export function encodeSegmentHead(head: SegmentHead): Buffer {
  const bytes = Buffer.alloc(segmentHeadBytes);
  segmentMagic.copy(bytes, 0);
  bytes.writeUInt32LE(formatVersion, 8);
  bytes.writeUInt32LE(head.number, 12);
  bytes.writeUInt32LE(head.salt, 16);
  bytes.writeUInt32LE(head.capacityBytes, 20);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, segmentHeadUsedBytes)), segmentHeadUsedBytes);
  return bytes;
}

/** Null when these bytes are no head: a spare, or one that was torn while it was written. */
export function decodeSegmentHead(bytes: Buffer): SegmentHead | null {
  if (bytes.length < segmentHeadBytes || !bytes.subarray(0, segmentMagic.length).equals(segmentMagic)) return null;
  if (crc32(bytes.subarray(0, segmentHeadUsedBytes)) !== bytes.readUInt32LE(segmentHeadUsedBytes)) return null;
  if (bytes.readUInt32LE(8) !== formatVersion) return null;
  return { number: bytes.readUInt32LE(12), salt: bytes.readUInt32LE(16), capacityBytes: bytes.readUInt32LE(20) };
}

export type GroupHead = {
  readonly segmentNumber: number;
  readonly contentsBytes: number;
  readonly headsBytes: number;
  readonly firstSlot: number;
  readonly groupNumber: number;
  readonly checksum: number;
};

/** Writes the head into the first 32 bytes of `target`; the checksum covers the rest of the head and all record heads. */
export function encodeGroupHead(target: Buffer, head: Omit<GroupHead, 'checksum'>, heads: Buffer, salt: number): void {
  target.writeUInt32LE(groupMagic, 0);
  target.writeUInt32LE(head.segmentNumber, 8);
  target.writeUInt32LE(head.contentsBytes, 12);
  target.writeUInt32LE(head.headsBytes, 16);
  target.writeUInt32LE(head.firstSlot, 20);
  target.writeUInt32LE(head.groupNumber % 2 ** 32, 24);
  target.writeUInt32LE(Math.floor(head.groupNumber / 2 ** 32), 28);
  target.writeUInt32LE(groupChecksum(target, 0, heads, salt), 4);
}

/** Null when there is no group head at `offset`; its checksum is not verified yet. */
export function decodeGroupHead(bytes: Buffer, offset: number): GroupHead | null {
  if (offset + groupHeadBytes > bytes.length || bytes.readUInt32LE(offset) !== groupMagic) return null;
  return {
    checksum: bytes.readUInt32LE(offset + 4),
    segmentNumber: bytes.readUInt32LE(offset + 8),
    contentsBytes: bytes.readUInt32LE(offset + 12),
    headsBytes: bytes.readUInt32LE(offset + 16),
    firstSlot: bytes.readUInt32LE(offset + 20),
    groupNumber: bytes.readUInt32LE(offset + 24) + bytes.readUInt32LE(offset + 28) * 2 ** 32,
  };
}

/** The segment's salt seeds every checksum, so that what a recycled file held before never fits. */
export function groupChecksum(head: Buffer, offset: number, heads: Buffer, salt: number): number {
  return crc32(heads, crc32(head.subarray(offset + 8, offset + groupHeadBytes), salt));
}

export function blockChecksum(contents: Uint8Array, salt: number): number {
  return crc32(contents, salt);
}
