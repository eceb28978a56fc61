import { expect, it } from 'vitest';
import { type HeaderInputType, readTyped } from './typed-input';

const read = (type: HeaderInputType, text: string) => {
  const result = readTyped(type, text);
  if (!result.ok) throw new Error(result.reason);
  return result.value.value;
};

it.each<[HeaderInputType, string, unknown]>([
  ['string', ' a ', ' a '],
  ['int64', '9223372036854775807', '9223372036854775807'],
  ['int64', '-007', '-7'],
  ['int32', '-2147483648', -2147483648],
  ['double', '1e3', 1000],
  ['boolean', 'false', false],
  ['timestamp', '1700000000', '1700000000'],
  ['timestamp', '2023-11-14T22:13:20Z', '1700000000'],
  ['bytes', '/wA=', '/wA='],
  ['void', 'ignored', null],
])('reads %s %s', (type, text, value) => {
  expect(read(type, text)).toBe(value);
});

it('reads nested JSON with exact whole numbers', () => {
  expect(read('table', '{"id": 9007199254740993, "list": [1.5, null, true]}')).toEqual([
    { key: 'id', value: { type: 'int64', value: '9007199254740993' } },
    {
      key: 'list',
      value: {
        type: 'array',
        value: [
          { type: 'double', value: 1.5 },
          { type: 'void', value: null },
          { type: 'boolean', value: true },
        ],
      },
    },
  ]);
});

it.each<[HeaderInputType, string]>([
  ['int64', '9223372036854775808'],
  ['int64', '1.5'],
  ['int32', '2147483648'],
  ['double', ''],
  ['double', 'abc'],
  ['boolean', 'yes'],
  ['timestamp', 'tomorrow'],
  ['bytes', '!'],
  ['table', '[1]'],
  ['array', '{}'],
  ['table', '{'],
])('says why %s %s is none', (type, text) => {
  const result = readTyped(type, text);
  expect(result.ok).toBe(false);
  if (!result.ok) expect(result.reason).toMatch(/\.$/);
});
