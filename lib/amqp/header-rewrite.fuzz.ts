// Goal: rewriting a content header's bytes gives what decoding it, changing the properties and encoding them again would give.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TypedTable } from '../model/field-table';
import type { MessageProperties } from '../model/message';
import { decodeContentHeader, encodeContentHeader } from './content';
import { rewriteContentHeader } from './header-rewrite';

const name = fc.constantFrom('a', 'b', 'x-death', 'Grüße', '', 'CC');
const value = fc.oneof(
  fc.string({ maxLength: 9 }).map((text) => ({ type: 'string' as const, value: text })),
  fc.boolean().map((flag) => ({ type: 'boolean' as const, value: flag })),
  fc.constant({
    type: 'array' as const,
    value: [{ type: 'table' as const, value: [{ key: 'b', value: { type: 'int8' as const, value: 1 } }] }],
  }),
);
const table = fc.array(fc.record({ key: name, value }), { maxLength: 6 }) as fc.Arbitrary<TypedTable>;
const distinct = fc.uniqueArray(fc.record({ key: name, value }), { maxLength: 3, selector: ({ key }) => key }) as fc.Arbitrary<TypedTable>;
const shortText = fc.string({ maxLength: 9 });
const octet = fc.integer({ min: 0, max: 255 });
const properties = fc.record(
  {
    ...{ contentType: shortText, contentEncoding: shortText, headers: table, deliveryMode: octet, priority: octet },
    ...{ correlationId: shortText, replyTo: shortText, expiration: shortText, messageId: shortText },
    ...{ timestamp: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String), type: shortText },
    ...{ userId: shortText, appId: shortText, clusterId: shortText },
  },
  { requiredKeys: [] },
) as fc.Arbitrary<MessageProperties>;
const droppable = fc.subarray(['expiration', 'userId', 'timestamp', 'contentType', 'priority'] as const);

function changed(given: MessageProperties, removed: ReadonlySet<string>, set: TypedTable, dropped: readonly (keyof MessageProperties)[]) {
  const { headers, ...kept } = { ...given };
  for (const property of dropped) if (property !== 'headers') delete kept[property];
  const stay = (headers ?? []).filter(({ key }) => !removed.has(key) && !set.some((own) => own.key === key));
  const all = [...stay, ...set];
  return { ...kept, ...(all.length > 0 && { headers: all }) };
}

it('changes what it is told to and nothing else', () => {
  fc.assert(
    fc.property(properties, fc.array(name), distinct, droppable, fc.maxSafeNat(), (given, removed, setHeaders, dropProperties, size) => {
      const removeHeaders = new Set(removed);
      const rewritten = rewriteContentHeader(encodeContentHeader(given, size), { removeHeaders, setHeaders, dropProperties });
      const expected = encodeContentHeader(changed(given, removeHeaders, setHeaders, dropProperties), size);
      expect(rewritten.equals(expected)).toBe(true);
      expect(decodeContentHeader(rewritten, 0, rewritten.length).bodySizeBytes).toBe(size);
    }),
    { numRuns: 500 },
  );
});

it('refuses what is cut, with the code of a syntax error', () => {
  fc.assert(
    fc.property(properties, fc.nat(), (given, cutAt) => {
      const payload = encodeContentHeader(given, 1);
      const rewrite = { removeHeaders: new Set<string>(), setHeaders: [], dropProperties: [] };
      if (payload.length === 14) return;
      const shorter = payload.subarray(0, cutAt % payload.length);
      expect(() => rewriteContentHeader(shorter, rewrite)).toThrow(/SYNTAX_ERROR/);
    }),
  );
});
