import { expect, it } from 'vitest';
import type { TypedValue } from './field-table';
import { formatJson } from './json-tree';
import { timestampText, treeOfTable, typedText } from './typed-text';

it.each<[TypedValue, string]>([
  [{ type: 'int64', value: '9223372036854775807' }, '9223372036854775807'],
  [{ type: 'double', value: 'NaN' }, 'NaN'],
  [{ type: 'boolean', value: false }, 'false'],
  [{ type: 'decimal', value: { scale: 2, digits: -5 } }, '-0.05'],
  [{ type: 'decimal', value: { scale: 0, digits: 12 } }, '12'],
  [{ type: 'decimal', value: { scale: 1, digits: 123 } }, '12.3'],
  [{ type: 'timestamp', value: '1700000000' }, '2023-11-14T22:13:20Z'],
  [{ type: 'bytes', value: '/wA=' }, 'ff 00'],
  [{ type: 'void', value: null }, 'void'],
  [
    {
      type: 'array',
      value: [
        { type: 'string', value: 'a' },
        { type: 'int8', value: -1 },
      ],
    },
    '[ a, -1 ]',
  ],
  [{ type: 'table', value: [{ key: 'k', value: { type: 'string', value: 'v' } }] }, '{ k: v }'],
])('writes %j as %s', (value, text) => {
  expect(typedText(value)).toBe(text);
});

it('shows a time that no calendar has as its digits', () => {
  expect(timestampText('18446744073709551615')).toBe('18446744073709551615');
});

it('makes a tree of a table', () => {
  const tree = treeOfTable([
    { key: 'n', value: { type: 'int32', value: 3 } },
    { key: 'list', value: { type: 'array', value: [{ type: 'void', value: null }] } },
  ]);
  expect(formatJson(tree)).toBe('{\n  "n": 3,\n  "list": [\n    null\n  ]\n}');
});
