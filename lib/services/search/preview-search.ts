import type { ScopePreview, SearchScope } from '../../model/search';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { previewScope } from './preview-scope';
import { searchInWords } from './search-in-words';

/** What a search of these brokers would meet and change, in the order of the scopes. Looks at no message. */
export async function previewSearch(context: ServiceContext, scopes: readonly SearchScope[]): Promise<readonly ScopePreview[]> {
  for (const scope of scopes) await requireAct(context, 'message.read-body', { brokerId: scope.brokerId, subject: searchInWords(scope) });
  return Promise.all(scopes.map((scope) => previewScope(context, scope)));
}
