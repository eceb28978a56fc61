import { describe, expect, it } from 'vitest';
import { copyBytes } from './copy-bytes';

describe('copyBytes', () => {
  it('copies exactly the bytes asked for, at every length around its bounds', () => {
    const source = Buffer.from(Array.from({ length: 128 }, (_, index) => index + 1));
    for (let length = 0; length <= 100; length++) {
      const target = Buffer.alloc(128);
      copyBytes(source, 3, 3 + length, target, 5);
      expect(target.subarray(5, 5 + length)).toEqual(source.subarray(3, 3 + length));
      expect(target.subarray(0, 5).every((octet) => octet === 0) && target.subarray(5 + length).every((octet) => octet === 0)).toBe(true);
    }
  });
});
