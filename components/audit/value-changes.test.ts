import { expect, it } from 'vitest';
import { valueChanges } from './value-changes';

it('lists what came, went and changed, and leaves out what stayed', () => {
  const before = { name: 'orders', arguments: { ttl: 5, old: true }, tags: ['a'] };
  const after = { name: 'orders', arguments: { ttl: 9 }, tags: ['a', 'b'] };
  expect(valueChanges(before, after)).toEqual([
    { path: 'arguments.old', before: 'true', after: null },
    { path: 'arguments.ttl', before: '5', after: '9' },
    { path: 'tags.1', before: null, after: 'b' },
  ]);
});

it('takes absence on either side, plain values and cycles of depth', () => {
  expect(valueChanges(null, { a: 1 })).toEqual([{ path: 'a', before: null, after: '1' }]);
  expect(valueChanges('x', undefined)).toEqual([{ path: 'value', before: 'x', after: null }]);
  expect(valueChanges({ a: { b: { c: { d: { e: 1 } } } } }, null)).toEqual([{ path: 'a.b.c.d', before: '{"e":1}', after: null }]);
});
