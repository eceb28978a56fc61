import { expect, it } from 'vitest';
import { celProgram } from './cel-program';
import { filterFault } from './filter-fault';

function faultOf(filter: string) {
  try {
    celProgram(filter);
    return null;
  } catch (error) {
    return filterFault(error, filter);
  }
}

it.each<[string, string, RegExp]>([
  ['body.', '', /ends too early/],
  ['body.a ==', '', /ends too early/],
  ['body.a = 3', '=', /Write == to compare/],
  ["sizeBytes > 3 && unknownName == 'x'", 'unknownName', /Unknown variable.*body\.unknownName/],
  ["sizeBytes == 'a'", "sizeBytes == 'a'", /numbers with numbers/],
  ['routingKey.foo()', 'routingKey.foo()', /no such question/],
  ['body.a == "abc', '"abc', /quote that ends/],
  ["text.matches('(') && true", "'('", /pattern can't be read/],
  ['sizeBytes', 'sizeBytes', /not a condition.*sizeBytes ==/],
  [
    'body.a.exists(x, body.a.exists(y, body.a.exists(z, x == z)))',
    'body.a.exists(x, body.a.exists(y, body.a.exists(z, x == z)))',
    /at most once/,
  ],
])('%s is wrong at «%s»', (filter, place, sentence) => {
  const fault = faultOf(filter);
  expect(fault?.sentence).toMatch(sentence);
  expect(filter.slice(fault?.from, fault?.to)).toBe(place);
});

it.each(['body.total > 100', 'true', 'body.isPaid', 'message.mentions("a")', 'body.a == 1e21', "text.matches('a+') && body.a == 1.5"])(
  'finds nothing wrong with %s',
  (filter) => {
    expect(faultOf(filter)).toBeNull();
  },
);

it('answers in bounded time whatever is typed', () => {
  const hostile = [
    '('.repeat(4_000),
    `${'!'.repeat(3_999)}1`,
    `"${'a'.repeat(3_990)}".matches("(((a+)+)+)+$")`,
    '[['.repeat(2_000),
    'a.'.repeat(2_000),
    `text.matches("${'(a{1,100}){1,100}'.repeat(50)}")`,
  ];
  const startedAtMs = performance.now();
  for (const filter of hostile) faultOf(filter);
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
});
