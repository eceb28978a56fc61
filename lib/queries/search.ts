'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FilterFault, ScopePreview, Search, SearchRequest, SearchScope, SearchSummary, SeenFields } from '../model/search';
import { request } from './client';

const runningRefreshMs = 500;
const listRefreshMs = 5_000;
/** Fields are suggestions: new ones may show a little later. */
const fieldsStaleMs = 60_000;

const root = ['searches'];
const searchKeys = {
  list: ['searches'] as const,
  one: (id: string | null) => ['search', id] as const,
};

/** A search as far as it is; it runs on the server and is asked for twice a second while it does. */
export function useSearch(id: string | null) {
  return useQuery({
    queryKey: searchKeys.one(id),
    queryFn: ({ signal }) => request<Search>([...root, id ?? ''], { signal }),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? runningRefreshMs : false),
  });
}

/** The searches that the console keeps, newest first. */
export function useSearches(isWanted: boolean) {
  return useQuery({
    queryKey: searchKeys.list,
    queryFn: ({ signal }) => request<readonly SearchSummary[]>(root, { signal }),
    enabled: isWanted,
    refetchInterval: listRefreshMs,
  });
}

export const startSearch = (search: SearchRequest): Promise<{ readonly id: string }> => request(root, { method: 'POST', body: search });

/** What a search would meet on each broker; looks at no message. */
export const previewSearch = (scopes: readonly SearchScope[]): Promise<readonly ScopePreview[]> =>
  request([...root, 'preview'], { method: 'POST', body: { scopes } });

/** Where a filter is wrong, by the compiler that searches use. */
export const checkFilter = (filter: string): Promise<{ readonly fault: FilterFault | null }> =>
  request([...root, 'check'], { method: 'POST', body: { filter } });

/** Fields seen in the newest messages there. */
export function useSeenFields(scopes: readonly SearchScope[], isWanted: boolean) {
  return useQuery({
    queryKey: ['search-fields', scopes],
    queryFn: ({ signal }) => request<SeenFields>([...root, 'fields'], { method: 'POST', body: { scopes }, signal }),
    enabled: isWanted && scopes.length > 0,
    staleTime: fieldsStaleMs,
    retry: false,
  });
}

/** Stops a search or lets it go on from where it stopped. */
export function useSearchAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (verb: 'stop' | 'resume') => request<unknown>([...root, id, verb], { method: 'POST', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: searchKeys.one(id) }),
  });
}
