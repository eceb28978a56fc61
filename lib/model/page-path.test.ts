import { expect, it } from 'vitest';
import { exchangePath, pagePath, queuePath } from './page-path';

it('keeps each name one segment and leaves out what is absent', () => {
  expect(queuePath('local', { virtualHost: '/', name: 'a/b c' }, { tab: 'messages', q: null })).toBe(
    '/local/queues/%2F/a%2Fb%20c?tab=messages',
  );
  expect(exchangePath('local', { virtualHost: '/', name: '' })).toBe('/local/exchanges/%2F/(default)');
  expect(pagePath(['local', 'operations'], { from: 100 })).toBe('/local/operations?from=100');
});
