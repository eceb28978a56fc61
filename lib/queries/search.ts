'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Search, SearchRequest } from '../model/search';
import { request } from './client';

const runningRefreshMs = 500;

const root = (broker: string): readonly string[] => ['brokers', broker, 'searches'];
const searchKey = (broker: string, id: string | null) => ['search', broker, id] as const;

/** A search as far as it is; it runs on the server and is asked for twice a second while it does. */
export function useSearch(broker: string, id: string | null) {
  return useQuery({
    queryKey: searchKey(broker, id),
    queryFn: ({ signal }) => request<Search>([...root(broker), id ?? ''], { signal }),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? runningRefreshMs : false),
  });
}

export const startSearch = (broker: string, search: SearchRequest): Promise<{ readonly id: string }> =>
  request(root(broker), { method: 'POST', body: search });

/** Stops a search or lets it go on from where it stopped. */
export function useSearchAct(broker: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (verb: 'stop' | 'resume') => request<unknown>([...root(broker), id, verb], { method: 'POST', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: searchKey(broker, id) }),
  });
}
