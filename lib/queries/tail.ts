'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewestMessages } from '../model/message';
import { emptyTail, receive, release, type Tail, tailLimits } from '../model/tail';
import { request } from './client';
import { messageKeys, type QueuePlace } from './messages';

/**
 * Follows a queue's newest messages as long as it is mounted and its tab is seen. `isFollowing` false leaves the list alone
 * until `release`. Only for queues where looking changes nothing.
 */
export function useTail(place: QueuePlace, how: { readonly isOn: boolean; readonly isFollowing: boolean }) {
  const client = useQueryClient();
  const key = messageKeys.tail(place);
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Tail> => {
      const after = client.getQueryData<Tail>(key)?.newestId;
      const path = ['brokers', place.broker, 'queues', place.virtualHost, place.queue, 'messages', 'newest'];
      const answer = await request<NewestMessages>(path, { query: { after, limit: tailLimits.lookCountMax }, signal });
      // Read again: what waited may have been released meanwhile.
      return receive(client.getQueryData<Tail>(key) ?? emptyTail, answer, how.isFollowing, Date.now());
    },
    enabled: how.isOn,
    refetchInterval: tailLimits.intervalMs, // not in a hidden tab
    refetchOnWindowFocus: false,
    structuralSharing: false,
    gcTime: 0,
    retry: false,
  });
  return {
    tail: query.data ?? null,
    error: query.error,
    release: () => client.setQueryData<Tail>(key, (tail) => tail && release(tail)),
    look: () => void query.refetch(),
  };
}
