/** Goal: bodies that avsc writes read the same here, exactly; hostile schemas and bytes end soon. Method: avsc as the other side. */
import { Type } from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAvroSchema } from './avro-schema';
import { decodeAvro } from './avro-tree';
import type { AvroShape } from './body-schema';
import { BodyFault } from './byte-walk';
import { formatJson } from './json-tree';

const order = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'number', type: 'long' },
    { name: 'weight', type: 'float' },
    { name: 'total', type: 'double' },
    { name: 'isPaid', type: 'boolean' },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['NEW', 'PAID'] } },
    { name: 'note', type: ['null', 'string'] },
    { name: 'lines', type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'count', type: 'int' }] } } },
    { name: 'labels', type: { type: 'map', values: 'bytes' } },
    { name: 'digest', type: { type: 'fixed', name: 'Digest', size: 2 } },
    { name: 'parent', type: ['null', 'Order'] },
  ],
} as const;

function shapeOf(schema: unknown): AvroShape {
  const check = parseAvroSchema(JSON.stringify(schema));
  if (!check.ok) throw new Error(check.fault.message);
  if (check.shape.format !== 'avro') throw new Error('not Avro');
  return check.shape;
}
const read = (bytes: Uint8Array, schema: unknown): unknown => JSON.parse(formatJson(decodeAvro(bytes, shapeOf(schema))));
const whyNot = (bytes: readonly number[], schema: unknown): string => {
  try {
    decodeAvro(Uint8Array.from(bytes), shapeOf(schema));
    return 'it was read';
  } catch (error) {
    if (error instanceof BodyFault) return error.message;
    throw error;
  }
};

const value = fc.record({
  id: fc.string(),
  number: fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), // beyond these avsc writes wrong bytes
  weight: fc.float({ noNaN: true, noDefaultInfinity: true }),
  total: fc.double({ noNaN: true, noDefaultInfinity: true }),
  isPaid: fc.boolean(),
  state: fc.constantFrom('NEW', 'PAID'),
  note: fc.option(fc.string()),
  lines: fc.array(fc.record({ count: fc.integer() })),
});

describe('Avro', () => {
  it('reads what avsc writes', () => {
    const type = Type.forSchema(order as never);
    fc.assert(
      fc.property(value, (given) => {
        const inner = { ...given, labels: {}, digest: Buffer.from([1, 2]), parent: null };
        const bytes = type.toBuffer({ ...inner, parent: inner });
        const node = decodeAvro(bytes, shapeOf(order));
        if (node.kind !== 'object') throw new Error('a record is an object');
        const plain = JSON.parse(formatJson({ ...node, entries: node.entries.filter(({ key }) => key in given) })) as typeof given;
        const zero = (each: number): number => (Object.is(each, -0) ? 0 : each); // JSON has one zero
        expect({ ...plain, weight: Math.fround(plain.weight) }).toEqual({ ...given, weight: zero(given.weight), total: zero(given.total) });
      }),
      { numRuns: 200 },
    );
  });

  it('keeps all digits of a long, and names moments, days, decimals and bytes', () => {
    const schema = {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'big', type: 'long' },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-micros' } },
        { name: 'day', type: { type: 'int', logicalType: 'date' } },
        { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
        { name: 'raw', type: 'bytes' },
      ],
    };
    // 9007199254740993, then 1.5 s, then day 1, then -1234 in two bytes, then ff 00
    const bytes = [0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0xc0, 0x8d, 0xb7, 0x01, 0x02, 0x04, 0xfb, 0x2e, 0x04, 0xff, 0x00];
    expect(decodeAvro(Uint8Array.from(bytes), shapeOf(schema))).toEqual({
      kind: 'object',
      entries: [
        { key: 'big', value: { kind: 'number', text: '9007199254740993' } },
        { key: 'at', value: { kind: 'other', text: '1970-01-01T00:00:01.500000Z', note: 'timestamp' } },
        { key: 'day', value: { kind: 'other', text: '1970-01-02', note: 'date' } },
        { key: 'price', value: { kind: 'number', text: '-12.34' } },
        { key: 'raw', value: { kind: 'other', text: 'ff 00', note: '2 bytes' } },
      ],
    });
  });

  it('reads blocks with and without their size', () => {
    const longs = { type: 'array', items: 'long' };
    expect(read(Uint8Array.from([4, 2, 4, 0]), longs)).toEqual([1, 2]);
    expect(read(Uint8Array.from([3, 4, 2, 4, 2, 6, 0]), longs)).toEqual([1, 2, 3]);
  });

  it('says where and why bytes are not of the schema', () => {
    expect(whyNot([2], 'string')).toBe('At byte 1: a text of 1 bytes goes beyond the end.');
    expect(whyNot([2, 0xff], 'string')).toBe('At byte 1: a text is not valid UTF-8.');
    expect(whyNot([2, 65, 66], 'string')).toBe('At byte 2: the schema ends here, but 1 bytes are left.');
    expect(whyNot([1], 'string')).toBe('At byte 1: a text of -1 bytes goes beyond the end.');
    expect(whyNot([6], ['null', 'int'])).toBe('At byte 0: a union has 2 choices, and 3 is none of them.');
    expect(whyNot([2], 'boolean')).toBe('At byte 0: a boolean is 0 or 1, not 2.');
    expect(whyNot([0x80], 'long')).toBe('At byte 1: the body ends too early.');
    expect(whyNot(Array(11).fill(0x80), 'long')).toBe('At byte 0: a number has more than ten bytes.');
  });

  it('ends soon on schemas that promise endless values in no bytes', () => {
    const self = { type: 'record', name: 'Self', fields: [{ name: 'self', type: 'Self' }] };
    expect(whyNot([], self)).toContain('nested deeper than 100 levels');
    const doubling = Array.from({ length: 60 }, (_, index) => index).reduce<unknown>(
      (inner, index) => ({
        type: 'record',
        name: `R${index}`,
        fields: [
          { name: 'a', type: inner },
          { name: 'b', type: index === 0 ? 'null' : `R${index - 1}` },
        ],
      }),
      'null',
    );
    expect(whyNot([], doubling)).toContain('more than 100,000 values');
    expect(whyNot([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0], { type: 'array', items: 'null' })).toContain(
      'more than 100,000 values',
    );
  });

  it('never fails but with a fault that names a place', () => {
    const shape = shapeOf(order);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeAvro(bytes, shape);
        } catch (error) {
          expect(error).toBeInstanceOf(BodyFault);
        }
      }),
    );
  });
});

