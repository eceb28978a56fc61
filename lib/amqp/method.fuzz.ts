// Goal: every method survives the way to bytes and back with any values; a payload cut anywhere is refused with
// ConnectionError; random payloads do no harm. Values are made from the spec itself, so a new method is covered at once.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedTable } from '../model/field-table';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import { ConnectionError, replyCode } from './errors';
import { decodeMethod, encodeMethod, type Method, methodId, replyClass } from './spec.gen';

type Spec = {
  constants: { reply: Record<string, { code: number; class?: string }> };
  classes: { name: string; methods: { name: string; fields: [string, string][] }[] }[];
};
const spec = JSON.parse(readFileSync(new URL('spec/amqp-0-9-1.json', import.meta.url), 'utf8')) as Spec;
const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const shortString = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => Buffer.byteLength(text) <= 255);
const table: fc.Arbitrary<TypedTable> = fc.array(
  fc.record({ key: shortString, value: fc.integer().map((value) => ({ type: 'int32' as const, value })) }),
  { maxLength: 3 },
);
const arbitraryOf: Record<string, fc.Arbitrary<unknown>> = {
  bit: fc.boolean(),
  octet: fc.integer({ min: 0, max: 255 }),
  short: fc.integer({ min: 0, max: 65_535 }),
  long: fc.integer({ min: 0, max: 4_294_967_295 }),
  longlong: fc.maxSafeNat(),
  shortstr: shortString,
  longstr: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
  table,
};

const methods = spec.classes.flatMap((owner) =>
  owner.methods.map((method) => {
    const fields = method.fields
      .filter(([name]) => !name.startsWith('reserved-'))
      .map(([name, type]) => [camel(name), arbitraryOf[type] ?? fc.constant(undefined)] as const);
    return fc.record({
      name: fc.constant(`${owner.name}.${method.name}`),
      ...Object.fromEntries(fields),
    }) as unknown as fc.Arbitrary<Method>;
  }),
);
const anyMethod = fc.oneof(...methods);

function encode(method: Method): Buffer {
  const writer = new ByteWriter();
  encodeMethod(writer, method);
  return writer.bytes();
}
const decode = (bytes: Buffer): Method => decodeMethod(new ByteReader(bytes));

describe('methods', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(anyMethod, (method) => {
        expect(decode(encode(method))).toEqual(method);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are all generated', () => {
    expect(Object.keys(methodId).sort()).toEqual(
      spec.classes.flatMap((owner) => owner.methods.map((method) => `${owner.name}.${method.name}`)).sort(),
    );
  });

  it('that are cut are refused', () => {
    fc.assert(
      fc.property(anyMethod, fc.nat(), (method, seed) => {
        const bytes = encode(method);
        const cut = bytes.subarray(0, seed % bytes.length);
        expect(() => decode(cut)).toThrow(ConnectionError);
      }),
    );
  });

  it('of random bytes are methods or refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(methodId)), fc.uint8Array({ maxLength: 60 }), (id, rest) => {
        const bytes = Buffer.concat([Buffer.alloc(4), rest]);
        bytes.writeUInt32BE(id);
        try {
          decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectionError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuse names that are not UTF-8', () => {
    const bytes = encode({ name: 'basic.cancel', consumerTag: 'ab', noWait: false });
    bytes[5] = 0xff;
    expect(() => decode(bytes)).toThrow(/not UTF-8/);
  });
});

describe('reply codes', () => {
  it('are those of the spec, soft and hard', () => {
    const fromSpec = Object.entries(spec.constants.reply);
    expect(replyCode).toEqual(Object.fromEntries(fromSpec.map(([name, { code }]) => [camel(name), code])));
    for (const [, { code, class: kind }] of fromSpec) expect(replyClass.get(code)).toBe(kind);
  });
});
