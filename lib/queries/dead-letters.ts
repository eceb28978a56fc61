'use client';

import { useQuery } from '@tanstack/react-query';
import { countDeathReasons } from '../model/death-reasons';
import { fetchMessagePage, messageKeys, type QueuePlace } from './messages';

/** Newest dead letters that are looked at for their reasons; enough to see what is going wrong now. */
export const reasonSampleSize = 50;
const reasonRefreshMs = 10_000;

/** Why the newest dead letters of a queue died; asked for only where looking changes nothing. */
export function useDeathReasons(place: QueuePlace, isAllowed: boolean) {
  return useQuery({
    queryKey: [...messageKeys.queue(place), 'reasons'],
    queryFn: async ({ signal }) => {
      const page = await fetchMessagePage(place, { from: 0, limit: reasonSampleSize, order: 'newest', since: null }, signal);
      return { reasons: countDeathReasons(page.messages), lookedAtCount: page.messages.length };
    },
    enabled: isAllowed,
    refetchInterval: reasonRefreshMs,
    retry: false,
  });
}
