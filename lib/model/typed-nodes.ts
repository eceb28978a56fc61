import type { JsonNode } from './json-tree';

/** Nodes for what binary formats have and JSON has no word for. */

const hexShownMax = 64;
const msMax = 8_640_000_000_000_000; // the last moment that Date knows

export function bytesNode(bytes: Uint8Array, note = `${bytes.length} bytes`): JsonNode {
  const shown = Array.from(bytes.subarray(0, hexShownMax), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return { kind: 'other', text: bytes.length > hexShownMax ? `${shown} …` : shown, note };
}

export const numberNode = (value: bigint | number): JsonNode =>
  typeof value === 'bigint' || Number.isFinite(value)
    ? { kind: 'number', text: String(value) }
    : { kind: 'other', text: String(value), note: 'no number' };

const floatDigitsMax = 9; // enough for every float of 32 bits

/** A float of 32 bits with the digits that tell it from its neighbours, not those of the double that holds it. */
export function floatNode(value: number): JsonNode {
  for (let digits = 6; digits < floatDigitsMax; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return numberNode(short);
  }
  return numberNode(Number.isFinite(value) ? Number(value.toPrecision(floatDigitsMax)) : value);
}

/** A moment with its digits beyond the millisecond; the bare number where no calendar reaches. */
export function momentNode(count: bigint, perSecond: number): JsonNode {
  const unit = BigInt(perSecond);
  const seconds = count / unit - (count % unit < 0n ? 1n : 0n);
  const rest = count - seconds * unit;
  const atMs = Number(seconds) * 1000;
  if (Math.abs(atMs) > msMax) return numberNode(count);
  const fraction = String(rest).padStart(String(perSecond).length - 1, '0');
  return { kind: 'other', text: new Date(atMs).toISOString().replace('.000Z', `.${fraction}Z`), note: 'timestamp' };
}
