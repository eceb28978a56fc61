import { expect, it } from 'vitest';
import { Rotation } from './rotation';

it('lets each go first in turn, and stays whole when the list changes', () => {
  const rotation = new Rotation();
  const firsts = [1, 2, 3, 4, 5, 6].map(() => rotation.next(['a', 'b', 'c']).join(''));
  expect(firsts).toEqual(['bca', 'cab', 'abc', 'bca', 'cab', 'abc']);
  rotation.next(['a', 'b', 'c']);
  rotation.next(['a', 'b', 'c']);
  expect(rotation.next(['a', 'b']).toSorted()).toEqual(['a', 'b']);
  expect(rotation.next([])).toEqual([]);
  expect(rotation.next(['only'])).toEqual(['only']);
});
