import { parse } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BrowsedMessage } from '../../model/message';
import { compileFilter } from './compile-filter';
import { requiredLiterals } from './required-literals';

const message = (text: string): BrowsedMessage => ({
  id: '1',
  position: 0,
  state: 'ready',
  redelivered: false,
  exchange: '',
  routingKey: 'k',
  properties: {},
  bodySizeBytes: text.length,
  bodyBase64: Buffer.from(text).toString('base64'),
  enqueuedAtMs: null,
  deliveryCount: null,
});

const word = fc.constantFrom('A-1', 'é', 'a"b', 'c\\d', 'x/y', '', 'A');
const atom = fc.oneof(
  fc.tuple(fc.constantFrom('body.id', 'body.name', 'text'), word).map(([place, value]) => `${place} == ${JSON.stringify(value)}`),
  fc
    .tuple(fc.constantFrom('body.id', 'text'), fc.constantFrom('contains', 'startsWith', 'endsWith'), word)
    .map(([place, test, value]) => `${place}.${test}(${JSON.stringify(value)})`),
  fc.constantFrom('sizeBytes > 10', 'body.missing == "A-1"', 'true'),
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    atom,
    fc.tuple(tie('expression'), fc.constantFrom('&&', '||'), tie('expression')).map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    tie('expression').map((inner) => `!(${inner})`),
  ),
}));

/** JSON as publishers write it: some escape every character that they may. */
const escaped = (json: string): string => json.replace(/[A-Zé]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
const body = fc
  .tuple(word, word, fc.boolean())
  .map(([id, name, isEscaped]) => (isEscaped ? escaped(JSON.stringify({ id, name })) : JSON.stringify({ id, name })));

it('never passes over a message that the filter means: looking at bytes first changes no answer', () => {
  fc.assert(
    fc.property(expression, body, (filter, text) => {
      // A conditional hides the expression from the literals, so that everything is evaluated.
      const unhelped = `(${filter}) ? true : false`;
      expect(requiredLiterals(parse(unhelped).ast)).toBeNull();
      expect(compileFilter(filter)(message(text))).toBe(compileFilter(unhelped)(message(text)));
    }),
    { numRuns: 1_000 },
  );
});
