import { parse } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyPaths } from './body-paths';
import { compileSearchFilter } from './compile-filter';
import { compileJsonScan, type Found, type Wanted } from './json-scan';
import type { SearchedMessage } from './searched-message';

const keys = ['a', 'b', 'order', 'é', 'a"b', '', 'id'];
const key = fc.constantFrom(...keys);
const wanted: Wanted = new Map<string, 'whole' | Wanted>([
  ['a', 'whole'],
  ['é', 'whole'],
  [
    'order',
    new Map<string, 'whole' | Wanted>([
      ['id', 'whole'],
      ['a', new Map([['b', 'whole' as const]])],
    ]),
  ],
]);

const space = fc.constantFrom('', '', '', ' ', '\n\t', '\r ');
const scalar = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => JSON.stringify(n)),
  fc.integer().map(String),
  fc.constantFrom('true', 'false', 'null', '1e3', '-0', '1E+2', '0.10', '9007199254740993', '100000000000000000000'),
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"{"', '"]}"', '"\\\\"', '"\\""', '"\\u0041"', '"a\\/b"', `"${'x'.repeat(80)}"`),
);
/** Keys as publishers write them; some escape what they may, and then another key has the same name. */
const writtenKey = fc.tuple(key, fc.boolean()).map(([name, isEscaped]) => (isEscaped && name === 'a' ? '"\\u0061"' : JSON.stringify(name)));
/** JSON as text, keys twice and white space included: more than JSON.stringify ever writes. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc
      .array(fc.tuple(space, writtenKey, space, tie('json'), space), { maxLength: 6 })
      .map((members) => `{${members.map(([a, name, b, value, c]) => `${a}${name}${b}:${a}${value}${c}`).join(',')}}`),
    fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
  ),
}));
const members = fc
  .array(fc.tuple(writtenKey, json), { maxLength: 8 })
  .map((all) => `{${all.map(([name, value]) => `${name}:${value}`).join(',')}}`);

/** What the scan is to find, from the whole value: undefined where a place on the way is no object. */
function pick(value: unknown, tree: Wanted): Found | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const found: Found = {};
  for (const [name, inner] of tree) {
    if (!Object.hasOwn(value, name)) continue;
    const own = (value as Found)[name];
    found[name] = inner === 'whole' ? own : pick(own, inner);
    if (found[name] === undefined) return undefined;
  }
  return found;
}

it('finds in every JSON text what JSON.parse finds there, or leaves it to JSON.parse', () => {
  const scan = compileJsonScan(wanted);
  let foundCount = 0;
  fc.assert(
    fc.property(fc.oneof(json, members), space, (text, around) => {
      const found = scan(Buffer.from(around + text + around));
      if (found === null) return;
      foundCount += 1;
      expect(found).toEqual(pick(JSON.parse(text), wanted));
    }),
    { numRuns: 3_000 },
  );
  expect(foundCount).toBeGreaterThan(300); // a scan that always gives up would be right too
});

const message = (body: Buffer): SearchedMessage => ({
  id: '1',
  position: 0,
  state: 'ready',
  redelivered: false,
  exchange: '',
  routingKey: 'a',
  properties: () => ({}),
  bodySizeBytes: body.length,
  body,
  enqueuedAtMs: null,
  deliveryCount: null,
});

const place = fc.constantFrom(
  'body.a',
  'body.order.id',
  'body.order.a.b',
  'body["a\\"b"]',
  'body.order',
  'body["é"]',
  'body',
  'routingKey',
);
const literal = fc.constantFrom('1', '1000', '"a"', '"A"', 'true', 'null', '0.1', '""');
const atom = fc.oneof(
  fc.tuple(place, fc.constantFrom('==', '!=', '<', '>='), literal).map((parts) => parts.join(' ')),
  fc.tuple(place, fc.constantFrom('contains', 'startsWith', 'matches')).map(([at, name]) => `${at}.${name}("a")`),
  place.map((at) => `has(${at === 'body' || at.includes('[') || at === 'routingKey' ? 'body.a' : at})`),
  fc.constantFrom(
    'size(body.order) > 1',
    'body.a.exists(x, x == 1)',
    'true',
    '"a" in body',
    'body.a + 1 > 3',
    'body.order.id in ["a", "b"]',
  ),
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    atom,
    fc.tuple(tie('expression'), fc.constantFrom('&&', '||'), tie('expression')).map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    tie('expression').map((inner) => `!(${inner})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
  ),
}));
/** Texts that are nearly JSON, cut or with bytes changed, as well as JSON. */
const bytes = fc
  .tuple(fc.oneof(json, members), fc.nat(), fc.nat(255), fc.constantFrom('whole', 'whole', 'cut', 'changed'))
  .map(([text, at, byte, how]) => {
    const body = Buffer.from(text);
    if (how === 'cut') return body.subarray(0, at % (body.length + 1));
    if (how === 'changed' && body.length > 0) body[at % body.length] = byte;
    return body;
  });

it('changes no answer of a filter and no reason, whatever the body is', () => {
  let scannedCount = 0;
  fc.assert(
    fc.property(expression, bytes, (filter, body) => {
      // Asking for the body itself keeps the scan away, so that everything is parsed.
      const inFull = `(${filter}) && (body == body || true)`;
      expect(bodyPaths(parse(inFull).ast)).toBeNull();
      if (bodyPaths(parse(filter).ast)) scannedCount += 1;
      const ask = (text: string) => {
        const reasons: string[] = [];
        try {
          return [compileSearchFilter(text, (reason) => reasons.push(reason))(message(body)), reasons];
        } catch (error) {
          return error instanceof Error && error.message.includes("can't be understood") ? 'refused' : error;
        }
      };
      expect(ask(filter)).toEqual(ask(inFull));
    }),
    { numRuns: 800 },
  );
  expect(scannedCount).toBeGreaterThan(80);
});
