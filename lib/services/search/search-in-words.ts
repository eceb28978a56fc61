import type { SearchScope } from '../../model/search';

/** How the audit names a search by where it looks: what it looks for is in the entry's detail. */
export const searchInWords = ({ queues }: SearchScope): string =>
  queues.length === 0 ? 'search of all queues' : `search of ${queues.map(({ virtualHost, name }) => `${virtualHost} ${name}`).join(', ')}`;
