import type { Search } from '../../model/search';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';

/** A search as far as it is, for everybody who may read messages. Throws ServiceError 'not-found' when it is no longer kept. */
export async function readSearch(context: ServiceContext, input: { readonly searchId: string }): Promise<Search> {
  await requireAct(context, 'message.read-body', { brokerId: null, subject: `search ${input.searchId}` });
  return context.searches.read(input.searchId);
}
