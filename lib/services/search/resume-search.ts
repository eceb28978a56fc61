import type { Search } from '../../model/search';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { requireAct } from '../require-act';
import { searchInWords } from './search-in-words';

/** Lets a stopped search go on from where it was. It reads more messages, so it is in the audit like its start. */
export async function resumeSearch(context: ServiceContext, input: { readonly searchId: string }): Promise<Search> {
  const { searchId } = input;
  await requireAct(context, 'message.read-body', { brokerId: null, subject: `search ${searchId}` });
  const { request, parts, lookedAtCount } = context.searches.read(searchId);
  const [only, ...others] = request.scopes;
  const target =
    only && others.length === 0
      ? { brokerId: only.brokerId, subject: searchInWords(only) }
      : { brokerId: null, subject: `search of ${request.scopes.length} brokers` };
  return audited(context, 'message.read-body', target, async (change) => {
    change.after = { search: searchId, ...request, effects: parts.flatMap(({ effects }) => effects), lookedAtBeforeCount: lookedAtCount };
    return context.searches.resume(searchId);
  });
}
