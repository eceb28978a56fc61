/** One line of the hex view: offset, 16 bytes, and the printable characters among them. */
export type HexRow = { readonly offset: string; readonly hex: string; readonly ascii: string };

export const hexRowBytes = 16;

/** Rows `from` (counted in rows) up to `count`, so that a large body is dumped only where it is looked at. */
export function hexRows(bytes: Uint8Array, from: number, count: number): readonly HexRow[] {
  const rows: HexRow[] = [];
  const end = Math.min(bytes.length, (from + count) * hexRowBytes);
  for (let at = from * hexRowBytes; at < end; at += hexRowBytes) {
    const slice = Array.from(bytes.subarray(at, at + hexRowBytes));
    rows.push({
      offset: at.toString(16).padStart(8, '0'),
      hex: slice.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      ascii: slice.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    });
  }
  return rows;
}
