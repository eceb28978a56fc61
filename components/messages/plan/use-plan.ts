'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNowMs } from '@/components/ui/now';
import type { PlanRequest } from '@/lib/model/operations';
import { makePlan } from '@/lib/queries/operations';

/** Names are typed letter by letter; a plan for each would be work for nothing. */
const settleMs = 400;

/** The plan for a request, made again when the request changes; `isExpired` when it has grown too old to run. */
export function usePlan(broker: string, request: PlanRequest | null) {
  const source = JSON.stringify(request);
  const [settled, setSettled] = useState(source);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(source), settleMs);
    return () => clearTimeout(timer);
  }, [source]);
  const isSettling = settled !== source;
  const query = useQuery({
    queryKey: ['plan', broker, settled],
    queryFn: () => makePlan(broker, JSON.parse(settled) as PlanRequest),
    enabled: request !== null && !isSettling,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0, // a plan is for this review only
    retry: false,
    refetchOnWindowFocus: false,
  });
  const nowMs = useNowMs();
  const plan = request === null || isSettling ? undefined : query.data;
  return {
    plan,
    error: isSettling ? null : query.error,
    isPlanning: request !== null && (isSettling || query.isFetching),
    isExpired: plan !== undefined && nowMs > plan.expiresAtMs,
    planAgain: () => void query.refetch(),
  };
}
