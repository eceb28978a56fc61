/** Goal: bodies that protobufjs writes read the same here; hostile files and bytes end soon. Method: protobufjs as the other side. */
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import type { BodySchema, ProtobufShape } from '../../model/body-schema';
import { BodyFault } from '../../model/byte-walk';
import { formatJson } from '../../model/json-tree';
import { decodeProtobuf } from '../../model/protobuf-tree';
import { decodeBySchema } from '../../model/schema-body';
import { parseProtobufSchema } from './parse-protobuf';
import { shapeFor } from './parse-schema';
import { schemaLimits } from './schema-limits';

const file = `syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
enum State { NEW = 0; PAID = 1; }
message Order {
  string id = 1;
  int64 number = 2;
  sint32 offset = 3;
  uint64 size = 4;
  float weight = 5;
  double total = 6;
  bool is_paid = 7;
  State state = 8;
  repeated int32 counts = 9;
  repeated Line lines = 10;
  map<string, int32> stock = 11;
  bytes digest = 12;
  google.protobuf.Timestamp at = 13;
  sfixed64 exact = 14;
  fixed32 code = 15;
  message Line { string sku = 1; Order parent = 2; }
}`;

async function shapeOf(root = 'shop.Order', text = file): Promise<ProtobufShape> {
  const { shape } = await shapeFor('protobuf', text, root);
  if (shape.format !== 'protobuf') throw new Error('not Protobuf');
  return shape;
}
const root = new protobuf.Root();
root.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')?.nested ?? {});
const type = protobuf.parse(file, root, { keepCase: true }).root.lookupType('shop.Order');
const write = (value: object): Uint8Array => Uint8Array.from(type.encode(type.fromObject(value)).finish());
const plain = (bytes: Uint8Array, shape: ProtobufShape): unknown => JSON.parse(formatJson(decodeProtobuf(bytes, shape).node));

const schema = async (root?: string, text?: string): Promise<BodySchema> => ({
  id: '1',
  name: 'orders.proto',
  rootType: root ?? 'shop.Order',
  types: [],
  contentType: null,
  changedBy: 'Sue',
  changedAtMs: 0,
  shape: { format: 'protobuf', ...(await shapeOf(root, text)) },
});

