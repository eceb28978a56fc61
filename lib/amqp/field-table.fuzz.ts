// Goal: a table survives the way to bytes and back, whatever it holds; and no bytes make the decoder do anything but
// answer or throw ConnectionError. The scanner, which publishes rely on, must agree with the decoder about what is a table.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedTable, TypedValue } from '../model/field-table';
import { ConnectionError } from './errors';
import { decodeTable, encodeTable, FIELD_TABLE_DEPTH_MAX } from './field-table';
import { scanTable } from './field-table-scan';

fc.configureGlobal({ interruptAfterTimeLimit: 15_000, endOnFailure: false });

const base64 = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const notUtf8 = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.concat([Buffer.from([0xff]), bytes]).toString('base64'));
const real = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom('NaN' as const, 'Infinity' as const, '-Infinity' as const),
);
const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

const scalar: fc.Arbitrary<TypedValue> = fc.oneof(
  fc.boolean().map((value): TypedValue => ({ type: 'boolean', value })),
  fc.integer({ min: -128, max: 127 }).map((value): TypedValue => ({ type: 'int8', value })),
  fc.integer({ min: 0, max: 255 }).map((value): TypedValue => ({ type: 'uint8', value })),
  fc.integer({ min: -32_768, max: 32_767 }).map((value): TypedValue => ({ type: 'int16', value })),
  fc.integer({ min: 0, max: 65_535 }).map((value): TypedValue => ({ type: 'uint16', value })),
  fc.integer().map((value): TypedValue => ({ type: 'int32', value })),
  fc.integer({ min: 0, max: 4_294_967_295 }).map((value): TypedValue => ({ type: 'uint32', value })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value): TypedValue => ({ type: 'int64', value: value.toString() })),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value): TypedValue => ({ type: 'timestamp', value: value.toString() })),
  float32.map((value): TypedValue => ({ type: 'float', value })),
  real.map((value): TypedValue => ({ type: 'double', value })),
  fc
    .record({ scale: fc.integer({ min: 0, max: 255 }), digits: fc.integer({ min: 0, max: 4_294_967_295 }) })
    .map((value): TypedValue => ({ type: 'decimal', value })),
  fc.string({ unit: 'grapheme' }).map((value): TypedValue => ({ type: 'string', value })),
  notUtf8.map((value): TypedValue => ({ type: 'longString', value })),
  base64.map((value): TypedValue => ({ type: 'bytes', value })),
  fc.constant<TypedValue>({ type: 'void', value: null }),
);

const key = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => Buffer.byteLength(text) <= 255);
const arbitraryTable: fc.Arbitrary<TypedTable> = fc.letrec<{ value: TypedValue; table: TypedTable }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    tie('table').map((value): TypedValue => ({ type: 'table', value })),
    fc.array(tie('value'), { maxLength: 4 }).map((value): TypedValue => ({ type: 'array', value })),
  ),
  table: fc.array(fc.record({ key, value: tie('value') }), { maxLength: 6 }),
})).table;

const nested = (depth: number): TypedTable => (depth === 1 ? [] : [{ key: 'a', value: { type: 'table', value: nested(depth - 1) } }]);

describe('field tables', () => {
  it('come back as they went, in order and with their types', () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const bytes = encodeTable(table);
        expect(decodeTable(bytes, 0, bytes.length)).toEqual(table);
        expect(encodeTable(decodeTable(bytes, 0, bytes.length))).toEqual(bytes);
        expect(scanTable(bytes, 0, bytes.length, null)).toBe(bytes.length);
      }),
    );
  });

  it('tell the scanner each top-level key', () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const bytes = encodeTable(table);
        const keys: string[] = [];
        scanTable(bytes, 0, bytes.length, (buffer, start, end) => keys.push(buffer.toString('utf8', start, end)));
        expect(keys).toEqual(table.map((field) => field.key));
      }),
    );
  });

  it('that are cut or garbled are refused with ConnectionError, by decoder and scanner alike', () => {
    fc.assert(
      fc.property(arbitraryTable, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 255 }), (table, cutSeed, atSeed, octet) => {
        const whole = encodeTable(table);
        const bytes = Buffer.from(whole.subarray(0, cutSeed % (whole.length + 1)));
        if (bytes.length > 0) bytes[atSeed % bytes.length] = octet;
        expect(verdict(() => decodeTable(bytes, 0, bytes.length))).toBe(verdict(() => scanTable(bytes, 0, bytes.length, null)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('made of random bytes do no harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        const bytes = Buffer.concat([Buffer.from([0, 0, 0, random.length]), random]);
        expect(verdict(() => decodeTable(bytes, 0, bytes.length))).toBe(verdict(() => scanTable(bytes, 0, bytes.length, null)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('may be nested up to the bound and no deeper', () => {
    const deepest = encodeTable(nested(FIELD_TABLE_DEPTH_MAX));
    expect(decodeTable(deepest, 0, deepest.length)).toEqual(nested(FIELD_TABLE_DEPTH_MAX));
    for (const depth of [FIELD_TABLE_DEPTH_MAX + 1, 1_000]) {
      const bytes = encodeTable(nested(depth));
      expect(() => decodeTable(bytes, 0, bytes.length)).toThrow(ConnectionError);
      expect(() => scanTable(bytes, 0, bytes.length, null)).toThrow(ConnectionError);
    }
  });
});

/** 'taken', or 'refused' with a ConnectionError; anything else fails the test. */
function verdict(act: () => unknown): 'taken' | 'refused' {
  try {
    act();
    return 'taken';
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectionError);
    return 'refused';
  }
}
