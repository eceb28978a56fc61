import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BinEntry, BinUsage } from '../model/operations';
import { request } from './client';
import { operationKeys } from './operations';

export type BinPage = { readonly usage: BinUsage; readonly entries: readonly BinEntry[]; readonly totalCount: number };

export type RestoreOutcome = {
  readonly restoredCount: number;
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
};

export const binPageLimit = 100;

export function useBin(broker: string, queue: string | null, from: number) {
  return useQuery({
    queryKey: ['bin', broker, queue, from],
    queryFn: ({ signal }) => request<BinPage>(['brokers', broker, 'bin'], { query: { queue, from, limit: binPageLimit }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Puts discarded messages back where they were, in their order. */
export function useRestore(broker: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      request<RestoreOutcome>(['brokers', broker, 'bin', 'restore'], { method: 'POST', body: { ids } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['bin', broker] }),
        client.invalidateQueries({ queryKey: operationKeys.all(broker) }),
        client.invalidateQueries({ queryKey: ['messages', broker] }),
      ]),
  });
}
