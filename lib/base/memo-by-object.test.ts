import { expect, it } from 'vitest';
import { memoByObject } from './memo-by-object';

it('asks once for each object, whatever it looks like', () => {
  const asked: string[] = [];
  const keyOf = memoByObject(({ name }: { name: string }) => {
    asked.push(name);
    return `key ${name}`;
  });
  const first = { name: 'a' };
  expect([keyOf(first), keyOf(first), keyOf({ name: 'a' })]).toEqual(['key a', 'key a', 'key a']);
  expect(asked).toEqual(['a', 'a']);
});
