/**
 * Addresses of the console's pages, in one place: names of brokers' things hold slashes, dots and spaces, so each is one
 * percent-encoded segment ('/' becomes %2F). `query` leaves out what is null.
 */
export type PageQuery = Readonly<Record<string, string | number | null>>;

export function pagePath(segments: readonly string[], query: PageQuery = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== null) search.set(key, String(value));
  return `/${segments.map(encodeURIComponent).join('/')}${search.size === 0 ? '' : `?${search}`}`;
}

type Named = { readonly virtualHost: string; readonly name: string };

export const queuePath = (broker: string, queue: Named, query: PageQuery = {}): string =>
  pagePath([broker, 'queues', queue.virtualHost, queue.name], query);

/** The default exchange has no name and so no page of its own segment: it is shown as '(default)'. */
export const exchangePath = (broker: string, exchange: Named, query: PageQuery = {}): string =>
  pagePath([broker, 'exchanges', exchange.virtualHost, exchange.name === '' ? '(default)' : exchange.name], query);
