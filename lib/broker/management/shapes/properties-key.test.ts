import { expect, it } from 'vitest';
import { propertiesKey } from './properties-key';

// The first four were read from RabbitMQ 3.10.8.
it.each([
  ['', '~'],
  ['work', 'work'],
  ['o.#', 'o.%23'],
  ['a b.#~/é', 'a+b.%23%7E%2F%C3%A9'],
  ["(it's)*!", '%28it%27s%29%2A%21'],
])('names the binding with key %j as %s', (key, expected) => {
  expect(propertiesKey(key, [])).toBe(expected);
});

it('parts key and hash by a tilde; the hash is of the arguments, whatever their order', () => {
  const x = { key: 'x', value: { type: 'int32', value: 1 } } as const;
  const y = { key: 'y', value: { type: 'string', value: 'z' } } as const;
  expect(propertiesKey('b.#', [x, y])).toMatch(/^b\.%23~[\w-]{6}$/);
  expect(propertiesKey('b.#', [x, y])).toBe(propertiesKey('b.#', [y, x]));
  expect(propertiesKey('b.#', [x])).not.toBe(propertiesKey('b.#', [y]));
  expect(propertiesKey('', [x])).toMatch(/^~[\w-]{6}$/);
});
