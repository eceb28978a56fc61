import type { Search } from '../../model/search';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { searchInWords } from './search-in-words';

/** Lets a stopped search go on from where it was. It reads more messages, so it is in the audit like its start. */
export async function resumeSearch(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly searchId: string },
): Promise<Search> {
  const { brokerId, searchId } = input;
  await requireAct(context, 'message.read-body', { brokerId, subject: `search ${searchId}` });
  const { request, lookedAtCount, effects } = context.searches.read(brokerId, searchId);
  return audited(context, 'message.read-body', { brokerId, subject: searchInWords(request) }, async (change) => {
    change.after = { search: searchId, ...request, effects, lookedAtBeforeCount: lookedAtCount };
    return context.searches.resume(brokerId, searchId);
  });
}