describe('Protobuf', () => {
  it('reads what protobufjs writes', async () => {
    const shape = await shapeOf();
    const value = fc.record({
      id: fc.string({ minLength: 1, unit: 'grapheme' }),
      number: fc.maxSafeInteger().filter(Boolean),
      offset: fc.integer().filter(Boolean),
      is_paid: fc.constant(true),
      state: fc.constant('PAID'),
      counts: fc.array(fc.integer(), { minLength: 1 }),
      lines: fc.array(fc.record({ sku: fc.string({ minLength: 1 }) }), { minLength: 1 }),
      code: fc.nat().filter(Boolean),
    });
    fc.assert(
      fc.property(value, (given) => {
        expect(plain(write(given), shape)).toEqual(given);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps all digits, names moments, and shows a map’s entries as they were sent', async () => {
    const at = { seconds: 1_700_000_000, nanos: 5_000_000 };
    const bytes = write({ weight: 0.1, size: '18446744073709551615', exact: '-9223372036854775808', stock: { a: 1 }, digest: [255], at });
    expect(formatJson(decodeProtobuf(bytes, await shapeOf()).node).replace(/\s+/g, ' ')).toBe(
      '{ "size": 18446744073709551615, "weight": 0.1, "stock": [ { "key": "a", "value": 1 } ], "digest": ff, "at": 2023-11-14T22:13:20.005000000Z, "exact": -9223372036854775808 }',
    );
  });

  it('shows fields that the schema does not know, and counts them', async () => {
    const bytes = write({ id: 'a', number: 7 });
    const narrow = await schema('N', 'syntax = "proto3"; message N { string id = 1; }');
    const decoded = decodeBySchema(bytes, narrow);
    expect(decoded).toMatchObject({ ok: true, notes: ['1 field is not in the schema.'] });
    expect(decoded.ok && formatJson(decoded.node)).toBe('{\n  "id": "a",\n  "field 2": 7\n}');
  });

  it('reads groups of proto2 and numbers of extensions', async () => {
    const text =
      'syntax = "proto2"; message A { optional group Foo = 1 { optional int32 x = 1; } extensions 100 to 200; } extend A { optional string note = 101; }';
    expect(plain(Uint8Array.from([0x0b, 0x08, 0x05, 0x0c, 0xaa, 0x06, 0x01, 0x61]), await shapeOf('A', text))).toEqual({
      foo: { x: 5 },
      note: 'a',
    });
  });

  it('knows Confluent’s wire format and says so', async () => {
    const framed = Uint8Array.from([0, 0, 0, 0, 42, 0, ...write({ id: 'a' })]);
    expect(decodeBySchema(framed, await schema())).toMatchObject({
      ok: true,
      notes: ['The body begins in Confluent’s wire format, with schema id 42; it was decoded by the schema of this queue.'],
    });
  });

  it('says where and why bytes are not of the schema', async () => {
    const whyNot = async (...bytes: number[]) => {
      const decoded = decodeBySchema(Uint8Array.from(bytes), await schema());
      return decoded.ok ? 'it was read' : decoded.reason;
    };
    expect(await whyNot(0x0a, 0x05, 0x61)).toBe('Not Protobuf of type shop.Order. At byte 2: a text of 5 bytes goes beyond the end.');
    expect(await whyNot(0x0f)).toBe('Not Protobuf of type shop.Order. At byte 0: here no Protobuf field begins.');
    expect(await whyNot(0x08, 0x01)).toBe(
      'Not Protobuf of type shop.Order. At byte 1: id is declared as string, but what was sent is a varint.',
    );
    expect(await whyNot(0x0c)).toContain('a group ends that never began');
  });

  it('never fails but with a fault that names a place', async () => {
    const shape = await shapeOf();
    const nested = Uint8Array.from({ length: 3_000 }, () => 0x0b); // a thousand groups in each other
    for (const bytes of [nested, ...fc.sample(fc.uint8Array({ maxLength: 300 }), 500)]) {
      try {
        decodeProtobuf(bytes, shape);
      } catch (error) {
        expect(error).toBeInstanceOf(BodyFault);
      }
    }
  });
});

describe('a .proto file', () => {
  it('tells its own message types, not those it imports', async () => {
    expect(await parseProtobufSchema(file)).toMatchObject({ ok: true, types: ['shop.Order', 'shop.Order.Line'] });
  });

  it.each([
    ['syntax = "proto3";\nmessage A {\n  strin x 1;\n}', 3],
    ['syntax = "proto3";\nmessage A {\n  Foo x = 1;\n}', 3],
    ['syntax = "proto3";\nimport "other.proto";', 2],
    ['syntax = "proto3";\nmessage A {\n int32 a = 1;\n int32 b = 1;\n}', 2],
    ['{"type": "record"}', 1],
    ['', null],
  ])('says what is wrong and in which line: %s', async (text, line) => {
    expect(await parseProtobufSchema(text)).toMatchObject({ ok: false, fault: { line } });
  });

  it('ends soon, whatever was uploaded', async () => {
    const size = schemaLimits.textLengthMax;
    const many = Array.from({ length: size / 32 }, (_, index) => `message M${index} { M${(index * 7) % (size / 32)} a = 1; }`).join('\n');
    const hostile = [
      `syntax = "proto3"; ${'message A{'.repeat(6_000)}`,
      `/*${'/*'.repeat(30_000)}`,
      `option a = "${'\\'.repeat(60_000)}`,
      many.slice(0, size),
    ];
    for (const text of [...hostile, 'syntax = "proto3"; message __proto__ { int32 __proto__ = 1; }']) {
      const before = process.cpuUsage().user;
      await parseProtobufSchema(text);
      expect((process.cpuUsage().user - before) / 1_000, text.slice(0, 60)).toBeLessThan(3_000); // ms of CPU; idle machines take a tenth
    }
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });
});
