import { describe, expect, it } from 'vitest';
import type { PlainTable, TypedTable } from './field-table';
import { toPlainTable, toTypedTable } from './field-table-plain';

describe('plain and typed tables', () => {
  it('follow the HTTP rules from plain to typed', () => {
    const plain: PlainTable = {
      small: 1,
      large: 2 ** 31,
      fraction: 1.5,
      yes: true,
      text: 'a',
      nothing: null,
      list: [1, 'b'],
      nested: { deep: -(2 ** 31) },
    };
    expect(toTypedTable(plain)).toEqual([
      { key: 'small', value: { type: 'int32', value: 1 } },
      { key: 'large', value: { type: 'int64', value: '2147483648' } },
      { key: 'fraction', value: { type: 'double', value: 1.5 } },
      { key: 'yes', value: { type: 'boolean', value: true } },
      { key: 'text', value: { type: 'string', value: 'a' } },
      { key: 'nothing', value: { type: 'void', value: null } },
      {
        key: 'list',
        value: {
          type: 'array',
          value: [
            { type: 'int32', value: 1 },
            { type: 'string', value: 'b' },
          ],
        },
      },
      { key: 'nested', value: { type: 'table', value: [{ key: 'deep', value: { type: 'int32', value: -(2 ** 31) } }] } },
    ]);
    expect(toPlainTable(toTypedTable(plain))).toEqual(plain);
  });

  it('keep what plain JSON can not hold as text', () => {
    const typed: TypedTable = [
      { key: 'exact', value: { type: 'int64', value: '9007199254740993' } },
      { key: 'time', value: { type: 'timestamp', value: '1700000000' } },
      { key: 'price', value: { type: 'decimal', value: { scale: 2, digits: 1_999 } } },
      { key: 'raw', value: { type: 'bytes', value: 'AP8=' } },
      { key: '__proto__', value: { type: 'string', value: 'harmless' } },
    ];
    const plain = toPlainTable(typed);
    expect(Object.entries(plain)).toEqual([
      ['exact', '9007199254740993'],
      ['time', 1_700_000_000],
      ['price', 19.99],
      ['raw', 'AP8='],
      ['__proto__', 'harmless'],
    ]);
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
  });
});
