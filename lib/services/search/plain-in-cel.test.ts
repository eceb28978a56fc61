import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainInCel, requestInCel } from '../../model/plain-in-cel';
import type { PlainSearch } from '../../model/search';
import { compileSearchFilter } from './compile-filter';
import { compilePlain } from './plain-filter';
import type { SearchedMessage } from './searched-message';

const plain = (part: Partial<PlainSearch>): PlainSearch => ({ text: '', header: null, jsonPath: null, ...part });

it.each<[PlainSearch, string]>([
  [plain({ text: 'order "4711"' }), 'message.mentions("order \\"4711\\"")'],
  [plain({ header: { key: 'x-tenant', value: 'acme' } }), 'headers["x-tenant"] == "acme"'],
  [plain({ jsonPath: { path: 'order.lines.0.in', value: '3' } }), 'body.order.lines[0]["in"] == "3" || body.order.lines[0]["in"] == 3'],
  [
    plain({ text: 'x', jsonPath: { path: 'isPaid', value: 'true' } }),
    'message.mentions("x") && (body.isPaid == "true" || body.isPaid == true)',
  ],
  [plain({}), ''],
])('%j in CEL', (boxes, filter) => {
  expect(plainInCel(boxes)).toBe(filter);
});

it('puts boxes and language together', () => {
  expect(requestInCel({ filter: ' a || b ', plain: plain({ text: 'x' }) })).toBe('message.mentions("x") && (a || b)');
});

const word = fc.constantFrom(
  'a',
  'A',
  'é',
  'x-y',
  'in',
  '0',
  '1',
  '1000',
  '1e3',
  '0.5',
  '-0',
  'true',
  'null',
  '',
  '1e+21',
  '12345678901234567000',
  'q"\\\n\u0001',
);
const leaf = fc.oneof(word, fc.constantFrom(0, 1, 1000, 0.5, 1e21, 12345678901234567000, -0, true, false, null));
const body = fc.oneof(
  fc
    .dictionary(word, fc.oneof(leaf, fc.dictionary(word, leaf), fc.array(leaf, { maxLength: 3 })), { maxKeys: 4 })
    .map((value) => JSON.stringify(value)),
  word,
);
const boxes = fc.record({
  text: fc.constantFrom('', '', 'a', '1', 'É'),
  header: fc.option(fc.record({ key: word, value: word })),
  jsonPath: fc.option(
    fc.record({
      path: fc.oneof(
        word,
        fc.tuple(word, word).map((steps) => steps.join('.')),
      ),
      value: word,
    }),
  ),
});

/** A body in which the boxes find what they look for: of random ones hardly any matches. */
function bodyThatFits({ text, jsonPath }: PlainSearch): string {
  const steps = jsonPath === null ? ['k'] : jsonPath.path.split('.');
  const inside = steps.reduceRight<unknown>((value, step) => ({ [step]: value }), jsonPath?.value ?? 'v') as object;
  return JSON.stringify({ ...inside, mentioned: text });
}

it('means the same as the boxes on every message', () => {
  let matchCount = 0;
  const kind = fc.constantFrom<'string' | 'int32'>('string', 'int32');
  fc.assert(
    fc.property(boxes, body, word, kind, fc.boolean(), (search, randomText, randomHeader, type, fits) => {
      const text = fits ? bodyThatFits(search) : randomText;
      const header = fits ? (search.header?.value ?? randomHeader) : randomHeader;
      const filter = plainInCel(search);
      if (filter === '') return;
      const key = search.header?.key ?? 'k';
      const value = type === 'string' ? { type, value: header } : { type, value: 1000 };
      const message: SearchedMessage = {
        id: '1',
        position: 0,
        state: 'ready',
        redelivered: false,
        exchange: '',
        routingKey: 'r',
        properties: () => ({ headers: [{ key, value }] }),
        bodySizeBytes: text.length,
        body: Buffer.from(text),
        enqueuedAtMs: null,
        deliveryCount: null,
      };
      const expected = compilePlain(search)(message);
      if (expected) matchCount += 1;
      expect(compileSearchFilter(filter)(message)).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
  expect(matchCount).toBeGreaterThan(50);
});
