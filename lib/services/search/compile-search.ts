import type { SearchRequest } from '../../model/search';
import { compileSearchFilter } from './compile-filter';
import { compilePlain } from './plain-filter';
import type { SearchedMessage } from './searched-message';

/** All that a search asks for as one predicate. Throws ServiceError 'invalid-input' when its filter is wrong. */
export function compileSearch(
  { filter, plain }: Pick<SearchRequest, 'filter' | 'plain'>,
  onMisfit?: (reason: string) => void,
): (message: SearchedMessage) => boolean {
  const holdsPlain = plain ? compilePlain(plain) : () => true;
  if (filter.trim() === '') return holdsPlain;
  const holdsFilter = compileSearchFilter(filter, onMisfit);
  return (message) => holdsPlain(message) && holdsFilter(message);
}