describe('an Avro schema', () => {
  const faultOf = (text: string) => {
    const check = parseAvroSchema(text);
    return check.ok ? null : check.fault;
  };

  it('is named by its root, namespaces included', () => {
    expect(parseAvroSchema(JSON.stringify(order))).toMatchObject({ ok: true, types: ['shop.Order'] });
    expect(shapeOf(order).named.map(({ name }) => name)).toEqual(['shop.Order', 'shop.State', 'shop.Line', 'shop.Digest']);
    expect(parseAvroSchema('"string"')).toMatchObject({ ok: true, types: ['string'] });
  });

  it.each([
    ['{\n "type": "record",\n}', { line: 3 }],
    [
      '{"type": "record",\n "name": "R",\n "fields": [{"name": "a",\n "type": "Strin"}]}',
      { line: 4, message: 'No type Strin is defined before this place.' },
    ],
    ['{"type": "record",\n "name": "R-1", "fields": []}', { line: 2, message: 'R-1 is not a name of Avro.' }],
    [
      '{"type": "record", "name": "R",\n "fields": [{"name": "a", "type": "int"}, {"name": "a", "type": "int"}]}',
      { line: 2, message: 'R has two fields a.' },
    ],
    ['{"type": "record", "name": "R"}', { line: 1, message: 'R needs "fields".' }],
    ['{"type": "enum", "name": "E", "symbols": []}', { line: 1, message: 'An enum needs a list of symbols.' }],
    ['[["null"]]', { message: 'A union must not hold another union directly.' }],
    ['[]', { message: 'A union needs at least one type.' }],
    ['7', { message: 'A type is a name, a list of types or an object with "type".' }],
    ['{"type": "fixed", "name": "F", "size": -1}', { line: 1, message: 'A fixed type needs a size in bytes.' }],
    [`${'{"type":"array","items":'.repeat(80)}"int"${'}'.repeat(80)}`, { message: 'Types are nested deeper than 64 levels.' }],
  ])('says what is wrong with %s, and in which line', (text, fault) => {
    expect(faultOf(text)).toMatchObject(fault);
  });

  it('keeps names that mean something to JavaScript', () => {
    const schema = '{"type":"record","name":"__proto__","fields":[{"name":"constructor","type":["null","__proto__"]}]}';
    expect(formatJson(decodeAvro(Uint8Array.from([2, 0]), shapeOf(JSON.parse(schema))))).toBe(
      '{\n  "constructor": {\n    "constructor": null\n  }\n}',
    );
  });
});
