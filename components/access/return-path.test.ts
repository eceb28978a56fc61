import { expect, it } from 'vitest';
import { safeReturnPath } from './return-path';

it.each([
  ['/main/queues?q=a', '/main/queues?q=a'],
  [null, '/'],
  ['//evil.example/x', '/'],
  ['https://evil.example', '/'],
  ['/\\evil.example', '/'],
])('goes from %s to %s', (next, expected) => expect(safeReturnPath(next)).toBe(expected));
