import type { Answer } from './answer';

const text = `This is the management API of Warren's broker, with RabbitMQ's paths:
/api/overview, /api/queues, /api/exchanges, /api/connections, /api/definitions … and /metrics for Prometheus.
They ask for the name and password of a user of the broker that has the tag management or a higher one.

The console for people is served by npm start, on port 3000 unless PORT says otherwise.
`;

/** For people who open the printed address in a browser, which would otherwise ask them for a password and then show an error. */
export function frontPage(path: string): Answer | null {
  if (path === '/' || path === '/api' || path === '/api/') return { kind: 'bytes', contentType: 'text/plain; charset=utf-8', body: text };
  return path === '/favicon.ico' ? { kind: 'empty', status: 404 } : null;
}
