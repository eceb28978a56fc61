'use client';

import { useQuery } from '@tanstack/react-query';
import { queueSubject, type Series } from '../model/live';
import type { Queue } from '../model/resources';
import { request } from './client';
import { keys } from './keys';

const MINUTES = 15;
const REFETCH_MS = 30_000;

/** Depth (ready and unacknowledged together) over the last minutes, for a sparkline; asked for again now and then only. */
export function useDepths(broker: string, queue: Queue) {
  const subject = queueSubject(queue.virtualHost, queue.name);
  return useQuery<readonly (number | null)[]>({
    queryKey: keys.depths(broker, subject),
    queryFn: async ({ signal }) => {
      const series = await request<Series>(['brokers', broker, 'series'], { query: { subject, minutes: MINUTES }, signal });
      return series.fields.ready.map((ready, index) => (ready === null ? null : ready + (series.fields.unacknowledged[index] ?? 0)));
    },
    staleTime: REFETCH_MS,
    refetchInterval: REFETCH_MS,
  });
}
