import { expect, it } from 'vitest';
import type { PlainSearch } from '../../model/search';
import { compilePlain } from './plain-filter';
import type { SearchedMessage } from './searched-message';

const order = { order: { id: 'A-1001', lines: [{ sku: 'x9' }], total: 1000, isPaid: true }, name: 'Zoë' };
const message = (body: string = JSON.stringify(order)): SearchedMessage => ({
  id: '7',
  position: 0,
  state: 'ready',
  redelivered: false,
  exchange: 'shop',
  routingKey: 'Order.Created',
  properties: () => ({
    messageId: 'M-77',
    headers: [
      { key: 'x-tenant', value: { type: 'string', value: 'acme' } },
      { key: 'attempt', value: { type: 'int32', value: 3 } },
      { key: 'deep', value: { type: 'table', value: [{ key: 'region', value: { type: 'string', value: 'North' } }] } },
    ],
  }),
  bodySizeBytes: Buffer.byteLength(body),
  body: Buffer.from(body),
  enqueuedAtMs: null,
  deliveryCount: null,
});
const plain = (part: Partial<PlainSearch>): PlainSearch => ({ text: '', header: null, jsonPath: null, ...part });
const path = (path: string, value: string) => plain({ jsonPath: { path, value } });

it.each<[PlainSearch, boolean]>([
  [plain({ text: 'a-1001' }), true],
  [plain({ text: 'ZOË' }), true],
  [plain({ text: 'order.created' }), true],
  [plain({ text: 'm-77' }), true],
  [plain({ text: 'ACME' }), true],
  [plain({ text: 'north' }), true],
  [plain({ text: 'A-1002' }), false],
  [plain({ header: { key: 'x-tenant', value: 'acme' } }), true],
  [plain({ header: { key: 'x-tenant', value: 'Acme' } }), false],
  [plain({ header: { key: 'attempt', value: '3' } }), true],
  [plain({ header: { key: 'constructor', value: '' } }), false],
  [path('order.id', 'A-1001'), true],
  [path('order.lines.0.sku', 'x9'), true],
  [path('order.total', '1000'), true],
  [path('order.isPaid', 'true'), true],
  [path('order.missing', ''), false],
  [path('order.id.length', '6'), false],
  [path('order.lines', '[{"sku":"x9"}]'), true],
  [path('__proto__', ''), false],
  [plain({ text: 'zoë', jsonPath: { path: 'order.id', value: 'A-1001' } }), true],
  [plain({ text: 'nobody', jsonPath: { path: 'order.id', value: 'A-1001' } }), false],
])('%j → %s', (search, expected) => {
  expect(compilePlain(search)(message())).toBe(expected);
});

it('finds values that are written in another way', () => {
  expect(compilePlain(path('id', 'A-1'))(message('{"id":"\\u0041-1"}'))).toBe(true);
  expect(compilePlain(path('total', '1000'))(message('{"total":1e3}'))).toBe(true);
  expect(compilePlain(path('total', '1'))(message('{"total":2,"total":1}'))).toBe(true);
  expect(compilePlain(path('__proto__.a', '1'))(message('{"__proto__":{"a":1}}'))).toBe(true);
});

it('does not match what is no JSON', () => {
  expect(compilePlain(path('order.id', 'A-1001'))(message('order.id A-1001'))).toBe(false);
  expect(compilePlain(path('id', '7'))(message('{"id":7,}'))).toBe(false);
});
