import type { SearchSummary } from '../../model/search';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';

/** The searches that are kept, newest first, whoever began them: for everybody who may read messages. */
export async function listSearches(context: ServiceContext): Promise<readonly SearchSummary[]> {
  await requireAct(context, 'message.read-body', { brokerId: null, subject: 'list of searches' });
  return context.searches.list();
}
