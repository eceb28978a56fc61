import { randomUUID } from 'node:crypto';
import type { ScopePreview, Search, SearchRequest } from '../../model/search';
import { audited } from '../audited';
import type { ServiceContext } from '../context';
import { ServiceError } from '../errors';
import { requireAct } from '../require-act';
import { compileSearch } from './compile-search';
import { prepareScope } from './preview-scope';
import { searchInWords } from './search-in-words';

/**
 * Begins a search in the background and answers at once; it goes on whoever looks. The audit of each broker says who looked
 * for what. A broker that can't be searched is a failed part of the search; where none can, the search is refused.
 */
export async function startSearch(context: ServiceContext, request: SearchRequest): Promise<Search> {
  for (const scope of request.scopes)
    await requireAct(context, 'message.read-body', { brokerId: scope.brokerId, subject: searchInWords(scope) });
  compileSearch(request); // a filter that is wrong is said now
  const prepared = await Promise.all(request.scopes.map((scope) => prepareScope(context, scope)));
  const id = randomUUID();
  return auditedOnEach(context, { id, request, prepared }, async () => {
    const [first] = prepared;
    if (first && prepared.every(({ refusal }) => refusal !== null)) throw refused(prepared, first);
    return context.searches.start({ id, request, prepared, startedBy: context.person.name });
  });
}

type Auditing = { readonly id: string; readonly request: SearchRequest; readonly prepared: readonly ScopePreview[] };

/** Runs `act` inside an audit entry of every broker. */
function auditedOnEach<Result>(context: ServiceContext, auditing: Auditing, act: () => Promise<Result>, scopeIndex = 0): Promise<Result> {
  const { id, request, prepared } = auditing;
  const scope = request.scopes[scopeIndex];
  if (!scope) return act();
  const inner = () => auditedOnEach(context, auditing, act, scopeIndex + 1);
  return audited(context, 'message.read-body', { brokerId: scope.brokerId, subject: searchInWords(scope) }, (change) => {
    const { effects = [], refusal = null } = prepared[scopeIndex] ?? {};
    change.after = { search: id, queues: scope.queues, filter: request.filter, plain: request.plain, effects, refusal };
    return inner();
  });
}

function refused(prepared: readonly ScopePreview[], first: ScopePreview): ServiceError {
  if (prepared.length === 1) return new ServiceError('conflict', first.refusal ?? '');
  return new ServiceError('conflict', `None of the ${prepared.length} brokers can be searched. The first says: ${first.refusal}`);
}
