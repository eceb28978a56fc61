import { expect, it } from 'vitest';
import { hexRows } from './hex-dump';

it('dumps only the rows that are asked for', () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, i) => i + 0x38);
  expect(hexRows(bytes, 2, 5)).toEqual([{ offset: '00000020', hex: '58 59 5a 5b 5c 5d 5e 5f', ascii: 'XYZ[\\]^_' }]);
  expect(hexRows(Uint8Array.of(0, 0x7f), 0, 1)).toEqual([{ offset: '00000000', hex: '00 7f', ascii: '..' }]);
  expect(hexRows(bytes, 3, 1)).toEqual([]);
});
