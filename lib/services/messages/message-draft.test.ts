import fc from 'fast-check';
import { expect, it } from 'vitest';
import { messageDraft, publishRequest, typedTable } from './message-draft';

const draft = { exchange: '', routingKey: 'k', properties: {}, bodyBase64: '' };

it('takes every type of header value as it is', () => {
  const table = [
    { key: 'a', value: { type: 'int64', value: '-9223372036854775808' } },
    { key: 'b', value: { type: 'double', value: 'NaN' } },
    { key: 'c', value: { type: 'decimal', value: { scale: 2, digits: 5 } } },
    { key: 'd', value: { type: 'table', value: [{ key: '', value: { type: 'array', value: [{ type: 'void', value: null }] } }] } },
    { key: 'd', value: { type: 'timestamp', value: '18446744073709551615' } },
  ];
  expect(typedTable.parse(table)).toEqual(table);
});

it('refuses values out of their range, unknown types, and nesting without end', () => {
  const bad = [
    { type: 'int8', value: 128 },
    { type: 'uint32', value: -1 },
    { type: 'int64', value: '1.5' },
    { type: 'float32', value: 1 },
    { type: 'bytes', value: '*' },
  ];
  for (const value of bad) expect(typedTable.safeParse([{ key: 'k', value }]).success).toBe(false);
  let deep: object = { type: 'void', value: null };
  for (let depth = 0; depth < 40; depth++) deep = { type: 'array', value: [deep] };
  expect(typedTable.safeParse([{ key: 'k', value: deep }]).success).toBe(false);
});

it('bounds what one request may publish', () => {
  expect(publishRequest.safeParse({ virtualHost: '/', drafts: [] }).success).toBe(false);
  expect(publishRequest.safeParse({ virtualHost: '/', drafts: Array.from({ length: 101 }, () => draft) }).success).toBe(false);
  expect(messageDraft.safeParse({ ...draft, routingKey: 'ü'.repeat(128) }).success).toBe(false);
  expect(messageDraft.safeParse({ ...draft, bodyBase64: 'not base64' }).success).toBe(false);
});

it('never throws, whatever arrives', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => typeof publishRequest.safeParse(value).success === 'boolean'));
});
