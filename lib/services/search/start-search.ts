import type { Connector } from '../../connectors/connector';
import type { Search, SearchRequest } from '../../model/search';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { compileSearch } from './compile-search';
import { searchInWords } from './search-in-words';

/** Begins a search in the background and answers at once; it goes on whoever looks. The audit says who looked for what. */
export async function startSearch(
  context: ServiceContext,
  input: { readonly brokerId: string; readonly request: SearchRequest },
): Promise<Search> {
  const { brokerId, request } = input;
  const target = { brokerId, subject: searchInWords(request) };
  await requireAct(context, 'message.read-body', target);
  compileSearch(request); // a filter that is wrong is said now
  return audited(context, 'message.read-body', target, async (change) => {
    const connector = await context.brokers.get(brokerId).connect();
    const effects = await effectsOf(connector, request);
    const search = context.searches.start({ brokerId, request, effects, startedBy: context.person.name });
    change.after = { search: search.id, ...request, effects };
    return search;
  });
}

/** What looking changes, where messages can be seen only by taking them; nobody takes from all queues by accident. */
async function effectsOf(connector: Connector, { queues }: SearchRequest): Promise<readonly string[]> {
  if (connector.capabilities.has('browse-without-effect')) return [];
  if (queues.length === 0) {
    throw new ServiceError(
      'invalid-input',
      'This broker shows messages only to those who take them, which marks them as redelivered. Name the queues to search.',
      { queues: 'Name the queues to search.' },
    );
  }
  const effects = new Set<string>();
  for (const queue of queues) {
    const { level, effects: sentences } = await connector.browseIntrusiveness(queue);
    if (level !== 'none') for (const sentence of sentences) effects.add(sentence);
  }
  return [...effects];
}
