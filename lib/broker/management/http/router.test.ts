import { expect, it } from 'vitest';
import { json } from './answer';
import { HttpError } from './http-error';
import { type Resource, Router } from './router';

const resource = (path: string): Resource => ({ path, methods: { GET: { access: 'management', handle: () => json(path) } } });
const router = new Router(
  [
    '/api/queues',
    '/api/queues/:vhost',
    '/api/queues/:vhost/:queue',
    '/api/queues/:vhost/:queue/messages/raw',
    '/api/queues/:vhost/:queue/messages/:id',
    '/api/queues/detailed',
  ].map(resource),
);
const match = (path: string) => {
  const found = router.match(path);
  return found && [found.resource.path, Object.fromEntries(found.parameters)];
};

it('decodes each segment on its own, so that names may hold anything', () => {
  expect(match('/api/queues/%2F/a%2Fb%20%C3%A9')).toEqual(['/api/queues/:vhost/:queue', { vhost: '/', queue: 'a/b é' }]);
});

it('takes a trailing slash for nothing', () => {
  expect(match('/api/queues/')).toEqual(['/api/queues', {}]);
  expect(match('/api/queues/%2F/')).toEqual(['/api/queues/:vhost', { vhost: '/' }]);
});

it('prefers literals, and goes back when their branch ends in nothing', () => {
  expect(match('/api/queues/detailed')).toEqual(['/api/queues/detailed', {}]);
  expect(match('/api/queues/detailed/q')).toEqual(['/api/queues/:vhost/:queue', { vhost: 'detailed', queue: 'q' }]);
  expect(match('/api/queues/v/q/messages/raw')?.[0]).toBe('/api/queues/:vhost/:queue/messages/raw');
  expect(match('/api/queues/v/q/messages/7')?.[1]).toEqual({ vhost: 'v', queue: 'q', id: '7' });
});

it('knows no other paths', () => {
  for (const path of ['/', '/api', '/api/nope', '/api/queues/v/q/x', `/api/queues/${'a/'.repeat(50)}`]) expect(match(path)).toBeNull();
});

it('refuses broken percent-encoding', () => {
  expect(() => router.match('/api/queues/%zz')).toThrow(HttpError);
  expect(() => router.match('/api/queues/%C3')).toThrow(HttpError);
});

it('refuses two resources in one place', () => {
  expect(() => new Router([resource('/a/:x'), resource('/a/:x')])).toThrow(/two resources/);
  expect(() => new Router([resource('/a/:x'), resource('/a/:y')])).toThrow(/two names/);
});
