import type { Search } from '../../model/search';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';

/** Stops a search where it is; it can go on from there. Throws ServiceError 'not-found' when it is no longer kept. */
export async function stopSearch(context: ServiceContext, input: { readonly searchId: string }): Promise<Search> {
  await requireAct(context, 'message.read-body', { brokerId: null, subject: `search ${input.searchId}` });
  return context.searches.stop(input.searchId);
}
