import { describe, expect, it } from 'vitest';
import type { BrowsedMessage } from '../../model/message';
import { compileFilter } from './compile-filter';

const order = { orderId: 'A-1001', amountCents: 1990, customer: { name: 'Zoë' }, lines: [{ sku: 'x', count: 2 }] };

const message = (body: unknown = order): BrowsedMessage => ({
  id: '1',
  position: 0,
  state: 'ready',
  redelivered: false,
  exchange: 'shop',
  routingKey: 'order.created',
  properties: { contentType: 'application/json', headers: [{ key: 'attempt', value: { type: 'int32', value: 3 } }] },
  bodySizeBytes: 100,
  bodyBase64: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64'),
  enqueuedAtMs: null,
  deliveryCount: null,
});

describe('compileFilter', () => {
  it.each([
    ["body.orderId == 'A-1001'", true],
    ["body.orderId == 'A-1002'", false],
    ['body.amountCents > 1000', true],
    ['body.amountCents == 1990', true],
    ["body.customer.name == 'Zoë'", true],
    ["text.contains('A-10')", true],
    ["routingKey.startsWith('order.')", true],
    ['headers.attempt >= 3', true],
    ["properties.contentType == 'application/json'", true],
    ["body.lines.exists(line, line.sku == 'x')", true],
    ["body.orderId.matches('^A-1\\\\d+$')", true],
    ["text.matches('matches\\\\(') || routingKey.matches('created$')", true],
    ["body.missing == 'x'", false],
    ['sizeBytes > 1000', false],
  ])('%s → %s', (expression, expected) => {
    expect(compileFilter(expression)(message())).toBe(expected);
  });

  it('does not match what is no JSON, and does not fail on it', () => {
    expect(compileFilter("body.orderId == 'A-1001'")(message('not json'))).toBe(false);
  });

  it.each(['body.', "unknownName == 'x'", 'text +', `${'('.repeat(400)}true${')'.repeat(400)}`, Array(500).fill('true').join(' && ')])(
    'refuses %s with a sentence',
    (expression) => {
      expect(() => compileFilter(expression)).toThrow(/can't be understood/);
    },
  );

  it('refuses lists walked inside lists inside lists', () => {
    expect(() => compileFilter('body.a.exists(x, body.a.exists(y, body.a.exists(z, x == z)))')).toThrow(/at most once/);
  });

  it('runs hostile patterns in linear time', () => {
    const filter = compileFilter("text.matches('^(a+)+$')");
    const startedAt = performance.now();
    expect(filter(message(`${'a'.repeat(40)}!`))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(5_000); // backtracking would take years
  });
});
